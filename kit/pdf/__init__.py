"""PDF/UA-1 from HTML, through one warm child process beside each worker: it holds fonts and styles and never a database."""

import os

from .letters import drawable
from .renderer import Renderer, TooMuch

__all__ = ["TooMuch", "render_each", "render_pdf"]

warm = Renderer()
os.register_at_fork(after_in_child=warm.forget)


def render_pdf(html, *, style, files=None, pages=None):
    """One document as a tagged PDF. `style` names our stylesheet; `files` are images by name, for `src="upload:name"`.

    Raises TooMuch when it takes too long, too much memory, more or fewer than `pages`, or names anything that is not ours.
    """
    return warm("whole", drawable(html), style, files or {}, pages)


def render_each(html, *, style, titles, files=None):
    """A PDF for each page of a joint document of one-page parts: a copy with its own title and tags and nothing of the others."""
    return warm("split", drawable(html), style, files or {}, [drawable(title) for title in titles])
