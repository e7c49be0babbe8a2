"""What follows when a person has another name, as the apps above register it: inside the transaction of the act."""

from kit.registry import Registry

followings = Registry()  # `(user, before) -> None`


def name_changed(user, before):
    """Let the apps above write the new name where it stands, if it is a new one."""
    if user.name != before:
        for follow in followings:
            follow(user, before)
