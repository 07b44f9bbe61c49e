"""Which convention or slip turns the inputs into a number."""
