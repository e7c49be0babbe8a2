"""Graduates of the years before the portal, read from a list: rows, what they mean here, what they change."""
