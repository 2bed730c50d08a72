"""Registers kept in Excel: read, checked, taken in, and handed back with their faults."""
