"""What is asked for a list of past graduates."""

from schools.forms.lists import ListForm


class GraduatesForm(ListForm):
    """Many graduations: pasted, or from a file."""
