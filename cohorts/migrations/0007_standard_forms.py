from django.db import migrations

# As the form was when every cohort had the same one; written down here because the standard form may change
STANDARD = (
    (
        "Why now, and what you do already",
        "A few sentences for each are enough. Write about the school, never about a child.",
        (
            ("why_now", "Why now? What makes this the right year for your school?", "A few sentences are enough. Do not name any child"),
            ("current_practice", "What do you do already that helps children feel safe and known?", "Training, people, routines, places: whatever is there"),
        ),
    ),
    (
        "Your school today",
        "",
        (
            ("see_hear_feel", "What would a visitor see, hear and feel in your school today?", "We ask this again when you graduate, and print both answers side by side"),
        ),
    ),
)  # fmt: skip


def give_forms(apps, editor):
    """Every cohort that takes applications through the portal gets the form it had."""
    Cohort, Section, Question = (apps.get_model("cohorts", name) for name in ("Cohort", "FormSection", "FormQuestion"))
    for cohort in Cohort.objects.filter(is_from_before=False, form_sections=None):
        for number, (title, help, questions) in enumerate(STANDARD, 1):
            section = Section.objects.create(cohort=cohort, number=number, title=title, help=help)
            Question.objects.bulk_create(
                Question(cohort=cohort, section=section, number=place, key=key, wording=wording, help=line)
                for place, (key, wording, line) in enumerate(questions, 1)
            )


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0006_application_forms'),
    ]

    operations = [migrations.RunPython(give_forms, migrations.RunPython.noop)]
