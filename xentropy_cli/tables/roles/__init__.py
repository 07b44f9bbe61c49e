"""What a column is taken for: the classes that names tell, labels, decisions that stand beside probabilities."""
