"""Scenes: a question, controls to move, a picture that follows, and goals to reach."""
