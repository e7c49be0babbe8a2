"""Writes tables as CSV and XLSX that open in a spreadsheet as text, numbers and dates, and never as formulas."""

import csv
import io
from datetime import date, datetime

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

FORMULA_STARTS = tuple("=+-@|\t\r\n＝＋－＠")
LONGEST_CELL = 32_767  # Excel's own limit; beyond it the whole file counts as damaged
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def is_risky(text):
    """Whether a spreadsheet might take a text for a formula."""
    return text.startswith(FORMULA_STARTS) or text.lstrip(" '\u00a0").startswith(FORMULA_STARTS)


def guarded(text):
    """Text with an apostrophe before anything that could start a formula; `unguarded` takes it off again."""
    return f"'{text}" if is_risky(text) else text


def unguarded(text):
    """What `guarded` was given, so that an export can be read back in."""
    return text[1:] if text.startswith("'") and is_risky(text[1:]) else text


def plain(value):
    """A value as the cell it becomes: text, a number, a date or a time without a zone (London's)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if timezone.is_aware(value) else value
    if isinstance(value, int | float | date):
        return value
    return str(value)


def csv_cell(value):
    """A cell of a CSV file: dates day first, risky text guarded."""
    value = plain(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return guarded(value) if isinstance(value, str) else value


def csv_bytes(header, rows):
    """The table as CSV in UTF-8 with a mark, so that Excel reads its accents; every cell is quoted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([csv_cell(cell) for cell in header])
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(header, rows, sheet="Table"):
    """The table as an Excel workbook: text is always text, and risky text carries Excel's own leading apostrophe."""
    file = io.BytesIO()
    # Spelled out although we write each cell by its type: one `write()` too many would otherwise bring formulas back.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        formats = {
            "header": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "quoted": workbook.add_format({"quote_prefix": True}),
            "day": workbook.add_format({"num_format": "dd/mm/yyyy"}),
            "moment": workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        page = workbook.add_worksheet(sheet[:31])
        for column, title in enumerate(header):
            page.write_string(0, column, str(title), formats["header"])
        widths = [len(str(title)) for title in header]
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                write_cell(page, line, column, plain(value), formats)
                if column < len(widths):
                    widths[column] = max(widths[column], len(str(value)))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(max(width + 2, 8), 60))
        page.freeze_panes(1, 0)
    return file.getvalue()


def write_cell(page, line, column, value, formats):
    """One cell by its type."""
    if isinstance(value, datetime):
        page.write_datetime(line, column, value, formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(line, column, value, formats["day"])
    elif isinstance(value, int | float):
        page.write_number(line, column, value)
    else:
        page.write_string(line, column, value[:LONGEST_CELL], formats["quoted"] if is_risky(value) else None)


def table_response(name, header, rows, kind="csv"):
    """The table as a download called `name.csv` or `name.xlsx`."""
    content = xlsx_bytes(header, rows) if kind == "xlsx" else csv_bytes(header, rows)
    return HttpResponse(
        content,
        content_type=TYPES[kind],
        headers={
            "Content-Disposition": content_disposition_header(True, f"{name}.{kind}"),
            "X-Content-Type-Options": "nosniff",
        },
    )
