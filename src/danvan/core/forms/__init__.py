"""Statutory forms: what their columns are, what they owe each other, and the sums.

A form is data (``core/data/forms``); its identities are read by the one expression
language, `danvan.core.checks.expression`.
"""
