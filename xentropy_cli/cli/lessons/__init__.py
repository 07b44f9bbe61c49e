"""Lessons, run through the command group."""
