"""Tables that come as columns: NumPy, Parquet, Feather, Arrow."""
