"""Pages of sessions and registers."""
