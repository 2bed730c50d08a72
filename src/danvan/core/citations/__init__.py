"""Citations of acts and letters."""
