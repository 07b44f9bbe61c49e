"""Saved summaries: whether they are whole, whether two go together, and files scored elsewhere to be joined here."""
