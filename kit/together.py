"""Reads of several tables in one query, for pages that show a little of everything.

Each read stays an ordinary queryset where it belongs. A page that will need many of them names them beforehand; they are asked as one
UNION, a row a record with its columns as JSON, and kept like every read of the page (`kit.once`). A page that names none asks each by
itself; so does whatever writes.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from functools import cache, wraps

from django.db import models
from django.db.models import F, Func, Value, Window
from django.db.models.functions import RowNumber
from django.utils.dateparse import parse_datetime

from .once import is_keeping, once


@dataclass(frozen=True)
class Wanted:
    """A read that is asked with others: its queryset, and what keeps the records found."""

    rows: models.QuerySet
    put: Callable


def rows(read):
    """A read `(...) -> QuerySet` that gives its records as a list, once a page; `later(...)` names it for `read_together`."""

    @wraps(read)
    def listed(*asked):
        return list(read(*asked))

    kept = once(listed)
    kept.later = lambda *asked: Wanted(read(*asked), lambda found: kept.put(asked, found))
    return kept


def read_together(wanted):
    """Ask all of these in one query and keep what they give. Does nothing where no page is being read."""
    wanted = list(wanted) if is_keeping() else []
    if not wanted:
        return
    found = [[] for _ in wanted]
    first, *rest = [_as_json(number, one.rows) for number, one in enumerate(wanted)]
    for number, place, parts in (first.union(*rest, all=True) if rest else first).order_by():
        found[number].append((place, parts))
    for one, lines in zip(wanted, found, strict=True):
        lines.sort(key=lambda line: line[0])
        one.put([_record(one.rows, iter(parts)) for _, parts in lines])


class Columns(Func):
    """All columns of the table at the end of a path, as one JSON object; NULL where a relation leads nowhere."""

    arity = 1

    def __init__(self, column, model=None):
        super().__init__(column, output_field=models.JSONField())
        self.model = model

    def as_sqlite(self, compiler, connection, **rest):
        """Named one by one: SQLite has no word for a whole row."""
        quote = connection.ops.quote_name
        table = quote(self.source_expressions[0].alias)
        columns = [column for _, column, _ in _reading(self.model)]
        return f"json_object({', '.join(f"'{one}', {table}.{quote(one)}" for one in columns)})", []

    def as_postgresql(self, compiler, connection, **rest):
        """The row itself."""
        return f"to_jsonb({connection.ops.quote_name(self.source_expressions[0].alias)})", []


class Line(Func):
    """Several values as one JSON array."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection, **rest):
        """json_array"""
        return self.as_sql(compiler, connection, function="json_array", **rest)

    def as_postgresql(self, compiler, connection, **rest):
        """jsonb_build_array"""
        return self.as_sql(compiler, connection, function="jsonb_build_array", **rest)


def _as_json(number, rows):
    """The queryset as lines of (number, place in its order, its parts)."""
    query, order = rows.query, rows.query.order_by or rows.model._meta.ordering
    if query.group_by is not None:
        raise ValueError("A read that counts groups cannot be asked with others")
    if query.is_sliced or query.distinct:  # a part of a UNION has no LIMIT of its own
        rows = rows.model._base_manager.filter(pk__in=rows.values("pk"))
    parts = [*_tables(rows.model, "", query.select_related or {}), *map(F, query.annotation_select)]
    place = Window(RowNumber(), order_by=[*order, "pk"])
    return rows.order_by().values_list(Value(number), place, Line(*parts))


def _tables(model, path, related):
    """The columns of a model, then those of what comes along, each relation before what comes with it."""
    # not the key: that would be read from the table before, and the path end there
    column = next(field for field in model._meta.concrete_fields if not field.primary_key)
    yield Columns(F(path + column.attname), model)
    for name, deeper in related.items():
        yield from _tables(model._meta.get_field(name).related_model, f"{path}{name}__", deeper)


def _record(rows, parts):
    """The record of a line, with what came along and what was annotated."""
    record = _built(rows.model, parts, rows.query.select_related or {}, rows.db)
    for (name, annotation), value in zip(rows.query.annotation_select.items(), parts, strict=True):
        setattr(record, name, annotation.output_field.to_python(value))
    return record


def _built(model, parts, related, using):
    columns, record = next(parts), None
    reading = _reading(model)
    if columns is not None and columns[model._meta.pk.column] is not None:
        values = [convert(columns[column]) if convert else columns[column] for _, column, convert in reading]
        record = model.from_db(using, [name for name, _, _ in reading], values)
    for name, deeper in related.items():
        field = model._meta.get_field(name)
        other = _built(field.related_model, parts, deeper, using)
        if record is not None:
            field.set_cached_value(record, other)
    return record


@cache
def _reading(model):
    """(attribute, column, what makes a value of it) of every field."""
    return [(field.attname, field.column, _converter(field)) for field in model._meta.concrete_fields]


def _converter(field):
    """What a column in JSON stands for in Python, as either engine writes it; None where it is that already."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.CharField | models.TextField | models.IntegerField | models.AutoField):
        return None
    return lambda value: None if value is None else _value(field, value)


def _value(field, value):
    if isinstance(field, models.JSONField):
        return (
            json.loads(value) if isinstance(value, str) else value
        )  # SQLite has it as text; ours are lists and tables
    if isinstance(field, models.DateTimeField):
        at = parse_datetime(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if isinstance(field, models.DecimalField):
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-field.decimal_places))
    return field.to_python(value)
