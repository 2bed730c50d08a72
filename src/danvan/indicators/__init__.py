"""Periods, statutory forms filled from records, and the sums of many units."""
