"""Somebody at a browser: what they open, type, press and read; and the letters on their doormat."""

import re
from datetime import date

from playwright.sync_api import expect

LINK = re.compile(r"https?://[^/\s]+(/\S+)")


class Walker:
    """A person with a browser of their own. Whatever the portal answers with an error is remembered in `faults`."""

    def __init__(self, tab):
        self.tab, self.faults = tab, []
        tab.on("response", lambda said: said.status >= 400 and self.faults.append((said.status, said.url)))
        tab.on("pageerror", lambda fault: self.faults.append(str(fault)))
        tab.on("console", lambda line: line.type == "error" and self.faults.append(line.text))

    def open(self, path):
        """Go to an address: the first of a visit, or one that a letter holds."""
        self.tab.goto(path)
        self.fine()

    def leave(self):
        """Close the browser; whatever it had kept is gone."""
        self.tab.context.close()

    def fine(self):
        """Nothing has gone wrong since the last look."""
        assert self.faults == [], (self.tab.url, self.faults, self.tab.locator("main").inner_text()[:1500])

    def moved(self, click):
        """Do something that leads to another page."""
        with self.tab.expect_navigation():
            click()
        self.fine()

    def follow(self, words, *, within="body"):
        """Press a link by its words."""
        self.moved(
            self.tab.locator(within)
            .get_by_role("link", name=words)
            .or_(self.tab.locator(within).get_by_role("button", name=words))
            .first.click
        )

    def press(self, words, *, within="body"):
        """Press the button of a form; an answer that asks for something again is a fault."""
        self.moved(self.tab.locator(within).get_by_role("button", name=words, exact=True).first.click)
        errors = self.tab.locator(".govuk-error-summary")
        assert errors.count() == 0, errors.inner_text()

    def fill(self, **answers):
        """Answer the fields of a form by their names: text, a date, a choice, or True for a box to tick."""
        for name, answer in answers.items():
            if isinstance(answer, date):
                for part in ("day", "month", "year"):
                    self.tab.locator(f'[name="{name}_{part}"]').fill(str(getattr(answer, part)))
                continue
            field = self.tab.locator(f'[name="{name}"]')
            kind = field.first.evaluate("field => field.tagName + (field.type || '')")
            if answer is True:
                field.check()
            elif kind == "INPUTradio":
                self.tab.locator(f'[name="{name}"][value="{answer}"]').check()
            elif kind.startswith("SELECT"):
                field.select_option(answer)
            else:
                field.fill(str(answer))

    def reads(self, *sentences):
        """Each of these stands on the page, to be seen."""
        for words in sentences:
            expect(self.tab.locator("main").get_by_text(words).locator("visible=true").first).to_be_visible()

    def tap(self, person, state):
        """One tap on the register, and the answer that it is kept."""
        row = self.tab.get_by_role("group", name=re.compile(re.escape(person)))
        radio = row.get_by_role("radio", name=state, exact=True)
        value = radio.get_attribute("value")
        row.evaluate(
            "row => row.scrollIntoView({ block: 'center' })"
        )  # from under the bar at the foot, as a thumb does
        with self.tab.expect_response("**/register/mark/") as answer:
            radio.click()
        assert answer.value.status == 200
        expect(row.locator("[name^=seen-]")).to_have_value(
            value
        )  # the row has come back, and the next one has its place
        expect(self.tab.locator("#saved")).to_contain_text("Saved at")
        self.fine()

    def download(self, words):
        """The file behind a link."""
        with self.tab.expect_download() as coming:
            self.tab.get_by_role("link", name=words).first.click()
        self.fine()
        with open(coming.value.path(), "rb") as file:
            return file.read()


class Doormat:
    """The letters that have gone out, by address; each is read once."""

    def __init__(self, outbox):
        self.outbox, self.read = outbox, set()

    def take(self, address, words):
        """The newest unread letter to an address whose subject or text holds these words."""
        for number, mail in reversed(list(enumerate(self.outbox))):
            if number not in self.read and address in mail.to and words in f"{mail.subject}\n{mail.body}":
                self.read.add(number)
                return mail
        raise AssertionError((address, words, [(mail.to, mail.subject) for mail in self.outbox]))

    def link(self, address, words):
        """The address on the portal that a letter leads to."""
        return LINK.search(self.take(address, words).body)[1]

    def code(self, address, words):
        """The six figures of a letter, and where they are typed in."""
        mail = self.take(address, words)
        return re.search(r"^(\d{6})$", mail.body, re.MULTILINE)[1], LINK.search(mail.body)[1]
