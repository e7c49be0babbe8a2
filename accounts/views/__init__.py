"""Pages about people, invitations and one's own account."""
