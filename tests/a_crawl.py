"""A walk by links over every kind of page that a person can reach, and the shape by which pages are told apart."""

import hashlib
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

OF_A_KIND = 4  # pages looked at of one address, before the next kind


class Shape(HTMLParser):
    """The shape of a page, and the addresses it links to."""

    def __init__(self, html):
        super().__init__()
        self.parts, self.links = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        self.parts.append(
            (tag, found.get("class"), found.get("type"), found.get("role"), tuple(sorted(name for name, _ in attrs)))
        )

    @property
    def digest(self):
        kinds = [
            part for n, part in enumerate(self.parts) if n == 0 or part != self.parts[n - 1]
        ]  # a row more is no new shape
        return hashlib.sha256(repr(sorted(set(kinds), key=repr)).encode()).hexdigest()


def crawl(client):
    """(address, status, html) of every kind of page that a person can reach by links."""
    queue, seen, kinds = ["/", "/accounts/login/", "/begin/"], set(), {}
    while queue:
        address = queue.pop(0)
        path = urlsplit(address).path
        if address in seen:
            continue
        seen.add(address)
        try:
            match = resolve(path)
        except Resolver404:
            yield address, 404, ""
            continue
        if match.namespaces[:1] == ["admin"] or match.url_name == "account_logout":
            continue
        kind = (match.view_name, tuple(sorted(part.split("=")[0] for part in urlsplit(address).query.split("&"))))
        if kinds.setdefault(kind, 0) >= OF_A_KIND:
            continue
        kinds[kind] += 1
        response = client.get(address)
        if response.status_code in (301, 302):
            queue.append(urljoin(address, response["Location"]))
            continue
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        html = response.content.decode()
        yield address, response.status_code, html
        for link in Shape(html).links:
            whole = urldefrag(urljoin(address, link))[0]
            if whole.startswith("/"):
                queue.append(whole)
