"""Two models on the same rows: pairing, differences and their uncertainty."""
