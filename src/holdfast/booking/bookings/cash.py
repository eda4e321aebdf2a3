"""What a client paid to a photographer or a studio in cash: they keep it, so their account has less
by it. A row comes with the payment, in the same command; ``counted`` once their account has it.

Noted wrongly, it is ``taken-back``: the client has not paid, and their account has nothing less.

What they hand over of it to the shop is a row of its own, with the command that gives it back to
their account. One that was noted wrongly is taken back, once: then they owe it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct

from holdfast.db.jobs import Job
from holdfast.db.metadata import metadata, written_at
from holdfast.kit.errors import Problem
from holdfast.ledger import Insert, RowTable, StateTable, Transition

session_cash = sa.Table(
    "session_cash",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="the order's"),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("resource_id", sa.Uuid, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False, comment="minor units"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column(
        "status", sa.Text, nullable=False, server_default="open",
        comment="counted: their account has less by it; taken-back: it was noted wrongly",
    ),
    sa.Column("noted_by", sa.Text, nullable=False),
    written_at("noted_at"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint("status IN ('open', 'counted', 'taken-back')", name="status"),
    sa.Index("ix_session_cash_resource_id", "resource_id", "currency"),
    sa.Index("ix_session_cash_booking_id", "booking_id"),
    comment="What clients paid to photographers and studios in cash, who keep it",
)  # fmt: skip

cash_handed = sa.Table(
    "cash_handed",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("resource_id", sa.Uuid, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False, comment="minor units"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column(
        "status", sa.Text, nullable=False, server_default="noted",
        comment="taken-back: it was noted wrongly, and is owed again",
    ),
    sa.Column("noted_by", sa.Text, nullable=False),
    written_at("noted_at"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint("status IN ('noted', 'taken-back')", name="status"),
    sa.Index("ix_cash_handed_resource_id", "resource_id", "currency"),
    comment="Cash that photographers and studios handed over to the shop",
)  # fmt: skip

SESSION_CASH: Final = RowTable(
    "session_cash",
    ("id", "booking_id", "resource_id", "amount", "currency", "noted_by"),
    ("uuid", "uuid", "uuid", "bigint", "text", "text"),
)
CASH_HANDED: Final = RowTable(
    "cash_handed",
    ("id", "resource_id", "amount", "currency", "note", "noted_by"),
    ("uuid", "uuid", "bigint", "text", "text", "text"),
)
CASH_STATES: Final = StateTable(
    "session_cash",
    "id",
    "status",
    {},
    {"open": ("counted", "taken-back"), "counted": ("taken-back",), "taken-back": ()},
)
HANDED_STATES: Final = StateTable(
    "cash_handed", "id", "status", {}, {"noted": ("taken-back",), "taken-back": ()}
)
_BY_ID: Final = """
SELECT id, booking_id, resource_id, amount, currency, status FROM session_cash WHERE id = $1
"""
_OPEN: Final = "SELECT id FROM session_cash WHERE booking_id = $1 AND status = 'open'"
_HANDED: Final = "SELECT id, amount, currency, note, status, noted_by, noted_at FROM cash_handed"
_HANDED_BY_ID: Final = f"{_HANDED} WHERE id = $1 AND resource_id = $2"
_HANDED_PAGE: Final = f"""
{_HANDED} WHERE resource_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""


class HandedNotFound(Problem):
    """They handed over nothing that has this id."""

    status = 404
    code = "cash-handed-not-found"
    title = "No such hand-over"


class CountCash(Job, frozen=True):
    """what a client paid to a photographer in cash, by the order: their account has less by it"""

    NAME = "count-cash"
    order_id: UUID


class SessionCash(Struct, frozen=True):
    """``id`` is that of the order that it paid."""

    id: UUID
    booking_id: UUID
    resource_id: UUID
    amount: int
    currency: str
    status: str

    @property
    def is_open(self) -> bool:
        """Their account is to have less by it."""
        return self.status == "open"

    @property
    def is_counted(self) -> bool:
        """Whether their account has less by it."""
        return self.status == "counted"


class HandedCash(Struct, frozen=True):
    """What was handed over to the shop, as it was noted."""

    id: UUID
    amount: int
    currency: str
    note: str
    status: str
    noted_by: str
    noted_at: datetime

    @property
    def is_taken_back(self) -> bool:
        """It was noted wrongly, and is owed again."""
        return self.status == "taken-back"


def cash_noted(
    order_id: UUID, booking_id: UUID, resource_id: UUID, amount: int, currency: str, by: str
) -> Insert:
    """With the command that makes the order paid."""
    return Insert(SESSION_CASH, ((order_id, booking_id, resource_id, amount, currency, by),))


def cash_counted(order_id: UUID) -> Transition:
    """With the command that takes it from their account."""
    return Transition(CASH_STATES, order_id, ("open",), "counted")


def cash_taken_back(cash: SessionCash) -> Transition:
    """It was noted wrongly. With the command that gives it back to their account, if that has less
    by it."""
    return Transition(CASH_STATES, cash.id, (cash.status,), "taken-back")


def cash_handed_over(
    handed_id: UUID, resource_id: UUID, amount: int, currency: str, note: str, by: str
) -> Insert:
    """With the command that gives it back to their account."""
    return Insert(CASH_HANDED, ((handed_id, resource_id, amount, currency, note, by),))


def handed_taken_back(handed_id: UUID) -> Transition:
    """With the command that takes it from their account again."""
    return Transition(HANDED_STATES, handed_id, ("noted",), "taken-back")


def handed_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about the state of some that was handed over."""
    return subject.startswith(f"{HANDED_STATES.name}/")


def cash_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about the state of some."""
    return subject.startswith(f"{CASH_STATES.name}/")


async def cash_of_order(pool: asyncpg.Pool, order_id: UUID) -> SessionCash | None:
    """What was paid so by the order."""
    row = await pool.fetchrow(_BY_ID, order_id)
    return None if row is None else SessionCash(*row)


async def open_cash(pool: asyncpg.Pool, booking_id: UUID) -> Sequence[UUID]:
    """Orders of a booking whose cash no account has yet."""
    return [row[0] for row in await pool.fetch(_OPEN, booking_id)]


async def handed_of(pool: asyncpg.Pool, resource_id: UUID, handed_id: UUID) -> HandedCash:
    """Of those that the resource handed over. Raises :class:`HandedNotFound`."""
    row = await pool.fetchrow(_HANDED_BY_ID, handed_id, resource_id)
    if row is None:
        raise HandedNotFound("They handed over nothing like that.")
    return HandedCash(*row)


async def list_handed(
    pool: asyncpg.Pool, resource_id: UUID, before: UUID | None, limit: int
) -> list[HandedCash]:
    """The latest first, before the given one."""
    rows = await pool.fetch(_HANDED_PAGE, resource_id, before, limit)
    return [HandedCash(*row) for row in rows]
