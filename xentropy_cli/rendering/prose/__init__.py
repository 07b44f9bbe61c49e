"""The prose of lessons in each format."""
