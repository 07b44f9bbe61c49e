"""Every library's convention, a row each."""
