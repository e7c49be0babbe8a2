"""The parts of an application in their order: those every school is asked, the cohort's own form, and those of apps above.

Each part says where it stands, what is missing and how it reads. A submitted application reads from its answers alone,
with the wording the school saw; a draft from the form as it is today.
"""

from itertools import groupby

from django.db.models import prefetch_related_objects

from kit.wording import day_long

from .application_sections import DONE, IN_PROGRESS, NOT_STARTED, Section, sections, sections_of
from .models import ApplicationState

NOTHING = "Nothing yet"
STATES = {NOT_STARTED: ("Not yet started", "rest"), IN_PROGRESS: ("In progress", "half"), DONE: ("Done", "done")}


class Part(Section):
    """A part of the application that is kept here, on the page `application_section`."""

    @classmethod
    def url(cls, application, writer):
        """Its page, for whoever writes."""
        return writer.address("cohorts:application_section", cls.key)

    @classmethod
    def saved(cls, application):
        """The row that says who saved it last, or None."""
        return saved_part(application, cls.key)

    @classmethod
    def state(cls, application):
        """Done as soon as nothing is missing; in progress once somebody has saved it."""
        if not cls.missing(application):
            return DONE
        return IN_PROGRESS if cls.saved(application) else NOT_STARTED


def saved_part(application, key):
    """Who saved a part last, and which version, or None."""
    return next((one for one in application.parts.all() if one.key == key), None)


class School(Part):
    """What the register knows: shown, not asked."""

    key, title = "school", "Your school"

    @staticmethod
    def facts(application):
        """What the register says of the school, for the applicant to read."""
        school = application.school
        address = ", ".join(filter(None, (school.town, school.postcode)))
        facts = (
            ("Name", school.name),
            ("URN", school.urn),
            ("Phase", school.get_phase_display()),
            ("Address", address),
            ("Trust", school.trust.name if school.trust_id else ""),
            ("Headteacher in the register", school.head_name),
        )
        return [(name, fact) for name, fact in facts if fact]

    @classmethod
    def missing(cls, application):
        """Somebody has looked."""
        return [] if cls.saved(application) else ["Look at what we know of your school"]

    @staticmethod
    def summary(application):
        """Only what the school says is wrong; the rest stands in the register."""
        return [("What is wrong in the register", application.school_note)] if application.school_note else []


class Representatives(Part):
    """Who comes to the training."""

    key, title = "representatives", "Representatives"

    @staticmethod
    def missing(application):
        """Everybody named, one of them a senior leader."""
        wanted = application.cohort.seats_per_place
        named = [one for one in application.representatives if one.get("name") and one.get("email")]
        if len(named) < wanted:
            return [f"Name {wanted} representative{'s' if wanted != 1 else ''}, each with an e-mail address"]
        return [] if application.has_senior_leader else ["One of the representatives is a senior leader"]

    @staticmethod
    def summary(application, *, address=True):
        """A few lines each; reviewers do without the address."""
        return [
            (f"Representative {number}", "\n".join(filter(None, lines_of(one, address))))
            for number, one in enumerate(application.representatives, 1)
        ]


def lines_of(person, address):
    """What is known of a representative, line by line."""
    yield person.get("name")
    yield ", ".join(filter(None, (person.get("job_title"), person.get("is_senior_leader") and "senior leader")))
    yield person.get("email") if address else ""


class Release(Part):
    """The school lets them go."""

    key, title = "release", "Release of staff"

    @staticmethod
    def missing(application):
        """Said so."""
        return [] if application.release_confirmed else ["Confirm that the representatives will be released"]

    @staticmethod
    def summary(application):
        """Yes, or not yet."""
        said = application.wording.get("release_confirmed") or "Released for training"
        return [(said, "Yes" if application.release_confirmed else "Not yet")]


class Trust(Part):
    """Who agreed for the trust and when; asked only where the register says the school is in one."""

    key, title = "trust", "Your trust’s agreement"

    @staticmethod
    def asked(application):
        """Where the school is in a trust."""
        return application.school.trust_id is not None

    @staticmethod
    def missing(application):
        """Agreed, by somebody, on a day."""
        if not application.trust_agreed:
            return ["Confirm that your trust agrees"]
        if not (application.trust_agreed_by and application.trust_agreed_on):
            return ["Say who agreed for your trust and when"]
        return []

    @staticmethod
    def summary(application):
        """Yes by whom and when, or not yet."""
        if not application.trust_agreed and application.school.trust_id is None:
            return []
        said = application.wording.get("trust_agreed") or "The trust agrees"
        if not application.trust_agreed:
            return [(said, "Not yet")]
        on = day_long(application.trust_agreed_on) if application.trust_agreed_on else ""
        whom = f": {application.trust_agreed_by}" if application.trust_agreed_by else ""
        return [(said, f"Yes{whom}{f', {on}' if on else ''}")]


class Headteacher(Part):
    """Who confirms the application."""

    key, title = "headteacher", "Your headteacher"

    @staticmethod
    def missing(application):
        """A name, and a way to reach them where the council has none."""
        if not application.head_name:
            return ["Name your headteacher"]
        if not (application.school.contact_email or application.head_email or application.head_telephone):
            return ["Say how we reach your headteacher"]
        return [] if saved_part(application, Headteacher.key) else ["Check the name of your headteacher"]

    @staticmethod
    def summary(application):
        """Name, and what the applicant gave."""
        pairs = [("Headteacher", application.head_name or "Not named yet")]
        if application.head_email:
            pairs.append(("E-mail address, as the applicant gave it", application.head_email))
        if application.head_telephone:
            pairs.append(("Telephone, as the applicant gave it", application.head_telephone))
        return pairs


class Questions:
    """One section of the cohort's form; the same words as a Section, of one section's questions."""

    def __init__(self, section):
        self.section, self.key, self.title = section, section.key, section.title
        self.questions = list(section.questions.all())

    def url(self, application, writer):
        """Its page, for whoever writes."""
        return writer.address("cohorts:application_section", self.key)

    def saved(self, application):
        """The row that says who saved it last, or None."""
        return saved_part(application, self.key)

    def pairs(self, application):
        """Each question with its answer, or None."""
        answers = {one.key: one for one in application.answers.all()}
        return [(question, answers.get(question.key)) for question in self.questions]

    def state(self, application):
        """Done when nothing is missing, and a part without a required question once it is saved."""
        written = self.saved(application) or any(answer and answer.text for _, answer in self.pairs(application))
        if not written:
            return NOT_STARTED
        return IN_PROGRESS if self.missing(application) else DONE

    def missing(self, application):
        """Required answers that are empty, and answers to a question that reads differently now."""
        found = []
        for question, answer in self.pairs(application):
            if answer is not None and answer.is_hidden:
                continue  # nobody of the school can look at it again
            if answer is not None and answer.text and not answer.is_to(question):
                found.append(f"Look again at “{question.wording}” (the question has changed)")
            elif question.is_required and not (answer and answer.text.strip()):
                found.append(f"Answer “{question.wording}”")
        return found

    def summary(self, application):
        """As a draft reads."""
        return [
            (question.wording, answer.said if answer and answer.text else NOTHING)
            for question, answer in self.pairs(application)
        ]

    def rows(self, application, *, whole):
        """The same with the answer itself, where it can be taken out of sight; `whole` reads what is."""
        for question, answer in self.pairs(application):
            yield row_of(question, answer, NOTHING, whole=whole)


def row_of(question, answer, nothing, *, whole):
    """A question with its answer in words, and the answer itself where it can be taken out of sight."""
    said = (answer.text if whole else answer.said) if answer and answer.text else nothing
    return question.wording, said, answer if answer and answer.is_free_text else None


def rows_of(application, part, *, whole):
    """What a part of a draft says, or a part that is read alike before and after: without an answer of its own."""
    if isinstance(part, Questions):
        return list(part.rows(application, whole=whole))
    return [(*pair, None) for pair in part.summary(application)]


def load(application):
    """Read everything the parts ask for, once."""
    prefetch_related_objects([application], "answers", "parts", "cohort__form_sections__questions")
    return application


def form_parts(application):
    """The sections of the cohort's form that ask something."""
    load(application)
    return [Questions(one) for one in application.cohort.form_sections.all() if one.questions.all()]


def own_parts(application):
    """Those kept here, in the order an applicant goes through them; sections of apps above come after the form."""
    after = [one for one in (Release, Trust, Headteacher) if one.asked(application)]
    return [School, Representatives, *form_parts(application)], after


def parts_of(application):
    """Every part of an application that is asked now."""
    before, after = own_parts(application)
    return [*before, *sections_of(application), *after]


def part_of(application, key):
    """One of those kept here by its key, or None."""
    before, after = own_parts(application)
    return next((one for one in (*before, *after) if one.key == key), None)


def tasks_of(application, writer):
    """For the list of tasks: each part with where it stands, its page, and who saved it last."""
    for part in parts_of(application):
        state = part.state(application)
        words, mark = STATES[state]
        yield {
            "title": part.title,
            "is_done": state == DONE,
            "words": words,
            "mark": mark,
            "url": part.url(application, writer),
            "saved": saved_part(application, part.key),
            "missing": next(iter(part.missing(application)), "") if state == IN_PROGRESS else "",
        }


def none_of(application, part):
    """What stands where a part has no answers: nothing had to be said, or nothing has been said yet."""
    done = part is None or application.state != ApplicationState.DRAFT or part.state(application) == DONE
    return "Nothing to add." if done else f"{NOTHING}."


def reading_of(application, writer=None, *, addresses=True, whole=False):
    """How an application reads, part by part: title, rows of question, answer and what can be taken out of sight of it.

    With a writer, where they change it.

    What was sent reads as it was asked, whatever the form or the register says today. Without `addresses` nobody can be
    written to from it: a reviewer judges what the school says. `whole` reads what was taken out of sight.
    """
    load(application)
    before, after = own_parts(application)
    if application.state == ApplicationState.DRAFT:
        asked = (*before, *sections_of(application), *after)
        found = [(one, one.title, rows_of(application, one, whole=whole)) for one in asked]
    else:
        sent = groupby(application.answers.all(), key=lambda one: (one.section_number, one.section))
        first, last = (School, Representatives), (*sections, Release, Trust, Headteacher)
        found = [(one, one.title, rows_of(application, one, whole=whole)) for one in first]
        found += [
            (None, title, [row_of(one, one, "Nothing", whole=whole) for one in some]) for (_, title), some in sent
        ]
        found += [(one, one.title, rows_of(application, one, whole=whole)) for one in last]
    if not addresses:
        found = [one for one in found if one[0] not in (School, Headteacher)]
        named = [(*pair, None) for pair in Representatives.summary(application, address=False)]
        found = [(part, title, named if part is Representatives else rows) for part, title, rows in found]
    return [
        {
            "title": title,
            "rows": rows,
            "url": part.url(application, writer) if writer and part else None,
            "none": "" if rows else none_of(application, part),
        }
        for part, title, rows in found
        if rows or writer
    ]


def no_longer_asked(application):
    """Answers of a draft whose question the lead has removed since: shown to the school, and not sent."""
    asked = {question.key for one in form_parts(application) for question in one.questions}
    return [one for one in application.answers.all() if one.key not in asked and one.text and not one.is_hidden]
