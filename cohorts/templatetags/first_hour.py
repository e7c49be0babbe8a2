"""The first steps on an empty portal, for the page that shows them."""

from django import template

from cohorts import first_hour

register = template.Library()


@register.simple_tag(takes_context=True, name="first_hour")
def first_steps(context):
    """`{% first_hour as steps %}`: empty once everything is done."""
    return first_hour.first_hour(context["request"].user)
