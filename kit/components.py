"""The portal's parts as HTML: status, tag, flag, year, pages. Built by hand, since an include for each cell is too slow for boards."""

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from .marks import KINDS, mark
from .wording import initials

EMPTY = mark_safe("")


def status(word, name="rest", *, fresh="", url="", yours=False):
    """A state in a cell: the mark, the word, how fresh it is; a link where there is somewhere to go.

    `yours` is for the one person it waits for and turns the mark into the brick diamond.
    """
    name = "yours" if yours else name
    kind = {"rest": " aas-status--rest", "yours": " aas-status--yours"}.get(name, "")
    inner = format_html(
        '{}<span class="aas-status__word">{}</span>{}',
        mark(name),
        word,
        format_html('<span class="aas-status__fresh">{}</span>', fresh) if fresh else EMPTY,
    )
    if url:
        return format_html('<a class="aas-status{}" href="{}">{}</a>', kind, url, inner)
    return format_html('<span class="aas-status{}">{}</span>', kind, inner)


def tag(word, name="", kind=""):
    """A state where there is no room for freshness. Without `kind` the mark decides."""
    kind = kind or (KINDS.get(name, "moving") if name else "")
    return format_html(
        '<span class="aas-tag{}">{}{}</span>', f" aas-tag--{kind}" if kind else "", mark(name) if name else EMPTY, word
    )


def flag(text, url=""):
    """Look here: the reason, in honey, linked to what settles it."""
    inner = format_html('{}<span><span class="govuk-visually-hidden">Flag: </span>{}</span>', mark("flag"), text)
    if url:
        return format_html('<a class="aas-flag" href="{}">{}</a>', url, inner)
    return format_html('<span class="aas-flag">{}</span>', inner)


WEEKS = 46  # the stylesheet's grid


def week_of(day, start, end):
    """The place of a day on the strip of a year that runs from `start` to `end`: 1 to 46, whatever the year's length."""
    share = (day - start).days / max((end - start).days, 1)
    return min(max(1 + int(share * WEEKS), 1), WEEKS)


def year(points, *, title="The year", run=0, away=()):
    """The year on one strip.

    `points` are dicts with `week` (1 to 46), `label`, `note`, `state` ("done", "now", "end" or nothing); `run` is the week
    reached; `away` are pairs of (first week, number of weeks) of holidays.
    """
    drawn = []
    if run := min(max(int(run), 0), WEEKS):
        drawn.append(format_html('<li class="run aas-wk-1 aas-for-{}" aria-hidden="true"><i></i></li>', run))
    drawn += [
        format_html('<li class="away aas-wk-{} aas-for-{}" aria-hidden="true"><i></i></li>', first, weeks)
        for first, weeks in away
    ]
    drawn += [
        format_html(
            '<li class="{}aas-wk-{}"><i></i><span><b>{}</b> {}</span></li>',
            f"{point['state']} " if point.get("state") else "",
            min(max(int(point["week"]), 1), WEEKS),
            point["label"],
            point.get("note", ""),
        )
        for point in points
    ]
    items = format_html_join("\n", "{}", ((item,) for item in drawn))
    return format_html(
        '<div class="aas-year"><h2 class="govuk-visually-hidden">{}</h2>\n<ol>\n{}\n</ol></div>', title, items
    )


PREVIOUS = mark_safe(
    '<svg class="govuk-pagination__icon govuk-pagination__icon--prev" height="13" width="15" aria-hidden="true" viewBox="0 0 15 13"><path d='
    '"m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"/></svg>'
)
NEXT = mark_safe(
    '<svg class="govuk-pagination__icon govuk-pagination__icon--next" height="13" width="15" aria-hidden="true" viewBox="0 0 15 13"><path d='
    '"m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"/></svg>'
)


def pagination(page, query, name="page"):
    """Links to the other pages of a Django `Page`, keeping the rest of the query string. Nothing for a single page."""
    pages = page.paginator
    if pages.num_pages < 2:
        return EMPTY
    query = query.copy()

    def to(number):
        query[name] = number
        return f"?{query.urlencode()}"

    items = []
    for number in pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if number == pages.ELLIPSIS:
            items.append(mark_safe('<li class="govuk-pagination__item govuk-pagination__item--ellipsis">&ctdot;</li>'))
            continue
        here = number == page.number
        items.append(
            format_html(
                '<li class="govuk-pagination__item{}"><a class="govuk-link govuk-pagination__link" href="{}" aria-label="Page {}"{}>{}</a></li>',
                " govuk-pagination__item--current" if here else "",
                to(number),
                number,
                mark_safe(' aria-current="page"') if here else "",
                number,
            )
        )
    turn = (
        '<div class="govuk-pagination__{0}"><a class="govuk-link govuk-pagination__link" href="{1}" rel="{0}">{3}'
        '<span class="govuk-pagination__link-title">{2}<span class="govuk-visually-hidden"> page</span></span>{4}</a></div>'
    )
    return format_html(
        '<nav class="govuk-pagination" aria-label="Pages">{}<ul class="govuk-pagination__list">{}</ul>{}</nav>',
        format_html(turn, "prev", to(page.previous_page_number()), "Previous", PREVIOUS, "")
        if page.has_previous()
        else "",
        format_html_join("", "{}", ((item,) for item in items)),
        format_html(turn, "next", to(page.next_page_number()), "Next", "", NEXT) if page.has_next() else "",
    )


def empty(title, text="", url="", act="", level=2):
    """An empty place: what will come here, and the first act."""
    return format_html(
        '<section class="aas-empty"><h{0} class="govuk-heading-s">{1}</h{0}>{2}{3}</section>',
        level,
        title,
        format_html('<p class="govuk-body govuk-body-s">{}</p>', text) if text else EMPTY,
        format_html('<p class="govuk-body-s"><a class="govuk-link" href="{}">{}</a></p>', url, act) if url else EMPTY,
    )


def avatar(name, light=True):
    """A disc with two letters."""
    return format_html(
        '<span class="aas-avatar{}" aria-hidden="true">{}</span>', " aas-avatar--light" if light else "", initials(name)
    )


def person(name, role="", note=""):
    """A name with a disc, what they are, and a line about them."""
    more = [
        format_html("<p>{}</p>", role) if role else EMPTY,
        format_html('<p class="aas-fine">{}</p>', note) if note else EMPTY,
    ]
    return format_html('<div class="aas-person">{}<div><b>{}</b>{}{}</div></div>', avatar(name), name, *more)


def crumbs(pairs):
    """The way here: pairs of words and address; the last may have no address."""
    items = format_html_join(
        "",
        '<li class="govuk-breadcrumbs__list-item"{}>{}</li>',
        (
            (EMPTY, format_html('<a class="govuk-breadcrumbs__link" href="{}">{}</a>', url, words))
            if url
            else (mark_safe(' aria-current="page"'), conditional_escape(words))
            for words, url in pairs
        ),
    )
    return format_html(
        '<nav class="govuk-breadcrumbs" aria-label="Breadcrumb"><ol class="govuk-breadcrumbs__list">{}</ol></nav>',
        items,
    )


def problems(*forms):
    """Every error of forms and formsets as pairs of (id of the control to go to or "", message), in the order of the page."""
    for form in forms:
        if isinstance(form, BaseFormSet):
            if form.is_bound:
                yield from (("", message) for message in form.non_form_errors())
                yield from problems(*form.forms)
        elif isinstance(form, BaseForm):
            if not form.errors:
                continue
            shown = [field for field in form if not field.is_hidden]
            start = control(shown[0]) if shown else ""
            yield from ((start, message) for message in form.non_field_errors())
            for field in form:
                yield from (
                    ("" if field.is_hidden else control(field), named(field, message)) for message in field.errors
                )
        elif form:
            yield from problems(*form)


def named(field, message):
    """The message with its question before it, unless it says which question it means: far from it "Enter 5 or less" says little."""
    label = str(field.label or "")
    if not label or label.lower() in message.lower():
        return message
    return f"{label} {message}" if label[-1] in "?:.!" else f"{label}: {message}"


def control(field):
    return getattr(field, "first_control", None) or field.id_for_label or field.auto_id


def error_summary(*forms):
    """What stands in the way, at the head of the page, each a link to its control. Nothing when there is no error."""
    found = list(problems(*forms))
    if not found:
        return EMPTY
    items = format_html_join(
        "",
        "<li>{}</li>",
        (
            (format_html('<a href="#{}">{}</a>', place, message) if place else conditional_escape(message),)
            for place, message in found
        ),
    )
    return format_html(
        '<div class="govuk-error-summary" data-module="govuk-error-summary" tabindex="-1"><div role="alert">'
        '<h2 class="govuk-error-summary__title">There is a problem</h2><div class="govuk-error-summary__body">'
        '<ul class="govuk-list govuk-error-summary__list">{}</ul></div></div></div>',
        items,
    )
