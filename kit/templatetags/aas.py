"""The portal's parts and wordings, as tags and filters; docs/components.md shows each of them."""

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html_join

from kit import components, marks, wording

register = template.Library()

for part in (
    components.status,
    components.tag,
    components.flag,
    components.year,
    components.empty,
    components.avatar,
    components.person,
    components.error_summary,
    marks.mark,
    marks.seats,
    marks.seat_key,
):
    register.simple_tag(part, name=part.__name__)

for words in (
    wording.day,
    wording.day_long,
    wording.day_month,
    wording.day_near,
    wording.day_short,
    wording.clock,
    wording.ago,
    wording.count,
    wording.pounds,
):
    register.filter(words.__name__, words)
register.filter("days", wording.halves)
register.filter("initials", stringfilter(wording.initials))


@register.simple_tag
def sprite():
    """The marks that this page's `<use>` elements name; once a page, in base.html."""
    return marks.SPRITE


@register.simple_tag(takes_context=True)
def pagination(context, page, name="page"):
    """`{% pagination page %}`: keeps the filters of the list."""
    return components.pagination(page, context["request"].GET, name)


@register.simple_tag
def crumbs(*words_and_urls):
    """`{% crumbs "Board" board_url school.name school_url "Plan" "" %}`."""
    return components.crumbs(zip(words_and_urls[::2], words_and_urls[1::2], strict=True))


@register.simple_tag
def field(bound, size="", hide_label=False, **attrs):
    """One field of a form, whole: label, hint, error, control. `size` is that of the label: s, m or l."""
    bound.label_size, bound.label_hidden = size, hide_label
    return bound.as_field_group()


@register.simple_tag
def form_fields(form, *names):
    """All the fields of a form, or those named; hidden ones come with all."""
    if not names:
        return format_html_join(
            "\n",
            "{}",
            ((one,) for one in [*(h.as_widget() for h in form.hidden_fields()), *map(group, form.visible_fields())]),
        )
    return format_html_join("\n", "{}", ((group(form[name]),) for name in names))


def group(bound):
    return bound.as_field_group()


@register.simple_tag(takes_context=True)
def error_prefix(context):
    """What the title of a page begins with when a form on it was not accepted."""
    for value in context.flatten().values():
        found = value if type(value) in (list, tuple) else [value]
        for form in found:
            # type(), not isinstance(): that would wake the lazy objects of the context
            if issubclass(type(form), BaseForm | BaseFormSet) and form.is_bound and not form.is_valid():
                return "Error: "
    return ""


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """The address of this list with some of its query changed: `{% query sort="name" page=None %}`."""
    now = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            now.pop(name, None)
        else:
            now[name] = value
    return f"?{now.urlencode()}"
