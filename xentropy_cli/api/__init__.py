"""xent from Python: numbers and derivations of a few values, and results of files, frames and arrays."""
