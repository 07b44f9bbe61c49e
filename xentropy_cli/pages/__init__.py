"""Results → the blocks of their pages and the fields of their records."""
