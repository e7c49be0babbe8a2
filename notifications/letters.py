"""The letter that the portal writes about letters: a test of a wording, to whoever asks for it."""

from .kinds import Kind, register

register(
    Kind(
        "wording_tested",
        title="Test of a wording",
        subject="[Test] {{ facts.subject }}",
        template="notifications/letters/wording_tested.txt",
        essential=True,
        rule="you asked for a test of this letter",
        group="The portal itself",
        readers="office",
    )
)
