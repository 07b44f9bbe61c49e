"""The same formulas on float64 arrays, and exact sums of them."""
