"""Headers that every answer carries: no stored pages after sign-out, no powers that the portal does not use."""


class PolicyHeaders:
    """Adds Permissions-Policy, and `no-store` unless the view chose a caching of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
        )
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
