"""How it is said what a table keeps of people, and what becomes of it."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

__all__ = ["GIFT_WAITS", "GONE", "Emptied", "Gone", "Held", "Reason", "Stays"]

Reason: TypeAlias = Literal["accounts", "law", "others", "account-log", "fraud", "promise", "soon"]
"""Why something stays. ``accounts``: what the shop sold and owes is counted by it, under an id;
``law``: papers about money are kept for years; ``others``: somebody else's word or stock is bound
to it; ``account-log``: who did what has to be shown; ``fraud``: who was refused for it is known
again; ``promise``: somebody asked not to be written to; ``soon``: it ends by itself within days."""


class Gone(Struct, frozen=True):
    """The rows are removed."""


class Emptied(Struct, frozen=True):
    """The rows stay for ``why``, without the person: ``columns`` are set (to SQL), in the texts
    ``struck`` and ``struck_json`` whatever names them is struck out."""

    why: Reason
    columns: Mapping[str, str] = {}
    struck: tuple[str, ...] = ()
    struck_json: tuple[str, ...] = ()


class Stays(Struct, frozen=True):
    """As they are, since they name nobody but by an id, or a law wants them."""

    why: Reason


GONE: Final = Gone()
GIFT_WAITS: Final = """
gift IS NOT NULL AND given_at IS NULL AND coalesce(gift ->> 'to_email', '') <> ''
"""
"""Of what is prepaid: that somebody else is still to get it, on its day."""


class Held(Struct, frozen=True, kw_only=True):
    """What ``table`` has of somebody: the rows ``whose`` finds, by the names of :class:`Whose`.

    ``part`` is what the person's file calls it, ``told`` the columns that it has; no part: nothing
    that was meant for them, or a secret. ``told_of``: of whose rows it tells, if not of all.
    ``key`` is the table's, where texts are struck.
    """

    table: str
    whose: str
    end: Gone | Emptied | Stays
    part: str = ""
    told: tuple[str, ...] = ()
    told_of: str = ""
    key: str = "id"
