"""Units of government through time, and the working-day table."""
