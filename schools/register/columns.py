"""Finds the columns of a list by the words at their heads."""

from kit.tables.reading import Unreadable, header_name


def columns_of(table, columns, needed):
    """{column: where it stands}. `columns` are the words by which each is known, `needed` says which must be there, and how to
    name what is missing: {"School or URN": ("urn", "school")}. Unreadable for what is missing or there twice."""
    names = [header_name(name) for name in table.header]
    at = {}
    for column, words in columns.items():
        found = [n for n, name in enumerate(names) if name in words]
        if len(found) > 1:
            both = " and ".join(f"“{table.header[n].strip()}”" for n in found[:2])
            raise Unreadable(f"The columns {both} would both be read as one. Leave one of them out.", table.header_line)
        if found:
            at[column] = found[0]
    missing = [name for name, any_of in needed.items() if not any(column in at for column in any_of)]
    if missing:
        raise Unreadable(f"The file has no column {' and no column '.join(missing)}.", table.header_line)
    return at
