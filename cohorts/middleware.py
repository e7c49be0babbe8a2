"""The number beside Today and What next in the navigation: kept in the session, gone as soon as its person does something."""

COUNTED = "asked"


class CountAnew:
    """Forgets the number after an act, because one thing fewer may be asked; the list itself counts again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and COUNTED in request.session:
            del request.session[COUNTED]
        return response
