"""A holder's statement of a span of days: what they had before it, every movement of their money in
order, what they have after it. It adds up, for all of it is read between two versions of one
account; days begin by the shop's clock.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit.paging import decode_cursor, encode_cursor
from holdfast.ledger import account_before, entries_between, sums_between
from holdfast.sellers import OWED, earned_key, owed_key
from holdfast.views.seller_statement import (
    CORRECTIONS,
    KIND_OF,
    SellerKind,
    SellerMovement,
    movement_of,
    numbered,
)
from holdfast.views.shop_days import ShopDays
from holdfast.views.spreadsheet import csv_lines, in_units

__all__ = [
    "MAX_SPAN_ROWS", "SpanStatement", "SpanSum", "last_month", "open_span",
    "span_csv", "span_movements", "span_page",
]  # fmt: skip

MAX_SPAN_ROWS: Final = 100_000
"""Of one file. A statement that ends in the middle would be a wrong one."""
_CHUNK: Final = 1000
_COLUMNS: Final = ("day", "at", "kind", "order", "payout_id", "change", "balance", "currency")


class SpanSum(Struct, frozen=True):
    """What all movements of a kind come to, and how many there are."""

    kind: SellerKind
    change: int
    count: int


class SpanStatement(Struct, frozen=True):
    """``opening`` and the ``sums`` come to ``closing``; below zero is what was owed. It is of the
    entries after ``after`` and up to ``last``, versions of what was earned."""

    holder_id: UUID
    currency: str
    days: ShopDays
    opening: int
    closing: int
    sums: list[SpanSum]
    after: int
    last: int

    @property
    def rows(self) -> int:
        """How many movements there are."""
        return sum(one.count for one in self.sums)


class _Place(Struct):
    """How far a reader has come: after which version, and the balance there."""

    after: int
    balance: int


def last_month(today: date, clock: ZoneInfo) -> ShopDays:
    """The whole month before this day's."""
    last = today.replace(day=1) - timedelta(days=1)
    return ShopDays(last.replace(day=1), last, clock)


async def open_span(
    database: Database, holder_id: UUID, currency: str, partitions: int, days: ShopDays
) -> SpanStatement:
    """The statement but for its movements."""
    earned, owed = earned_key(holder_id, currency), owed_key(holder_id, currency)
    # The end first: what has no end yet may move on meanwhile, what is before it does not.
    last = await account_before(database, earned, partitions, days.until)
    before = await account_before(database, earned, partitions, days.begin)
    debt = await account_before(database, owed, partitions, days.begin)
    opening = before.balance - debt.balance
    sums = await _sums(database, earned, partitions, before.version, last.version)
    closing = opening + sum(one.change for one in sums)
    return SpanStatement(
        holder_id, currency, days, opening, closing, sums, before.version, last.version
    )


async def _sums(
    database: Database, key: str, partitions: int, after: int, last: int
) -> list[SpanSum]:
    found: dict[SellerKind, SpanSum] = {}
    for side, goes, change, count in await sums_between(database, key, partitions, after, last):
        if side == OWED:
            continue
        kind = KIND_OF.get(side, CORRECTIONS)[0 if goes else 1]
        before = found.get(kind, SpanSum(kind, 0, 0))
        found[kind] = SpanSum(kind, before.change + change, before.count + count)
    order = [kind for pair in (*KIND_OF.values(), CORRECTIONS) for kind in reversed(pair)]
    return sorted(found.values(), key=lambda one: order.index(one.kind))


async def span_page(
    database: Database, statement: SpanStatement, partitions: int, limit: int, cursor: str | None
) -> tuple[list[SellerMovement], str | None]:
    """A page of its movements, the oldest first, and where the next begins; raises BadCursor. It
    looks at ``limit`` entries of the journal, of which those of debts are not shown."""
    place = _Place(statement.after, statement.opening)
    if cursor is not None:
        place = _Place(*decode_cursor(cursor, tuple[int, int]))
    found, more = await _read(database, statement, partitions, limit, place)
    return found, encode_cursor(place.after, place.balance) if more else None


async def span_movements(
    database: Database, statement: SpanStatement, partitions: int
) -> AsyncIterator[Sequence[SellerMovement]]:
    """All of them, piece by piece."""
    place, more = _Place(statement.after, statement.opening), True
    while more:
        found, more = await _read(database, statement, partitions, _CHUNK, place)
        yield found


async def span_csv(
    database: Database, statement: SpanStatement, partitions: int
) -> AsyncIterator[str]:
    """The statement for a spreadsheet: its first and last line are the balances."""
    days, currency = statement.days, statement.currency
    opening, closing = (in_units(one, currency) for one in (statement.opening, statement.closing))
    edge = ["", "", ""]
    yield csv_lines(
        [_COLUMNS, (days.first.isoformat(), days.begin, "opening", *edge, opening, currency)]
    )
    async for found in span_movements(database, statement, partitions):
        yield csv_lines(_cells(one, days.clock, currency) for one in found)
    yield csv_lines([(days.last.isoformat(), days.until, "closing", *edge, closing, currency)])


def _cells(one: SellerMovement, clock: ZoneInfo, currency: str) -> Sequence[object]:
    day = one.at.astimezone(clock).date().isoformat()
    money = (in_units(one.change, currency), in_units(one.balance, currency))
    return [day, one.at, one.kind, one.order_number, one.payout_id, *money, currency]


async def _read(
    database: Database, statement: SpanStatement, partitions: int, limit: int, place: _Place
) -> tuple[list[SellerMovement], bool]:
    """Movements after the place, which moves with them; and whether there are more."""
    key = earned_key(statement.holder_id, statement.currency)
    rows = await entries_between(database, key, partitions, place.after, statement.last, limit + 1)
    found = []
    for row in rows[:limit]:
        place.after = row["version"]
        if not (row["counterparty"] or "").startswith(OWED):
            place.balance += row["change"]
            found.append(movement_of(row, place.balance))
    return await numbered(database, found), len(rows) > limit
