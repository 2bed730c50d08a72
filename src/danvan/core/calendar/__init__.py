"""Working days and reporting periods."""
