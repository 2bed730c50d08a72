"""Rules that hold figures against one another."""
