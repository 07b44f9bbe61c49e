"""Scoring of files: exact sums, tallies of rows, the summary they freeze into, and what is said about it."""
