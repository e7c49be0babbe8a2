"""What new headteachers are asked just now, read once a page."""

from kit.together import rows

from .models import CommitmentAsk


@rows
def asks_open(on):
    """Every open ask of a headteacher who has begun; there are never many."""
    asks = CommitmentAsk.objects.open().filter(from_on__lte=on).select_related("place__school", "head")
    return asks.order_by("from_on", "pk")
