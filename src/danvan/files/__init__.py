"""Attachments and the gate every upload passes."""
