"""What follows when a school gets a new headteacher, as the apps above register it."""

from kit.registry import Registry

followings = Registry()  # `(role, by) -> None`: inside the transaction of the act


def headteacher_followed(role, by):
    """Somebody has been named headteacher who was not: what the apps above ask of them."""
    for follow in followings:
        follow(role, by)
