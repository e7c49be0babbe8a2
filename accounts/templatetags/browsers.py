"""A session's browser in words."""

from django import template

from ..browsers import browser_words

register = template.Library()
register.filter("browser", browser_words)
