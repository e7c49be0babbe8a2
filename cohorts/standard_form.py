"""The form a new cohort begins with; the programme lead makes it their own."""

from .models.form import SEE_HEAR_FEEL

# One section: title, help, and its questions as (key, wording, help)
STANDARD = (
    (
        "Why now, and what you do already",
        "A few sentences for each are enough. Write about the school, never about a child.",
        (
            (
                "why_now",
                "Why now? What makes this the right year for your school?",
                "A few sentences are enough. Do not name any child",
            ),
            (
                "current_practice",
                "What do you do already that helps children feel safe and known?",
                "Training, people, routines, places: whatever is there",
            ),
        ),
    ),
    (
        "Your school today",
        "",
        (
            (
                SEE_HEAR_FEEL,
                "What would a visitor see, hear and feel in your school today?",
                "We ask this again when you graduate, and print both answers side by side",
            ),
        ),
    ),
)
