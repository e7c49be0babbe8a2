"""The demo: a fictional county with people to be, in a database of its own."""
