"""The letters of action research."""

from notifications.kinds import Blank, Kind, always, page_of, register

from . import reminders  # noqa: F401 registers its letter with these
from .models import Comment, Project, ProjectState

RULE = "your school does action research in the programme"


def project_in(*states):
    """Wanted as long as the project is still where the letter says."""

    def wanted(message):
        return message.about is not None and message.about.state in states

    return wanted


def still_said(message):
    """A comment that has not been taken out of sight since."""
    return always(message) and Comment.objects.in_sight().filter(pk=message.occasion.split(":")[1]).exists()


def projects(user):
    """For previews: the projects that somebody may see, newest first."""
    return Project.objects.visible_to(user).select_related("place__school").order_by("-pk")


BLANKS = {
    "title": Blank("the title of the project", lambda message: message.about.title),
    "question": Blank("the research question", lambda message: message.about.question),
    "link": Blank("the project’s page", lambda message: page_of(message.about), must=True),
}
COMMENT = {"comment": Blank("the lead’s comment", lambda message: message.facts["comment"], must=True)}
SAID = {
    "by": Blank("who wrote the comment", lambda message: message.facts["by"]),
    "comment": Blank("the comment", lambda message: message.facts["text"], must=True),
}
MORE = {"question_returned": COMMENT, "write_up_returned": COMMENT, "project_commented": SAID}
S = ProjectState
for name, title, subject, essential, wanted in (
    ("question_agreed", "Research question agreed", "Your research question is agreed", True, project_in(S.AGREED, S.WRITTEN_UP, S.APPROVED)),
    ("question_returned", "Research question returned", "A word on your research question", True, project_in(S.DRAFT)),
    ("write_up_returned", "Write-up returned", "A word on your write-up", True, project_in(S.AGREED)),
    ("project_approved", "Project approved", "Your action research is approved", True, project_in(S.APPROVED)),
    ("project_commented", "Comment on a project", "A word on your project from {{ by }}", False, still_said),
):  # fmt: skip
    register(
        Kind(
            name=name,
            title=title,
            subject=subject,
            template=f"action_research/letters/{name}.txt",
            essential=essential,
            wanted=wanted,
            rule=RULE,
            group="Action research",
            blanks=BLANKS | MORE.get(name, {}),
            records=projects,
        )
    )
