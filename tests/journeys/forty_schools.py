"""Forty schools that apply over the web as schools do, without a browser each: their forms are fetched, filled in and sent back."""

import re

from django.test import Client
from django.urls import reverse

NUMBER = 40
ANSWERS = {
    "why_now": "Our behaviour policy and what we know about children do not fit together any more.",
    "current_practice": "A meet and greet, and two people who know what they do.",
    "see_hear_feel": "Warm people, a loud corridor, and rules that not everybody can keep.",
    "release_confirmed": "on",
    "head_name": "Helen Strand",
    "head_telephone": "01632 960111",
}
HIDDEN = re.compile(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]*>')


def found_schools():
    """The schools of a county, each with a contact address of its own."""
    from schools.models import Phase, School

    phases = (Phase.PRIMARY, Phase.PRIMARY, Phase.SECONDARY, Phase.SPECIAL)
    return School.objects.bulk_create(
        School(
            name=f"School {number:02}",
            urn=f"9005{number:02}",
            phase=phases[number % 4],
            district=("Amberside", "Highmoor", "Lowfield")[number % 3],
            town="Highmoor",
            contact_email=f"office@s{number:02}.example",
        )
        for number in range(NUMBER)
    )


class Applicant:
    """Whoever applies for a school, with a browser of their own that only knows pages and forms."""

    def __init__(self, year, cohort, school):
        self.year, self.cohort, self.school, self.client = year, cohort, school, Client()
        self.at = school.contact_email.split("@")[1]
        self.email, self.people = f"deputy@{self.at}", (f"Ann {school.name[-2:]}", f"Bo {school.name[-2:]}")

    @property
    def facts(self):
        """What the school writes, whatever part asks for it."""
        return ANSWERS | {
            "name_1": self.people[0],
            "email_1": self.email,
            "job_title_1": "Deputy head",
            "is_senior_leader_1": "on",
            "name_2": self.people[1],
            "email_2": f"mentor@{self.at}",
            "job_title_2": "Learning mentor",
        }

    def get(self, path):
        """A page that is there."""
        answer = self.client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def send(self, path, **facts):
        """A form sent as the page has it, with what was typed; what is asked again is a fault."""
        page = self.get(path)
        kept = {name: value for name, value in HIDDEN.findall(page) if name in ("version", "seen")}
        answer = self.client.post(path, kept | facts)
        assert answer.status_code == 302, (path, re.findall(r'error-message"[^>]*>(.*?)</p>', answer.text))

    def begins(self):
        """A name and an address; the code goes to it."""
        path = reverse("cohorts:begin_application", args=[self.cohort.pk, self.school.pk])
        self.client.post(path, {"name": self.people[0], "email": self.email})

    def writes_and_sends(self):
        """Each part as the list of tasks leads to it, then the button."""
        code, link = self.year.post.code(self.email, "Your code for the application")
        self.client.post(link, {"code": code})
        tasks = link.removesuffix("code/")
        page = self.get(tasks)
        for part in dict.fromkeys(re.findall(r'href="([^"]+/part/[^"]+)"', page)):
            self.send(part, **self.facts)
        for audit in re.findall(r'href="(/self-audit/apply/[^"]+)"', page):
            levels = dict.fromkeys(re.findall(r'name="(level_\d+)"', self.get(audit)), "2")
            self.send(audit, **levels)
        check = self.get(f"{tasks}check/")
        assert "Send the application" in check, re.sub(r"\s*<[^>]*>\s*", " ", check.split("<main")[1])[:1500]
        self.client.post(f"{tasks}submit/")

    def is_confirmed(self):
        """The headteacher's button, behind the link in the letter to the school."""
        link = self.year.post.link(self.school.contact_email, "Please confirm the application of")
        self.get(link)
        self.client.post(link, {"name": "Helen Strand"})

    def takes_the_place(self):
        """Who comes, and two signatures."""
        link = self.year.post.link(self.school.contact_email, "A place for")
        signed = {
            "signs_commitment": "on",
            "signs_sharing": "on",
            "signed_name": "Helen Strand",
            "signed_role": "Headteacher",
        }
        self.send(link, **self.facts, **signed)
