"""Exact arithmetic and the definitions of cross-entropy: read definitions.py first."""
