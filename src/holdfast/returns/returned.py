"""A return as a value, and how returns are read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from holdfast.kit import Problem
from holdfast.returns.exchange import Exchange, decode_exchange

ReturnStatus: TypeAlias = Literal[
    "requested", "approved", "refused", "received", "inspected", "cancelled"
]
ReturnReason: TypeAlias = Literal[
    "damaged", "wrong-item", "not-as-described", "does-not-fit", "changed-mind", "other"
]
"""Why the buyer sends it back."""
OPEN: Final[tuple[ReturnStatus, ...]] = ("requested", "approved", "received")
"""Something is still to happen."""

_COLUMNS: Final = (
    "id, order_id, number, status, note, by_rule, answer, refunded, delivery, deducted, deduction,"
    " made_at, decided_at, received_at, ended_at,"
    " (SELECT count(*) FROM return_photos p WHERE p.return_id = returns.id) AS photos,"
    " exchange::text, exchanged, due, delivery_kept"
)
_OF_ORDER: Final = f"SELECT {_COLUMNS} FROM returns WHERE order_id = $1 ORDER BY number"
_BY_ID: Final = f"SELECT {_COLUMNS} FROM returns WHERE id = $1"
_LINES: Final = """
SELECT return_id, line, quantity, reason, restocked, written_off, fault, paid FROM return_lines
WHERE return_id = ANY($1::uuid[]) ORDER BY return_id, line
"""

_SENT: Final = """
SELECT EXISTS (SELECT FROM returns r JOIN orders o ON o.id = r.order_id
               WHERE o.owner = $2 AND r.exchange ->> 'order_id' = $1 AND r.exchanged IS NOT NULL)
"""  # of the returns of one buyer


class ReturnNotFound(Problem):
    """There is no such return, or it is somebody else's."""

    status = 404
    code = "return-not-found"
    title = "No such return"


class ReturnLine(Struct, frozen=True):
    """So many units of a line of the order, and why. Once inspected: how many of them are on sale
    again, how many were written off for which ``fault``, and what was ``paid`` for both."""

    quantity: int
    reason: ReturnReason
    restocked: int = 0
    written_off: int = 0
    fault: str = ""
    paid: int = 0

    @property
    def came(self) -> int:
        """How many units came back."""
        return self.restocked + self.written_off


class Return(Struct, frozen=True):
    """``lines`` by the line of the order; ``number`` is its place in it, from 1. ``note`` is the
    buyer's, ``answer`` staff's. ``refunded`` went back for it once it was inspected: what was paid
    for its units, with ``delivery``, less what was ``deducted`` for a reason and what was
    ``exchanged``: stays paid for what is sent in place of it. None of that: nothing is. ``due`` is
    to be paid beside it before that is sent; if that comes to nothing, ``delivery_kept`` goes back
    as well."""

    id: UUID
    order_id: UUID
    number: int
    status: ReturnStatus
    note: str = ""
    by_rule: bool = False
    answer: str | None = None
    refunded: int | None = None
    delivery: int | None = None
    deducted: int | None = None
    deduction: str | None = None
    made_at: datetime | None = None
    decided_at: datetime | None = None
    received_at: datetime | None = None
    ended_at: datetime | None = None
    photos: int = 0
    exchange_text: str | None = None
    exchanged: int | None = None
    due: int | None = None
    delivery_kept: int | None = None
    lines: Mapping[int, ReturnLine] = {}

    @property
    def exchange(self) -> Exchange | None:
        """What was asked for in place of it."""
        return None if self.exchange_text is None else decode_exchange(self.exchange_text)

    @property
    def is_open(self) -> bool:
        """Something is still to happen to it."""
        return self.status in OPEN

    @property
    def is_requested(self) -> bool:
        """It waits for staff's decision."""
        return self.status == "requested"

    @property
    def is_approved(self) -> bool:
        """Its buyer is to send it."""
        return self.status == "approved"

    @property
    def is_received(self) -> bool:
        """It came back, and was not looked at yet."""
        return self.status == "received"


def returns_key(order_id: UUID) -> str:
    """The account that counts the steps of all returns of an order: who read them names how many
    there had been, so of two steps at once one reads again."""
    return f"returns/{order_id}"


def written_off_key(variant_id: UUID) -> str:
    """The account of units of a variant that came back and cannot be sold again."""
    return f"written-off/{variant_id}"


async def returns_of(pool: asyncpg.Pool, order_id: UUID) -> tuple[Return, ...]:
    """The returns of an order, by their number."""
    return tuple(await _filled(pool, await pool.fetch(_OF_ORDER, order_id)))


async def return_by_id(pool: asyncpg.Pool, return_id: UUID) -> Return | None:
    """The return, if there is such a one."""
    return next(iter(await _filled(pool, await pool.fetch(_BY_ID, return_id))), None)


async def sent_in_exchange(pool: asyncpg.Pool, order_id: UUID, owner: str) -> bool:
    """Whether this order of ``owner``'s is what was sent in place of another's goods."""
    found: bool = await pool.fetchval(_SENT, str(order_id), owner)
    return found


async def _filled(pool: asyncpg.Pool, rows: Sequence[asyncpg.Record]) -> list[Return]:
    if not rows:
        return []
    lines: dict[UUID, dict[int, ReturnLine]] = {row["id"]: {} for row in rows}
    for return_id, line, *said in await pool.fetch(_LINES, list(lines)):
        lines[return_id][line] = ReturnLine(*said)
    return [replace(Return(*row), lines=lines[row["id"]]) for row in rows]
