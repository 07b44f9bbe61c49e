"""What a text claims of probabilities without an equation: distributions, entropies, losses in sentences and tables."""
