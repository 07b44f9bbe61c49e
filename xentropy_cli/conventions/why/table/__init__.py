"""Every departure as data: its rarity, what was done, and how to put it right."""
