"""Issued papers: made from templates, numbered by the clerical office, kept."""
