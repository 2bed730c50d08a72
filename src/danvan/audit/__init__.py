"""The one pipeline from bytes to danvan.audit/1."""
