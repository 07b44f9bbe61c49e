"""The fast reader: blocks of plain rows → arrays."""
