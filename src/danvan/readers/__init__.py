"""Bytes of a file to a core Document; third-party parsers live here only."""
