"""Lessons: files of prose and commands, read and put together; nothing here runs anything."""
