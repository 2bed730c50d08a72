"""Page frames, components and styles."""
