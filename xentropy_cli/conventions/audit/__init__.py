"""Worked arithmetic in a text, read and judged."""
