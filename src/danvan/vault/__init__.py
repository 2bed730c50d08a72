"""Sealed identities: keys, envelopes, unsealing."""
