"""Drafts of the unit's own reports, and editions of what was published."""
