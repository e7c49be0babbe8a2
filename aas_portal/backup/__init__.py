"""A backup is a folder: the database in one file, the uploads beside it, and a manifest with the hash of each."""


class Trouble(Exception):
    """Why a backup cannot be made or restored, in a sentence for whoever runs the command."""
