"""Conventions and hypotheses over tables of many rows, as arrays."""
