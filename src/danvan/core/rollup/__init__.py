"""Adding figures up the tree of units, and over time."""
