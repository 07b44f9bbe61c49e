"""xent: a calculator for cross-entropy that shows its working."""

__version__ = "0.1.0"
