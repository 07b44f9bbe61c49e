"""Exercises as data, drawn at random; a quiz and a sheet of them, and their marking. Nothing here reads a key or a stream."""
