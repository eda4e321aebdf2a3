"""How a mail looks, and why one is not sent."""

from msgspec import Struct

__all__ = ["Looks", "Obsolete"]


class Obsolete(Exception):
    """It has nothing to say any more; the text says why."""


class Looks(Struct, frozen=True):
    """A mail as people see it."""

    title: str
    plain: str
    html: str
