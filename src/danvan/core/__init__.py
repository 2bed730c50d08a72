"""Plain knowledge of the trade: no Django, no files, no clock, no network."""
