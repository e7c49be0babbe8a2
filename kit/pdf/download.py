"""A PDF as a download that no browser runs anything of."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_response(name, content):
    """The document as a download called `name.pdf`."""
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{name}.pdf"),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
