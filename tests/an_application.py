"""Applications for tests: a cohort's standard form, what was answered to it, and which parts somebody has saved."""

PARTS = ("school", "representatives", "release", "trust", "headteacher")


def ask(cohort):
    """Give a cohort the standard form where it has none."""
    from cohorts.actions.form import begin_form

    if not cohort.form_sections.exists():
        begin_form(cohort)
    return cohort


def answered(application, **texts):
    """Answers to questions of the cohort's form by their keys, as they are asked now; returns the application."""
    from cohorts.actions.application import as_asked
    from cohorts.models import Answer

    for question in ask(application.cohort).form_questions.select_related("section"):
        if question.key in texts:
            Answer.objects.create(
                application=application, key=question.key, text=texts[question.key], **as_asked(question)
            )
    return application


def saved(application, *keys):
    """Parts that somebody has looked at and saved."""
    from cohorts.models import ApplicationPart

    for key in keys or PARTS:
        ApplicationPart.objects.create(application=application, key=key, saved_by_name=application.applicant_name)
    return application
