"""A question → its derivation: terms, steps and quantities, each with its formula and value."""
