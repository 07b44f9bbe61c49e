"""The truth of each row: columns of a distribution, and labels or distributions from another file."""
