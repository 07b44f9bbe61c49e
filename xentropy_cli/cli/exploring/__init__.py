"""A scene on the screen of a terminal: keys in, frames out."""
