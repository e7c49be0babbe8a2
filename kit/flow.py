"""The steps a record may take from state to state, as a table."""

from dataclasses import dataclass
from functools import wraps

from django.db.models import F


class StepNotAllowed(Exception):
    """The record is no longer where this step starts, or somebody changed it since it was read: shown as a 409 page."""

    def __init__(self, record, name):
        super().__init__(f"{record} cannot {name} now")
        self.record, self.name = record, name


@dataclass(frozen=True)
class Step:
    sources: tuple
    target: str | None = None
    clears: tuple = ()  # the who-and-when of the state that is left, so that the check constraints hold


class Flow:
    def __init__(self, **steps):
        self.steps = steps

    def allows(self, name, record):
        return record.state in self.steps[name].sources

    def when(self, name):
        """Make a policy of "who" and this step's "when": the button asks both, the guard answers 403 for one and 409 for the other."""

        def decorate(who):
            @wraps(who)
            def policy(user, record):
                return self.allows(name, record) and who(user, record)

            policy.who, policy.step = who, name
            return policy

        return decorate

    def take(self, name, record, *, seen=None, **changes):
        """Apply the step with one UPDATE that matches only its source states, and `seen`, the version a form was filled in on.

        Two people pressing the same button at once cannot both succeed: the second waits for the first transaction and then
        matches no row. Changes are plain values (an F() would stay on the record). `update()` knows nothing of save(), auto_now
        or generated fields, so the times are set here and generated fields are read again.
        """
        step, model = self.steps[name], type(record)
        changes |= dict.fromkeys(step.clears)
        if step.target:
            changes["state"] = step.target
        fields = model._meta.concrete_fields
        changes |= {
            field.name: field.pre_save(record, add=False) for field in fields if getattr(field, "auto_now", False)
        }
        matches = {"pk": record.pk, "state__in": step.sources}
        if seen is not None:
            matches["version"], changes["version"] = seen, seen + 1
        # An UPDATE without values would match nothing, and the record's own state may be older than the row's
        if not model._base_manager.filter(**matches).update(**(changes or {"state": F("state")})):
            raise StepNotAllowed(record, name)
        for field, value in changes.items():
            setattr(record, field, value)
        if generated := [field.attname for field in fields if field.generated]:
            record.refresh_from_db(fields=generated)
