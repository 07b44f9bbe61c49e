"""Reading: text to numbers."""
