"""The attendance of a running cohort, read from a list: cells, rows, and what they mean here."""
