"""What of a booking's price is paid after its own order: the rest of a deposit, what a dearer time
costs more. Each is an order of its own, which names no booking, so whatever pays, ends or refunds
orders knows nothing of it; a row here says which booking it is for.

Until such an order is paid and counted, its row is ``open``. ``settled``: it counts in ``prepaid``.
``dropped``: it came to nothing after it was paid, and goes back. ``not-paid``: it counted, since
somebody noted by hand that it was paid, and it was not.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings.booking import BookedPart, Booking
from holdfast.booking.bookings.taking import Taking
from holdfast.booking.bookings.when import When
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.kit.positions import Position
from holdfast.ledger import NOW, Insert, Line, Rider, RowTable, StateTable, Transition

DueKind: TypeAlias = Literal["rest", "move"]

booking_dues = sa.Table(
    "booking_dues",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="the order's"),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("moves", sa.Integer, nullable=False, comment="the booking's, as it is for"),
    sa.Column("amount", sa.BigInteger, nullable=False, comment="minor units"),
    sa.Column("plan", pg.JSONB, comment="of a move: where to"),
    written_at("made_at"),
    sa.Column("ended_at", TIME),
    sa.CheckConstraint("kind IN ('rest', 'move')", name="kind"),
    sa.CheckConstraint("status IN ('open', 'settled', 'dropped', 'not-paid')", name="status"),
    sa.CheckConstraint("(kind = 'move') = (plan IS NOT NULL)", name="plan"),
    sa.Index("ix_booking_dues_booking_id", "booking_id", "id"),
)

# Cells that the hold of a move's order has beside those of the booking.
booking_due_cells = sa.Table(
    "booking_due_cells",
    metadata,
    sa.Column("due_id", sa.Uuid, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True, comment="the cell's account"),
    sa.Column("seats", sa.Integer, nullable=False),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Index("ix_booking_due_cells_key", "key"),
)

# Whom a move's order takes, and from when to when.
booking_due_takings = sa.Table(
    "booking_due_takings",
    metadata,
    sa.Column("due_id", sa.Uuid, primary_key=True),
    sa.Column("resource_id", sa.Uuid, primary_key=True),
    sa.Column("starts_at", TIME, nullable=False),
    sa.Column("ends_at", TIME, nullable=False),
    sa.Index("ix_booking_due_takings_resource_id", "resource_id", "starts_at"),
)

BOOKING_DUES: Final = RowTable(
    "booking_dues",
    ("id", "booking_id", "kind", "moves", "amount", "plan"),
    ("uuid", "uuid", "text", "integer", "bigint", "jsonb"),
)
BOOKING_DUE_CELLS: Final = RowTable(
    "booking_due_cells",
    ("due_id", "key", "seats", "capacity"),
    ("uuid", "text", "integer", "integer"),
)
BOOKING_DUE_TAKINGS: Final = RowTable(
    "booking_due_takings",
    ("due_id", "resource_id", "starts_at", "ends_at"),
    ("uuid", "uuid", "timestamptz", "timestamptz"),
)
DUE_STATES: Final = StateTable(
    "booking_dues",
    "id",
    "status",
    {"ended_at": "timestamptz"},
    {"open": ("settled", "dropped"), "settled": ("not-paid",), "dropped": (), "not-paid": ()},
)


class MovePlan(Struct, frozen=True):
    """Where a booking goes once the difference is paid. ``price_now`` and ``takings_now`` are its
    own as it is then, from which the difference was worked out; ``people``: how many come then, if
    another number."""

    when: When
    takings: tuple[Taking, ...]
    price: int
    move_fees: int = 0
    parts: tuple[BookedPart, ...] = ()
    at: Position | None = None
    price_now: int | None = None
    takings_now: tuple[Taking, ...] = ()
    people: int | None = None

    def is_from(self, booking: Booking, takings: Sequence[Taking]) -> bool:
        """Whether the booking is where it was, at the same price: that its rest was asked for
        meanwhile, or paid, changes neither."""
        return booking.price == self.price_now and _places(takings) == _places(self.takings_now)


def _places(takings: Sequence[Taking]) -> set[tuple[object, ...]]:
    return {(one.resource_id, one.starts_at, one.ends_at, one.seats) for one in takings}


class BookingDue(Struct, frozen=True):
    """One of them. ``id`` is its order's; ``moves`` those of the booking that it is made for."""

    id: UUID
    booking_id: UUID
    kind: DueKind
    status: str
    moves: int
    amount: int
    plan_text: str | None
    made_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether nothing came of it yet."""
        return self.status == "open"

    @property
    def is_settled(self) -> bool:
        """Whether it counts as prepaid."""
        return self.status == "settled"

    @property
    def is_not_paid(self) -> bool:
        """Whether it was noted as paid by mistake."""
        return self.status == "not-paid"

    @property
    def for_move(self) -> bool:
        """Whether the booking moves by it."""
        return self.kind == "move"

    @property
    def plan(self) -> MovePlan:
        """Of a move."""
        assert self.plan_text is not None
        return _plan(self.plan_text)


_plan: Final = msgspec.json.Decoder(MovePlan).decode
_COLUMNS: Final = "id, booking_id, kind, status, moves, amount, plan::text, made_at"
_OF_BOOKING: Final = f"SELECT {_COLUMNS} FROM booking_dues WHERE booking_id = $1 ORDER BY id"
_BY_ID: Final = f"SELECT {_COLUMNS} FROM booking_dues WHERE id = $1"
_BY_IDS: Final = f"SELECT {_COLUMNS} FROM booking_dues WHERE id = ANY($1::uuid[])"
_OPEN: Final = f"SELECT id FROM booking_dues WHERE id = ANY({unseen_ids('$1')}) AND status = 'open'"
_BESIDE: Final = sa.text("""
SELECT CAST(d.id AS text) AS due, CAST(b.order_id AS text) AS own
FROM bookings b JOIN booking_dues d ON d.booking_id = b.id AND d.status = 'settled'
WHERE b.order_id = ANY(CAST(:orders AS uuid[]))
""")
_CELLS: Final = "SELECT key, seats, capacity FROM booking_due_cells WHERE due_id = $1 ORDER BY key"


def due_made(
    due_id: UUID,
    booking: Booking,
    kind: DueKind,
    amount: int,
    plan: MovePlan | None = None,
    cells: Sequence[Line] = (),
) -> tuple[Rider, ...]:
    """With the order of the same id; the booking is moved on by one in the same command."""
    text = None if plan is None else msgspec.json.encode(plan).decode()
    row = (due_id, booking.id, kind, booking.moves + 1, amount, text)
    held = tuple((due_id, one.key, one.quantity, one.capacity) for one in cells)
    takings = () if plan is None else plan.takings
    taken = tuple((due_id, one.resource_id, one.starts_at, one.ends_at) for one in takings)
    return (
        Insert(BOOKING_DUES, (row,)),
        *((Insert(BOOKING_DUE_CELLS, held),) if held else ()),
        *((Insert(BOOKING_DUE_TAKINGS, taken),) if taken else ()),
    )


def due_settled(due_id: UUID) -> Transition:
    """It is paid and counts."""
    return Transition(DUE_STATES, due_id, ("open",), "settled", (("ended_at", NOW),))


def due_dropped(due_id: UUID) -> Transition:
    """It is paid, and comes to nothing."""
    return Transition(DUE_STATES, due_id, ("open",), "dropped", (("ended_at", NOW),))


def due_not_paid(due_id: UUID) -> Transition:
    """It counts no more: whoever noted that it was paid was wrong."""
    return Transition(DUE_STATES, due_id, ("settled",), "not-paid", (("ended_at", NOW),))


async def dues_of(pool: asyncpg.Pool, booking_id: UUID) -> list[BookingDue]:
    """Of a booking, the oldest first."""
    return [BookingDue(*row) for row in await pool.fetch(_OF_BOOKING, booking_id)]


async def due_for(pool: asyncpg.Pool, order_id: UUID) -> BookingDue | None:
    """What the order pays of a booking, if it does."""
    row = await pool.fetchrow(_BY_ID, order_id)
    return None if row is None else BookingDue(*row)


async def dues_of_orders(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> list[BookingDue]:
    """What those of these orders pay that pay something of a booking after its own order."""
    return [BookingDue(*row) for row in await pool.fetch(_BY_IDS, order_ids)]


async def dues_beside(connection: AsyncConnection, orders: Sequence[str]) -> dict[str, str]:
    """The orders that paid more of a booking after one of these, which is its own."""
    rows = await connection.execute(_BESIDE, {"orders": list(orders)})
    return {row.due: row.own for row in rows}


async def open_dues(pool: asyncpg.Pool, order_ids: Iterable[str]) -> list[UUID]:
    """Which of these orders pay something of a booking that does not count yet."""
    return [row[0] for row in await pool.fetch(_OPEN, written_ids(order_ids))]


async def due_cells(pool: asyncpg.Pool, due_id: UUID) -> list[Line]:
    """What its order's hold has beside the booking's own."""
    return [Line(*row) for row in await pool.fetch(_CELLS, due_id)]
