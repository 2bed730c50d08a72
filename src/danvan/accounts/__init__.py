"""People of the office: sign-in, roles, second factor."""
