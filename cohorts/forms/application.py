"""What a school fills in, part by part; everything may stay open until the application is sent."""

from django import forms

from kit.clock import today
from kit.forms import Checkboxes, DateField, Form, LongText, Radios, Text
from kit.wording import day_long

from ..models import QuestionKind
from ..parts import Headteacher, Release, Representatives, School, Trust
from ..questions import RELEASE, TRUST

LONGEST, SHORT = 5000, 200
PERSON = ("name", "email", "job_title", "is_senior_leader")


class PartForm(Form):
    """One part of an application, with the version it is written on. `facts` and `answers` are what the action keeps."""

    mark_optional = False
    answers = ()

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, application, part):
        self.application, self.part = application, part
        saved = part.saved(application)
        self.seen = saved.version if saved else 0
        super().__init__(data, initial=self.start() | {"version": self.seen})

    def start(self):
        """What is saved now, as the form shows it."""
        return {name: getattr(self.application, name) for name in self.base_fields if name != "version"}

    def onto(self, version):
        """The same words typed, to be saved over a newer version: a button pressed again then means it."""
        self.data = self.data.copy()
        self.data["version"] = version
        return self

    @property
    def facts(self):
        """The application's columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SchoolForm(PartForm):
    """Something in the register is wrong."""

    school_note = forms.CharField(
        label="Is something wrong? Tell us",
        help_text="Leave it empty if it is right. We correct it in the register; you need not wait for that",
        max_length=1000,
        required=False,
        widget=LongText(3),
    )


class RepresentativesForm(PartForm):
    """Who comes to the training."""

    def __init__(self, data=None, *, application, part):
        self.numbers = range(1, application.cohort.seats_per_place + 1)
        super().__init__(data, application=application, part=part)
        for number in self.numbers:
            for name, field in fields_of_person().items():
                self.fields[f"{name}_{number}"] = field
                self.dress(f"{name}_{number}", field)

    def start(self):
        """Those named so far; the applicant's own name and address are known, so they stand there to begin with."""
        people = self.application.representatives
        if not people and not self.part.saved(self.application):
            people = [{"name": self.application.applicant_name, "email": self.application.applicant_email}]
        return {f"{name}_{number}": person.get(name, "") for number, person in enumerate(people, 1) for name in PERSON}

    @property
    def people(self):
        """The fields of each representative, for the page."""
        return [(number, [self[f"{name}_{number}"] for name in PERSON]) for number in self.numbers]

    @property
    def facts(self):
        """Those named, in their order."""
        people = [{name: self.cleaned_data.get(f"{name}_{number}") for name in PERSON} for number in self.numbers]
        return {"representatives": [person for person in people if person["name"] or person["email"]]}

    def clean(self):
        """Two people, not one twice."""
        found, seen = super().clean(), set()
        for number in self.numbers:
            address = (found.get(f"email_{number}") or "").lower()
            if address and address in seen:
                self.add_error(f"email_{number}", "Enter another address: each representative has their own")
            seen.add(address)
        return found


def fields_of_person():
    """The fields of one representative."""
    return {
        "name": forms.CharField(label="Name", max_length=150, required=False, widget=Text(30, autocomplete="off")),
        "email": forms.EmailField(
            label="Work e-mail address", required=False, widget=forms.EmailInput({"autocomplete": "off"})
        ),
        "job_title": forms.CharField(
            label="Job title", max_length=120, required=False, widget=Text(30, autocomplete="off")
        ),
        "is_senior_leader": forms.BooleanField(label="Belongs to senior leadership", required=False),
    }


class StaffReleaseForm(PartForm):
    """The school lets its representatives go."""

    release_confirmed = forms.BooleanField(label=RELEASE, required=False)


class TrustForm(PartForm):
    """Who agreed for the trust and when."""

    trust_agreed = forms.BooleanField(label=TRUST, required=False)
    trust_agreed_by = forms.CharField(
        label="Who agreed for the trust?",
        help_text="Name and role, like “Priya Nair, chief executive”",
        max_length=150,
        required=False,
        widget=Text(30, autocomplete="off"),
    )
    trust_agreed_on = DateField(label="When did they agree?", required=False)

    def clean_trust_agreed_on(self):
        """A day that has been."""
        on = self.cleaned_data["trust_agreed_on"]
        if on and on > today():
            raise forms.ValidationError(f"Enter a day that is not after today, {day_long(today())}")
        return on


class HeadteacherForm(PartForm):
    """Who confirms the application, and how we reach them where the council has no address of the school."""

    head_name = forms.CharField(
        label="Name of your headteacher", max_length=150, required=False, widget=Text(30, autocomplete="off")
    )
    head_email = forms.EmailField(
        label="E-mail address of the school or the headteacher",
        help_text="We check it with the school before we write to it",
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    head_telephone = forms.CharField(
        label="Telephone of the school or the headteacher",
        max_length=40,
        required=False,
        widget=Text(20, autocomplete="off", inputmode="tel"),
    )

    def __init__(self, data=None, *, application, part):
        super().__init__(data, application=application, part=part)
        if application.school.contact_email:  # known already: the letter goes there
            del self.fields["head_email"]
            self.fields["head_telephone"].label += " (optional)"


class QuestionsForm(PartForm):
    """The questions of one section of the cohort's form."""

    def __init__(self, data=None, *, application, part):
        super().__init__(data, application=application, part=part)
        for question, answer in part.pairs(application):
            if answer is not None and answer.is_hidden:
                continue  # it stays as it is
            self.fields[question.key] = field = field_for(question)
            self.dress(question.key, field)

    def start(self):
        """What was written; an answer that a list no longer offers is not chosen."""
        return {
            question.key: answer.text.split("\n") if question.kind == QuestionKind.SEVERAL else answer.text
            for question, answer in self.part.pairs(self.application)
            if answer and not answer.is_hidden
        }

    @property
    def questions(self):
        """Each field with what it said before its question was changed, where it was; no field for what is out of sight."""
        for question, answer in self.part.pairs(self.application):
            if question.key not in self.fields:
                yield None, question
                continue
            changed = answer is not None and answer.text and not answer.is_to(question)
            yield self[question.key], answer if changed else None

    @property
    def facts(self):
        """None: answers have rows of their own."""
        return {}

    @property
    def answers(self):
        """Each question with what was written, in words."""
        for question in self.part.questions:
            if question.key not in self.fields:
                continue
            said = self.cleaned_data[question.key]
            yield question, "\n".join(said) if isinstance(said, list) else said


class PreviewForm(Form):
    """The questions of a section, for the programme lead to see; never sent."""

    mark_optional = False

    def __init__(self, section):
        super().__init__(prefix=section.key)
        for question in section.questions.all():
            self.fields[question.key] = field = field_for(question)
            self.dress(question.key, field)


class WordsField(forms.CharField):
    """A longer text, with a limit of words where the question has one."""

    def __init__(self, *, most, **kwargs):
        self.most = most
        super().__init__(max_length=LONGEST, widget=LongText(7), **kwargs)

    def validate(self, value):
        """Counted as people count: what stands between spaces."""
        super().validate(value)
        words = len(value.split())
        if self.most and words > self.most:
            raise forms.ValidationError(f"Write no more than {self.most} words. There are {words} now")


def field_for(question):
    """The field that takes an answer; what is empty may stay so until the application is sent."""
    label = question.wording if question.is_required else f"{question.wording} (optional)"
    hint = " ".join(filter(None, (question.help, question.word_limit and f"No more than {question.word_limit} words.")))
    facts = {"label": label, "help_text": hint, "required": False}
    choices = [(one, one) for one in question.choices]
    match question.kind:
        case QuestionKind.SHORT:
            return forms.CharField(max_length=SHORT, widget=Text(autocomplete="off"), **facts)
        case QuestionKind.YES_NO:
            return forms.ChoiceField(choices=[("Yes", "Yes"), ("No", "No")], widget=Radios(inline=True), **facts)
        case QuestionKind.ONE:
            return forms.ChoiceField(choices=choices, widget=Radios(), **facts)
        case QuestionKind.SEVERAL:
            return forms.MultipleChoiceField(choices=choices, widget=Checkboxes(), **facts)
    return WordsField(most=question.word_limit, **facts)


FORMS = {
    School.key: SchoolForm,
    Representatives.key: RepresentativesForm,
    Release.key: StaffReleaseForm,
    Trust.key: TrustForm,
    Headteacher.key: HeadteacherForm,
}


def form_of(part, application, data=None):
    """The form of a part; a section of the cohort's form has its questions."""
    return FORMS.get(part.key, QuestionsForm)(data, application=application, part=part)


class ColleagueForm(Form):
    """A colleague who is asked to write too."""

    name = forms.CharField(label="Name", max_length=150, widget=Text(30, autocomplete="off"))
    email = forms.EmailField(
        label="Work e-mail address",
        help_text="They get a link of their own and prove this address by a code",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class TakeOffForm(Form):
    """One of those who write."""

    def __init__(self, data=None, *, application):
        super().__init__(data)
        self.fields["colleague"] = forms.ModelChoiceField(application.colleagues.current())
