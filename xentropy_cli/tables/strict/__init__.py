"""The strict reader: one row at a time, each fault explained. It decides every doubt."""
