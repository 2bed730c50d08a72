"""Figures: printed numbers with unit, label and bound."""
