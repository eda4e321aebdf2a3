"""A holder's statement: every movement of their money with the balance after it, newest first.

It is the journal of what they earned. What is lent when a refund is more than that, and paid back
by later sales, is no movement of theirs: the balance goes below zero and comes up again.
"""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit.paging import decode_cursor, encode_cursor
from holdfast.ledger import accounts_of, entries_of
from holdfast.sellers import (
    CASH,
    DISPUTE,
    FEE,
    HANDED,
    OWED,
    PAYOUT,
    SALE,
    SESSION,
    WRITE_OFF,
    earned_key,
    owed_key,
)
from holdfast.views.spreadsheet import csv_lines, in_units, last_line

__all__ = [
    "CORRECTIONS", "KIND_OF", "MAX_SELLER_CSV", "SellerKind", "SellerMovement", "SellerPage",
    "movement_of", "numbered", "seller_csv", "seller_page",
]  # fmt: skip

SellerKind: TypeAlias = Literal[
    "sale", "refund", "fee", "fee-back", "dispute", "dispute-back", "session", "session-refund",
    "cash", "cash-back", "handed", "handed-back", "payout", "payout-failed", "written-off",
    "correction",
]  # fmt: skip

MAX_SELLER_CSV: Final = 100_000  # movements
_CHUNK: Final = 1000
KIND_OF: Final[dict[str, tuple[SellerKind, SellerKind]]] = {
    SALE: ("refund", "sale"),
    FEE: ("fee", "fee-back"),
    DISPUTE: ("dispute", "dispute-back"),
    SESSION: ("session-refund", "session"),
    CASH: ("cash", "cash-back"),
    HANDED: ("handed-back", "handed"),
    PAYOUT: ("payout", "payout-failed"),
    WRITE_OFF: ("correction", "written-off"),
}
"""By what the other side begins with: what goes, and what comes. All else is a correction."""
CORRECTIONS: Final[tuple[SellerKind, SellerKind]] = ("correction", "correction")
_SIDE: Final = re.compile(r"([a-z]+/)([0-9a-f-]{36})")
_COLUMNS: Final = ("at", "kind", "change", "balance", "currency", "order", "payout_id")
_NUMBERS: Final = """
SELECT id, number FROM orders WHERE id = ANY($1::uuid[])
UNION ALL SELECT id, number FROM bookings WHERE id = ANY($1::uuid[])
"""


class SellerMovement(Struct, frozen=True):
    """``change`` of a holder's money in minor units, and the ``balance`` after it: below zero what
    is owed."""

    version: int
    at: datetime
    kind: SellerKind
    change: int
    balance: int
    order_id: UUID | None
    booking_id: UUID | None
    order_number: str | None
    payout_id: UUID | None


class SellerPage(Struct, frozen=True):
    movements: list[SellerMovement]
    next_cursor: str | None


class _Place(Struct):
    """Where a reader of the journal has come: before which version, and what was owed then."""

    before: int
    owed: int


async def seller_page(
    database: Database,
    holder_id: UUID,
    currency: str,
    partitions: int,
    limit: int,
    cursor: str | None,
) -> SellerPage:
    """A page of the statement; raises BadCursor. It looks at ``limit`` entries of the journal, of
    which those of debts are not shown."""
    place = await _latest(database, holder_id, currency)
    if cursor is not None:
        place = _Place(*decode_cursor(cursor, tuple[int, int]))
    found, more = await _read(database, holder_id, currency, partitions, limit, place)
    return SellerPage(found, encode_cursor(place.before, place.owed) if more else None)


async def seller_csv(
    database: Database, holder_id: UUID, currency: str, partitions: int
) -> AsyncIterator[str]:
    """The statement for a spreadsheet, piece by piece, the newest movements first."""
    yield csv_lines([_COLUMNS])
    place, told, more = await _latest(database, holder_id, currency), 0, True
    while more and told < MAX_SELLER_CSV:
        found, more = await _read(database, holder_id, currency, partitions, _CHUNK, place)
        yield csv_lines(_cells(one, currency) for one in found)
        told += len(found)
    if more:
        cursor = encode_cursor(place.before, place.owed)
        yield last_line(f"Older movements: the statement with cursor={cursor}", len(_COLUMNS))


def _cells(one: SellerMovement, currency: str) -> Sequence[object]:
    change, balance = in_units(one.change, currency), in_units(one.balance, currency)
    return [one.at, one.kind, change, balance, currency, one.order_number, one.payout_id]


async def _latest(database: Database, holder_id: UUID, currency: str) -> _Place:
    """Both accounts as one statement sees them, so that they belong together."""
    earned, owed = earned_key(holder_id, currency), owed_key(holder_id, currency)
    async with database.read() as connection:
        found = await accounts_of(connection, [earned, owed])
    before = found[earned].version + 1 if earned in found else 0
    return _Place(before, found[owed].balance if owed in found else 0)


async def _read(
    database: Database, holder_id: UUID, currency: str, partitions: int, limit: int, place: _Place
) -> tuple[list[SellerMovement], bool]:
    """Movements before the place, which moves with them; and whether there are more."""
    key = earned_key(holder_id, currency)
    rows = await entries_of(database, key, partitions, place.before, limit + 1)
    found = []
    for row in rows[:limit]:
        place.before = row["version"]
        if (row["counterparty"] or "").startswith(OWED):
            place.owed -= row["change"]
        else:
            found.append(movement_of(row, row["balance"] - place.owed))
    return await numbered(database, found), len(rows) > limit


async def numbered(database: Database, found: list[SellerMovement]) -> list[SellerMovement]:
    """The same with the numbers of orders and bookings."""
    ids = [one for one in {_about(movement) for movement in found} if one is not None]
    rows = await database.pool.fetch(_NUMBERS, ids)
    numbers: dict[UUID | None, str] = {row[0]: row[1] for row in rows}
    return [
        SellerMovement(
            one.version,
            one.at,
            one.kind,
            one.change,
            one.balance,
            one.order_id,
            one.booking_id,
            numbers.get(_about(one)),
            one.payout_id,
        )
        for one in found
    ]


def _about(one: SellerMovement) -> UUID | None:
    return one.order_id or one.booking_id


def movement_of(row: asyncpg.Record | Any, balance: int) -> SellerMovement:
    """An entry of what was earned, with the ``balance`` after it."""
    side = _SIDE.fullmatch(row["counterparty"] or "")
    prefix, subject = (side[1], UUID(side[2])) if side else ("", None)
    out, back = KIND_OF.get(prefix, CORRECTIONS)
    return SellerMovement(
        row["version"],
        row["at"],
        out if row["change"] < 0 else back,
        row["change"],
        balance,
        subject if prefix in (SALE, FEE, DISPUTE) else None,
        subject if prefix in (SESSION, CASH) else None,
        None,
        subject if prefix == PAYOUT else None,
    )
