"""Ways to take the numbers and the truth of a prediction."""
