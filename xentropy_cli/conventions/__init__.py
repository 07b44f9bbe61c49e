"""What libraries do with the same numbers, and what people do: why two tools print two losses."""
