"""Pictures in each format that draws them."""
