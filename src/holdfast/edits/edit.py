"""An edit of a paid order as a value, and how edits are read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.kit import Problem

EditStatus: TypeAlias = Literal["open", "done", "ended", "undone"]
_COLUMNS: Final = (
    "id, order_id, added_id, status, off::text, due, refunded, reason, made_by, made_at, ended_at,"
    " whole, worth::text"
)
_OF_ORDER: Final = f"SELECT {_COLUMNS} FROM order_edits WHERE order_id = $1 ORDER BY id"
_BY_ID: Final = f"SELECT {_COLUMNS} FROM order_edits WHERE id = $1"
_OF_ADDED: Final = f"SELECT {_COLUMNS} FROM order_edits WHERE added_id = $1"


class EditOpen(Problem):
    """An edit of the order waits for its payment; until it is paid or ends, nothing is done that it
    rests on."""

    status = 409
    code = "edit-open"
    title = "A change of the order waits"


class EditKept(Problem):
    """What was paid for the order pays for goods that were added to it, and stand."""

    status = 409
    code = "edit-kept"
    title = "The order pays for what was added"


class LineOff(Struct, frozen=True):
    """So many ``units`` of a line are taken off, for which ``paid`` was paid; ``kept`` of it stays
    for what is added, of which ``back`` went back since with units of that."""

    line: int
    units: int
    paid: int
    kept: int
    back: int = 0

    @property
    def stays(self) -> int:
        """What still does."""
        return self.kept - self.back


class OrderEdit(Struct, frozen=True):
    """``added_id`` is the order of what is added, for which ``due`` is asked; ``off`` what is taken
    off its first one, of which ``refunded`` goes back at once. ``reason`` is staff's; ``whole``:
    with it, or since, nothing of the first one is left to be sent. ``worth`` of each line added: by
    these its units have shares in what stays."""

    id: UUID
    order_id: UUID
    added_id: UUID
    status: EditStatus
    off_text: str
    due: int
    refunded: int
    reason: str
    made_by: str
    made_at: datetime | None = None
    ended_at: datetime | None = None
    whole: bool = False
    worth_text: str = "[]"

    @property
    def off(self) -> tuple[LineOff, ...]:
        """What is taken off."""
        return _decode_off(self.off_text)

    @property
    def worth(self) -> tuple[int, ...]:
        """By the line of what is added: what it cost before what is taken off paid for it."""
        return _decode_worth(self.worth_text)

    @property
    def kept(self) -> int:
        """What stays paid for what is added."""
        return sum(one.stays for one in self.off)

    @property
    def units_off(self) -> dict[int, int]:
        """By line."""
        return {one.line: one.units for one in self.off}

    @property
    def is_open(self) -> bool:
        """It waits for its money."""
        return self.status == "open"

    @property
    def is_done(self) -> bool:
        """What was taken off is off, and what was added stands."""
        return self.status == "done"


KEPT_BY_EDITS: Final = """
(SELECT sum((f.one ->> 'kept')::bigint - coalesce((f.one ->> 'back')::bigint, 0))::bigint
 FROM order_edits x CROSS JOIN LATERAL jsonb_array_elements(x.off) AS f(one)
 WHERE x.order_id = i.order_id AND x.status = 'done' AND (f.one ->> 'line')::int = i.line)
"""
"""What of the price of an order's line ``i`` stays for what was added in place of its units; the
units themselves are the other order's."""


LEAVING: Final = """
(SELECT coalesce(sum((f.one ->> 'units')::integer), 0)::integer
 FROM order_edits x CROSS JOIN LATERAL jsonb_array_elements(x.off) AS f(one)
 JOIN orders n ON n.id = x.added_id AND n.cancelled_at IS NULL
 WHERE x.order_id = i.order_id AND x.status = 'open' AND (f.one ->> 'line')::int = i.line)
"""
"""How many units of an order's line ``i`` are taken off once what is added for them is paid: not of
a change that was declined, though it is not ended yet, and another waits already."""


EMPTIED: Final = """
EXISTS (SELECT FROM order_edits x WHERE x.order_id = o.id AND x.whole
        AND x.status IN ('done', 'undone'))
"""
"""SQL: of an order ``o``, that all of it was taken off for what was added, or cancelled since."""


def off_text(lines: Sequence[LineOff]) -> str:
    """As the row has it."""
    return msgspec.json.encode(lines).decode()


def worth_text(worth: Sequence[int]) -> str:
    """As the row has it."""
    return msgspec.json.encode(worth).decode()


async def edits_of(pool: asyncpg.Pool, order_id: UUID) -> list[OrderEdit]:
    """Those of an order, the first first."""
    return [OrderEdit(*row) for row in await pool.fetch(_OF_ORDER, order_id)]


async def edit_by_id(pool: asyncpg.Pool, edit_id: UUID) -> OrderEdit | None:
    """The edit, if there is such a one."""
    row = await pool.fetchrow(_BY_ID, edit_id)
    return None if row is None else OrderEdit(*row)


async def edit_of_added(pool: asyncpg.Pool, order_id: UUID) -> OrderEdit | None:
    """The edit that added this order, if one did."""
    row = await pool.fetchrow(_OF_ADDED, order_id)
    return None if row is None else OrderEdit(*row)


_decode_off: Final = msgspec.json.Decoder(tuple[LineOff, ...]).decode
_decode_worth: Final = msgspec.json.Decoder(tuple[int, ...]).decode
