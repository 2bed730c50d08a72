"""The course of a case: steps, deadlines, conditions."""
