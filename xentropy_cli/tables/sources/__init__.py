"""Streams of bytes: opened, unpacked, cut into blocks, opened again."""
