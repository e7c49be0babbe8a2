"""Everything that changes schools."""
