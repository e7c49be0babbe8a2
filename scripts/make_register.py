"""Writes a made-up register file of any length in the DfE's layout, to measure the import with: make_register.py ROWS FILE."""

import csv
import sys
from pathlib import Path

HEADER = (
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)", "EstablishmentStatus (code)", "EstablishmentStatus (name)", "OpenDate", "CloseDate",
    "PhaseOfEducation (code)", "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "NumberOfPupils",
    "Trusts (code)", "Trusts (name)", "UKPRN", "LastChangedDate", "Street", "Locality", "Address3", "Town", "County (name)",
    "Postcode", "SchoolWebsite", "TelephoneNum", "DistrictAdministrative (name)", "Easting", "Northing",
)  # fmt: skip


def row(number, pupils_more=0):
    """One made-up school."""
    return (
        100_000 + number, 201 + number % 9, f"Shire {number % 9}", 2000 + number % 7000, f"Made-up School {number}", "01",
        "Community school", 1, "Open", "01-09-1990", "", 2, "Primary", 4, 11, number % 900 + pupils_more,
        3000 + number % 400, f"Trust {number % 400}", 10_000_000 + number, "01-09-2025", f"{number} High Street", "", "",
        f"Town {number % 800}", "Shire", f"AB{number % 90 + 10} {number % 9}CD", f"www.school{number}.example", "01234567890",
        f"District {number % 50}", 400_000 + number, 300_000 + number,
    )  # fmt: skip


def write(path, rows, *, pupils_more=0):
    """A file in windows-1252 with CRLF, as the register is published."""
    with Path(path).open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(row(number, pupils_more) for number in range(rows))


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[1]))
