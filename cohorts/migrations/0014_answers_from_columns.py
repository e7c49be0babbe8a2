from django.db import migrations

# (section number, its title, number, key, wording, help): the form every cohort had while answers stood in columns
FIRST, SECOND = "Why now, and what you do already", "Your school today"
ASKED = (
    (1, FIRST, 1, "why_now", "Why now? What makes this the right year for your school?", "A few sentences are enough. Do not name any child"),
    (1, FIRST, 2, "current_practice", "What do you do already that helps children feel safe and known?", "Training, people, routines, places: whatever is there"),
    (2, SECOND, 1, "see_hear_feel", "What would a visitor see, hear and feel in your school today?", "We ask this again when you graduate, and print both answers side by side"),
)  # fmt: skip


def answers_of(Answer, application):
    """The three answers with the wording that was kept with the application; a draft has only what it wrote."""
    for section_number, section, number, key, wording, help in ASKED:
        text = getattr(application, key)
        if text or application.state != "draft":
            yield Answer(
                application=application,
                key=key,
                section_number=section_number,
                section=section,
                number=number,
                wording=application.wording.get(key) or wording,
                help=help,
                kind="long",
                text=text,
            )


def move(apps, editor):
    """From columns to rows, a hundred applications at a time."""
    Application, Answer = (apps.get_model("cohorts", name) for name in ("Application", "Answer"))
    found = Application.objects.order_by("pk").only("pk", "state", "wording", *(asked[3] for asked in ASKED))
    made = []
    for application in found.iterator(chunk_size=100):
        made.extend(answers_of(Answer, application))
        if len(made) >= 300:
            Answer.objects.bulk_create(made)
            made = []
    Answer.objects.bulk_create(made)


def back(apps, editor):
    """From rows to columns."""
    Application, Answer = (apps.get_model("cohorts", name) for name in ("Application", "Answer"))
    for answer in Answer.objects.filter(key__in=[asked[3] for asked in ASKED]).iterator():
        Application.objects.filter(pk=answer.application_id).update(**{answer.key: answer.text})
    Answer.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0013_applications_by_part'),
    ]

    operations = [migrations.RunPython(move, back)]
