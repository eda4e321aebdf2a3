"""One thing that got stuck, whichever kind it is of, and what can be done about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, Protocol, TypeAlias, get_args

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.kit.errors import Problem

__all__ = [
    "AT_ONCE", "KINDS", "MOST_COUNTED", "Kind", "NotStuck", "Page", "Stuck", "StuckThings",
    "Which",
]  # fmt: skip

Kind: TypeAlias = Literal["job", "delivery", "letter", "mail"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""In the order in which they are listed."""
MOST_COUNTED: Final = 10_000
AT_ONCE: Final = 100
"""So many are tried again, or given up, by one request."""
_DIGITS: Final = 18  # of what every database's bigint holds


class NotStuck(Problem):
    """Nothing of that is stuck, or it is being tried again already."""

    status = 404
    code = "not-stuck"
    title = "Nothing like that is stuck"


class Stuck(Struct, frozen=True, rename="camel"):
    """``name``: the job, the queue, the sink, or the kind of mail; ``subject``: what it is about;
    ``content``: what was to be done, said or told; ``tries`` is None for a letter, which is read
    once; ``request`` is that which led to it."""

    kind: Kind
    id: str
    name: str
    subject: str
    content: str
    reason: str
    since: datetime
    tries: int | None = None
    request: str = ""
    order_number: str | None = None
    order_id: str | None = None


Page: TypeAlias = tuple[list[Stuck], str | None]
"""Some, and the cursor of the next page."""


class Which(Struct, frozen=True):
    """All, or those with these ids, of this name, about this subject."""

    ids: Sequence[str] | None = None
    name: str | None = None
    subject: str | None = None

    @property
    def numbers(self) -> list[int] | None:
        """Of what is numbered: None is all; what is no number is none of them."""
        if self.ids is None:
            return None
        return [int(one) for one in self.ids if one.isdecimal() and len(one) <= _DIGITS]


class StuckThings(Protocol):
    """Those of one kind."""

    async def page(self, name: str | None, cursor: str | None, limit: int) -> Page:
        """Some of them. Raises :class:`~holdfast.kit.paging.BadCursor`."""
        ...

    async def count(self) -> Mapping[str, int]:
        """How many there are by name, :data:`MOST_COUNTED` at most of all."""
        ...

    async def retry(self, which: Which, caller: Caller, reason: str = "") -> int:
        """Have them tried again, with all their tries, and an audit line; how many."""
        ...

    async def give_up(self, which: Which, caller: Caller, reason: str = "") -> int:
        """Let them go for good, with the reason in the audit log; how many."""
        ...
