"""What two checkers say of pages: axe-core in a browser, and the Nu HTML checker; and how heavy a page may be."""

import json
import os
import re
import subprocess
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

HEAVIEST = 60 * 1024
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def axe_violations(tab):
    """(rule, the first element it fits) for what axe-core finds on the open page."""
    found = Axe().run(tab, options=ASKED).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"][:120]) for violation in found]


def nu_errors(found, folder):
    """What the Nu HTML checker says of pages; `found` holds (person, address, html) each."""
    names = {}
    for number, (persona, address, html) in enumerate(found):
        path = folder / f"{number}.html"
        path.write_text(html)
        names[path.name] = (persona, address)
    script = Path(settings.BASE_DIR) / "scripts" / "nu-html"
    done = subprocess.run(
        [script, *map(str, folder.glob("*.html"))],
        capture_output=True,
        text=True,
        env=os.environ | {"NU_FORMAT": "json"},
    )
    told = json.loads(done.stdout)["messages"]
    return [
        (*names[re.split(r"[/:]", message["url"])[-1]], message["message"], message.get("extract", "")[:120])
        for message in told
        if message["type"] == "error"
    ]


def faults_of(html):
    """What neither of them sees: a page too heavy for a telephone, a link to nowhere, an error that no field is found for."""
    faults = []
    if len(html.encode()) > HEAVIEST:
        faults.append(f"{len(html.encode())} bytes")
    if 'href=""' in html:
        faults.append("a link that leads nowhere")
    if summary := re.search(r'<div class="govuk-error-summary.*?</div>\s*</div>', html, re.DOTALL):
        fields = re.findall(r'href="#([^"]+)"', summary[0])
        faults += [f"an error leads to #{name}, which is nowhere" for name in fields if f'id="{name}"' not in html]
    if html.count("<h1") != 1:
        faults.append(f"{html.count('<h1')} headings of the first level")
    return faults
