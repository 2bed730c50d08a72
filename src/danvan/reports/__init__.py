"""Narrative reports and what does not add up in them."""
