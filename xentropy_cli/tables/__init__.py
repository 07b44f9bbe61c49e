"""What stands in files and pipes → tables of numbers."""
