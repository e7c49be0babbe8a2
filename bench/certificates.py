"""CPU time of a certificate: the obvious way (everything new each time) beside ours, in one run.

.venv/bin/python bench/certificates.py [ROUNDS]
"""

import os
import statistics
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aas_portal.settings")
os.environ.setdefault("SECRET_KEY", "only-for-measuring")

import django  # noqa: E402

django.setup()

import segno  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402

from aas_portal.demo.signature import hand  # noqa: E402
from kit.pdf import warm  # noqa: E402
from portfolios.contents.certificate import Certificate, as_html, certificates_pdf  # noqa: E402

ASSETS, WEB_FONTS = HERE / "kit/pdf/assets", HERE / "static/dist/fonts"
AT_LEAST = 6.0


def certificate(number):
    """A school's certificate, each with words of its own."""
    return Certificate(
        kind="school",
        name_printed=f"Willow Bank Junior {number}",
        school_name=f"Willow Bank Junior {number}",
        urn=f"{900000 + number}",
        cohort_name="2024-25",
        programme_name="Attachment Aware Schools",
        organisation="Ashenshire Virtual School",
        awarded_on=date(2025, 7, 3),
        number=f"AAS-2025-{number:04d}",
        check_code=f"ABCDEFGHJKMN{number:04d}",
        check_url=f"https://aas.example/check/ABCDEFGHJKMN{number:04d}/",
        why="Nobody arrives here unnoticed: one minute at the gate, every morning.",
        signatory_name="Ruth Adeyemi",
        signatory_role="Head of the Virtual School",
    )


def naive(number):
    """The same page by the book: web fonts, the QR code as SVG, and style sheet and fetcher made anew for each document."""
    one = certificate(number)
    html = as_html([one]).replace(f"upload:{one.qr_name}", segno.make(one.check_url, error="m").svg_data_uri(scale=4))
    web = "".join(
        f'@font-face {{ font-family: "Atkinson Hyperlegible"; src: url({WEB_FONTS.as_uri()}/atkinson-hyperlegible-latin-{face}.woff2); {rule} }}'
        for face, rule in (
            ("400-normal", ""),
            ("700-normal", "font-weight: 700;"),
            ("400-italic", "font-style: italic;"),
        )
    )
    ours = (ASSETS / "print.css").read_text().split("html {", 1)[1] + (ASSETS / "certificate.css").read_text()
    style = CSS(string=web + "html {" + ours.replace("asset:", ASSETS.as_uri() + "/"))
    return HTML(string=html, base_url=ASSETS.as_uri()).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def cpu():
    """CPU seconds of this process and of the renderer's child."""
    spent = time.process_time()
    if warm.child:
        fields = Path(f"/proc/{warm.child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        spent += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


WAYS = {
    "naive": lambda numbers: [naive(number) for number in numbers[:6]],
    "alone": lambda numbers: [certificates_pdf([certificate(number)]) for number in numbers[:6]],
    "in batch": lambda numbers: certificates_pdf([certificate(number) for number in numbers]),
}


def main():
    """Print the medians of several rounds, taken in turn, and fail when ours is not at least six times the naive way."""
    rounds, took = int(sys.argv[1]) if len(sys.argv) > 1 else 9, {way: [] for way in WAYS}
    largest = len(certificates_pdf([replace(certificate(1), signature=hand().content)])[0])
    for turn in range(-1, rounds):  # the first round only warms up
        numbers = [*range((turn + 2) * 40, (turn + 3) * 40)]
        for way, work in WAYS.items():
            began, made = cpu(), work(numbers)
            if turn >= 0:
                took[way].append((cpu() - began) / len(made) * 1000)
        largest = max(largest, *map(len, made))
    usual = {way: statistics.median(times) for way, times in took.items()}
    for way, time_each in usual.items():
        print(f"{way:9} {time_each:6.1f} ms each   {usual['naive'] / time_each:4.1f}")
    ratio = usual["naive"] / usual["in batch"]
    print(
        f"in batch {ratio:.1f} times the naive way (at least {AT_LEAST}); largest {largest / 1024:.1f} KiB, with a signature (under 20)"
    )
    sys.exit(ratio < AT_LEAST or largest >= 20 * 1024)


if __name__ == "__main__":
    main()
