"""Long tables: one row a class, read as one row an id."""
