"""The self-audit as part of an application: the baseline of the school's year."""

from django.db.models import Subquery

from cohorts.application_sections import DONE, IN_PROGRESS, NOT_STARTED, Section, sections
from kit.once import once
from kit.wording import count

from .models import Answer, Audit, Theme


def open_themes(audit):
    """How many of the themes asked today have no level in an audit; all of them where there is none."""
    asked = Theme.objects.asked()
    return (asked.exclude(answers__in=audit.answers.exclude(level=None)) if audit else asked).count()


@once
def answers_with(application):
    """The answers of the audit that came with an application, in their order; one query."""
    latest = Audit.objects.with_application(application).values("pk")[:1]
    return list(Answer.objects.filter(audit=Subquery(latest)).select_related("theme", "audit"))


@sections.register
class SelfAudit(Section):
    """Ten themes by four levels, for cohorts that ask for it."""

    key, title = "self_audit", "Self-audit"

    @staticmethod
    def asked(application):
        """Where the cohort asks for it and there is something to ask."""
        return application.cohort.asks_for_audit and Theme.objects.asked().exists()

    @staticmethod
    def audit_of(application):
        """The audit of an application, or None."""
        return Audit.objects.with_application(application).first()

    @staticmethod
    def answers_of(application):
        """The answers of that audit with their themes, asked once for what a page shows of it."""
        return answers_with(application)

    @staticmethod
    def url(application, writer):
        """The page on which it is filled in."""
        return writer.address("evaluation:application_audit")

    @staticmethod
    def read_url(application):
        """The page on which it is read whole, once there is something."""
        answers = SelfAudit.answers_of(application)
        return answers[0].audit.get_absolute_url() if answers else ""

    @staticmethod
    def state(application):
        """Done when every theme has a level."""
        audit = SelfAudit.audit_of(application)
        if audit is None:
            return NOT_STARTED
        return IN_PROGRESS if open_themes(audit) else DONE

    @staticmethod
    def missing(application):
        """One sentence, with how much is left."""
        left = open_themes(SelfAudit.audit_of(application))
        return [f"Choose a level for {count(left, 'more theme,more themes')} of the self-audit"] if left else []

    @staticmethod
    def summary(application):
        """Theme and level, what the level looked like, and the school's line."""
        return [
            (one.wording.get("title", ""), "\n".join(filter(None, (told(one), one.line and f"“{one.line}”"))))
            for one in SelfAudit.answers_of(application)
        ]


def told(answer):
    """The level and what it looks like."""
    return f"{answer.level_words}. {answer.description}".rstrip() if answer.level else answer.level_words
