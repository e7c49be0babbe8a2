"""The renderer's child: a plain program that reads jobs from a pipe and answers with PDF; it knows our own assets and nothing else."""

import copy
import os
import pickle
import resource
import signal
import struct
import sys
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSETS = Path(__file__).parent / "assets"
TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css", ".jpg": "image/jpeg", ".png": "image/png"}
VARIANT = "pdf/ua-1"
DPI = 200  # finer photos are scaled down to what paper shows


class Ours(URLFetcher):
    """Knows the files of our assets folder and those handed over with the document; anything else is a fatal error."""

    files: dict = {}

    def fetch(self, url, headers=None):
        """The bytes behind `asset:name` or `upload:name`. No network, no disk beyond our own folder, no data URLs."""
        kind, _, name = url.partition(":")
        if kind == "asset" and name in known_assets():
            return URLFetcherResponse(url, (ASSETS / name).read_bytes(), {"Content-Type": TYPES[Path(name).suffix]})
        if kind == "upload" and name in self.files:
            media = TYPES.get(Path(name).suffix, "image/jpeg")
            return URLFetcherResponse(url, self.files[name], {"Content-Type": media})
        raise FatalURLFetchingError(f"not one of our assets: {url[:100]}")


class Kept:
    """A drawing of ours that remembers its strokes: each page repeats them instead of reading the SVG once more."""

    def __init__(self, image):
        self.image, self.strokes = image, {}

    def __getattr__(self, name):
        return getattr(self.image, name)

    def draw(self, stream, width, height, style):
        """Draw it as WeasyPrint would: the same operators, and the same states among the stream's resources."""
        states = stream._resources["ExtGState"]
        if (width, height) not in self.strokes:
            start = len(stream.stream)
            self.image.draw(stream, width, height, style)
            self.strokes[width, height] = stream.stream[start:], {**states}
        else:
            strokes, used = self.strokes[width, height]
            stream.stream.extend(strokes)
            states.update(used)


@cache
def known_assets():
    """Names of the files that documents may use."""
    return frozenset(path.name for path in ASSETS.iterdir() if path.suffix in TYPES)


@cache
def house():
    """Made once and kept: fonts, fetcher and the drawings of our own that documents share."""
    return FontConfiguration(), Ours(), {}


@cache
def stylesheet(name):
    """A stylesheet of ours, parsed once."""
    fonts, fetcher, _ = house()
    text = (ASSETS / "print.css").read_text() + (ASSETS / f"{name}.css").read_text()
    return CSS(string=text, font_config=fonts, url_fetcher=fetcher, base_url="asset:")


def document(html, style, files):
    """The document laid out. What was handed over with it is forgotten with it."""
    fonts, fetcher, drawings = house()
    fetcher.files, images = files, {**drawings}
    try:
        made = HTML(string=html, url_fetcher=fetcher, base_url="asset:").render(
            font_config=fonts, stylesheets=[stylesheet(style)], cache=images, dpi=DPI
        )
    finally:
        fetcher.files = {}
    for address in images.keys() - drawings.keys():
        if address.startswith("asset:") and images[address]:
            drawings[address] = Kept(images[address])
    return made


def whole(html, style, files, pages=None):
    """One PDF, of so many pages if that is said."""
    made = document(html, style, files)
    if pages not in (None, len(made.pages)):
        raise ValueError(f"{pages} parts gave {len(made.pages)} pages")
    return made.write_pdf(pdf_variant=VARIANT)


def split(html, style, files, titles):
    """A PDF of each page, with a title of its own."""
    made = document(html, style, files)
    if len(made.pages) != len(titles):
        raise ValueError(f"{len(titles)} parts gave {len(made.pages)} pages")
    parts = []
    for title, page in zip(titles, made.pages, strict=True):
        one = made.copy([page])
        one.metadata = copy.copy(made.metadata)
        one.metadata.title = title
        parts.append(one.write_pdf(pdf_variant=VARIANT))
    return parts


def hang():
    """Never answers: for the test of the clock."""
    signal.pause()


def devour():
    """Takes more memory than there is: for the test of the limit."""
    return len([bytes(50 << 20) for _ in range(100)])


JOBS = {job.__name__: job for job in (whole, split, hang, devour)}


def answer_to(job, args):
    """(True, the result) or (False, what went wrong)."""
    try:
        return True, JOBS[job](*args)
    except MemoryError:
        return False, "out of memory"
    except (Exception, FatalURLFetchingError) as fault:  # the latter is a BaseException, so that nothing swallows it
        return False, f"{type(fault).__name__}: {fault}"


def main():
    """Answer jobs until the pipe closes."""
    limit = int(sys.argv[1]) << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints may spoil the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while head := sys.stdin.buffer.read(8):
        job, args = pickle.loads(sys.stdin.buffer.read(struct.unpack("!Q", head)[0]))  # noqa: S301 our parent's own words
        body = pickle.dumps(answer_to(job, args))
        out.write(struct.pack("!Q", len(body)) + body)
        out.flush()


if __name__ == "__main__":
    main()
