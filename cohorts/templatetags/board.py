"""Draws a cell of the board; by hand, since an include a cell is too slow for a table of a hundred."""

from django import template
from django.utils.html import format_html, format_html_join

from kit.components import flag, status
from kit.marks import seats

register = template.Library()


@register.simple_tag
def board_cell(cell, headings, index):
    """A `<td>` with the strand's name for the phone, its state, and its flags."""
    flags = format_html_join("", "{}", ((flag(one.text, one.url),) for one in cell.flags))
    if cell.rows:
        number, _, rest = cell.of.partition(" ")
        of = format_html('<span class="aas-board__of"><b>{}</b> {}</span>', number, rest)
        link = format_html('<a class="govuk-link" href="{}">{}</a>', cell.url, of) if cell.url else of
        fresh = format_html('<span class="aas-fine">{}</span>', cell.fresh) if cell.fresh else ""
        inner = format_html('<span class="aas-board__train">{}{}{}</span>', seats(cell.rows), link, fresh)
    else:
        inner = status(cell.word, cell.mark, fresh=cell.fresh, url=cell.url, yours=cell.yours)
    return format_html(
        '<td><span class="aas-board__label">{}</span><div>{}{}</div></td>', headings[index], inner, flags
    )
