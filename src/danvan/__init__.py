"""Dân Vận: from the citizen's word to an answer and to figures that add up."""
