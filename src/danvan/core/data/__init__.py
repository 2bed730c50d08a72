"""Dated knowledge of the law and of the units, read from this package."""
