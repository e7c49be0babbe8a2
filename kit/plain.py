"""Text that no keyboard types and PostgreSQL does not keep is turned away before any view reads it."""

from django.core.exceptions import BadRequest


class PlainText:
    """Answers 400 to a zero byte in an address, a query or a form: there is nothing to keep, and a view would break on it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        sent = [kwargs, *(dict(values) for values in (request.GET.lists(), request.POST.lists()))]
        if any("\x00" in str(value) for values in sent for value in flat(values)):
            raise BadRequest("a zero byte")


def flat(values):
    """Every name and value of a form or an address, one by one."""
    for name, value in values.items():
        yield name
        yield from value if isinstance(value, list) else [value]
