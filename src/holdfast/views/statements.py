"""A wallet's statement: every movement with the balance after it, newest first.

It is the ledger's journal of one account, read by its version: months that were put away are
read as well for as long as their tables are there. Where they are gone, the balance that was
brought forward stands in their place.
"""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit.paging import decode_cursor, encode_cursor
from holdfast.ledger import AccountState, entries_of
from holdfast.payments import REFUND_NOTE
from holdfast.views.spreadsheet import csv_lines, in_units, last_line

__all__ = ["MAX_CSV", "Movement", "StatementPage", "statement_csv", "statement_page"]

MAX_CSV: Final = 100_000  # movements
_CHUNK: Final = 1000
_LATEST: Final = 2**62  # beyond any version

_ID: Final = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_ORDER: Final = re.compile(f"order/{_ID}")
_PAYMENT: Final = re.compile(f"payment/{_ID}")
_COLUMNS: Final = (
    "at", "kind", "change", "balance", "held", "currency", "reason", "order_id", "payment_id",
    "version",
)  # fmt: skip


class Movement(Struct, frozen=True):
    """One change of a wallet, in minor units of its currency: ``change`` of what is free,
    ``balance`` and ``held`` after it. ``kind`` is what it was: top-up, correction, purchase or
    refund; top-up-refund what a provider gave back, or did not after all; for what is set aside
    while it is being paid: hold, capture, release or expire."""

    version: int
    at: datetime
    kind: str
    change: int
    held_change: int
    balance: int
    held: int
    reason: str | None
    order_id: UUID | None
    payment_id: UUID | None
    actor: str
    request: str


class StatementPage(Struct, frozen=True):
    """``brought_forward``: with the last page, the balance before its oldest movement, where
    older ones are no longer here."""

    movements: list[Movement]
    next_cursor: str | None
    brought_forward: int | None = None


async def statement_page(
    database: Database, account: AccountState, partitions: int, limit: int, cursor: str | None
) -> StatementPage:
    """A page of the statement of an account as it stands, newest first; raises BadCursor."""
    before = _LATEST
    if cursor is not None:
        (before,) = decode_cursor(cursor, tuple[int])
    found = await _read(database, account.key, partitions, before, limit + 1)
    page = found[:limit]
    if len(found) > limit:
        return StatementPage(page, encode_cursor(page[-1].version))
    forward = None
    if page and page[-1].version > 1:
        forward = page[-1].balance - page[-1].change
    elif not page and cursor is None and account.version > 0:
        forward = account.balance
    return StatementPage(page, None, forward)


async def statement_csv(
    database: Database, key: str, currency: str, partitions: int, most: int = MAX_CSV
) -> AsyncIterator[str]:
    """The statement for a spreadsheet, piece by piece: the newest ``most`` movements. Where there
    are older ones, the last line gives the cursor of the page they begin on."""
    yield csv_lines([_COLUMNS])
    before, told = _LATEST, 0
    while told < most:
        limit = min(_CHUNK, most - told)
        some = await _read(database, key, partitions, before, limit)
        if some:
            yield csv_lines(_cells(one, currency) for one in some)
        if len(some) < limit:
            return
        before, told = some[-1].version, told + len(some)
    if await _read(database, key, partitions, before, 1):
        cursor = encode_cursor(before)
        yield last_line(f"Older movements: the statement with cursor={cursor}", len(_COLUMNS))


def _cells(one: Movement, currency: str) -> Sequence[object]:
    cells = {name: getattr(one, name) for name in _COLUMNS if name != "currency"}
    money = {name: in_units(cells[name], currency) for name in ("change", "balance", "held")}
    return [(cells | money | {"currency": currency})[name] for name in _COLUMNS]


async def _read(
    database: Database, key: str, partitions: int, before: int, limit: int
) -> list[Movement]:
    """Up to ``limit`` movements before a version, newest first."""
    return [_movement(row) for row in await entries_of(database, key, partitions, before, limit)]


def _movement(row: Any) -> Movement:
    version, at, operation, change, held_change, balance, held = row[:7]
    counterparty, note, ref, actor, request = row[7:]
    kind = _kind(operation, change, counterparty or "")
    order = _ORDER.fullmatch(counterparty or ref or "")
    if kind != "correction" and (note or "").startswith(REFUND_NOTE):
        kind, note = "top-up-refund", None
    payment = _PAYMENT.fullmatch(note or "") if kind == "top-up" else None
    return Movement(
        version,
        at,
        kind,
        change,
        held_change,
        balance,
        held,
        None if payment else note,
        UUID(order[1]) if order else None,
        UUID(payment[1]) if payment else None,
        actor,
        request,
    )


def _kind(operation: str, change: int, counterparty: str) -> str:
    if counterparty == "world/correction":
        return "correction"
    if counterparty.startswith("order/"):
        return "purchase" if change < 0 else "refund"
    if counterparty.startswith("world/") and change > 0:
        return "top-up"
    return str(operation)
