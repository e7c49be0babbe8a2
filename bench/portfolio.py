"""CPU time, size and memory of a large portfolio: 26 pages, 20 tables and ten photos, through the warm child.

.venv/bin/python bench/portfolio.py
"""

import io
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aas_portal.settings")
os.environ.setdefault("SECRET_KEY", "only-for-measuring")

import django  # noqa: E402

django.setup()

import pikepdf  # noqa: E402
from a_portfolio import portfolio  # noqa: E402

from kit.pdf import warm  # noqa: E402
from portfolios.contents.portfolio import portfolio_pdf  # noqa: E402

SECONDS, MEBIBYTES, PEAK = 1.9, 3, 150


def spent():
    """CPU seconds of the renderer's child."""
    fields = Path(f"/proc/{warm.child.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak():
    """The child's largest resident memory so far, in MiB."""
    status = Path(f"/proc/{warm.child.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main():
    """Print what three large portfolios took, and fail when the best of them is over the limits."""
    large = portfolio(photos=10, priorities=17, cycles=6, visits=12, long=4)
    portfolio_pdf(portfolio(photos=0))
    began, times = peak(), []
    for _ in range(3):
        before = spent()
        content = portfolio_pdf(large)
        times.append(spent() - before)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    size, most = len(content) / 2**20, peak()
    print(f"{pages} pages: {min(times):.2f} s (at most {SECONDS}), {size:.2f} MiB (at most {MEBIBYTES})")
    print(f"peak {most:.0f} MiB (at most {PEAK}), {began:.0f} before")
    sys.exit(min(times) > SECONDS or size > MEBIBYTES or most > PEAK)


if __name__ == "__main__":
    main()
