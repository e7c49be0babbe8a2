"""Wording and cleaning of what is asked about schools."""
