"""Where results and what is said beside them go."""
