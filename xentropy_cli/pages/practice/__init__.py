"""Results of a quiz, a worksheet and its marking."""
