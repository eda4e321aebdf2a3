"""Live orders: how far those of an owner have come, to that owner, also a guest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from holdfast.db.engine import Database
from holdfast.fulfilment import Fulfilment
from holdfast.kit import iso
from holdfast.live import Channel, Reads, Who
from holdfast.orders import ORDERS, cancelled_by, fulfilment_of, phase_of, version_of

__all__ = ["LIVE_ORDERS", "OrderUpdate"]

RECENT: Final = 20  # of an owner's orders, the newest
_READ: Final = """
SELECT o.owner, o.id, o.number, o.status, o.reason, o.refund, o.cancelled_by, o.money_moved_at,
       o.fulfilment, o.parcels_moved_at, o.description IS NULL AND o.booking_id IS NULL AS is_sent,
       greatest(o.created_at, o.paid_at, o.cancelled_at, o.completed_at) AS at
FROM (SELECT newest.*
      FROM unnest($1::text[]) AS watched (owner)
      CROSS JOIN LATERAL (SELECT * FROM orders WHERE orders.owner = watched.owner
                          ORDER BY id DESC LIMIT $2) AS newest
      UNION ALL
      SELECT * FROM orders WHERE id = ANY($3::uuid[])) AS o
"""


class OrderUpdate(Struct, frozen=True, rename="camel"):
    """What an owner is told of one order; ``at`` is when its status last changed. Its ``version``
    grows with every step of its life, with each other price and reservation it has, with each
    step of its parcels, whose sum ``fulfilment`` is, and with each other address, contact,
    collector or note."""

    order_id: str
    number: str
    status: Literal["pending", "paid", "completed", "cancelled"]
    phase: Literal["NEW", "FINISHED", "CANCELLED"]
    reason: str | None
    refund: Literal["none", "begun", "done", "failed"]
    at: str
    version: int
    cancelled_by: Literal["buyer", "staff", "expired", "unpaid"] | None = None
    fulfilment: Fulfilment | None = None


def _source(database: Database, _: int) -> Reads[str, OrderUpdate]:
    async def read(
        owners: Sequence[str], rows: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, OrderUpdate]]:
        found: dict[str, dict[str, OrderUpdate]] = {}
        for row in await database.pool.fetch(_READ, owners, RECENT, rows):
            found.setdefault(row["owner"], {})[str(row["id"])] = _update(row)
        return found

    return Reads(read)


def _update(row: asyncpg.Record) -> OrderUpdate:
    status: Any = row["status"]
    at: datetime = row["at"]
    sent: Any = fulfilment_of(status, row["fulfilment"]) if row["is_sent"] else None
    return OrderUpdate(
        order_id=str(row["id"]),
        number=row["number"],
        status=status,
        phase=phase_of(status),
        reason=row["reason"],
        cancelled_by=(
            cancelled_by(row["reason"], row["cancelled_by"]) if status == "cancelled" else None
        ),
        refund=row["refund"],
        at=iso(at) or "",
        version=version_of(
            status, row["reason"], row["refund"], row["money_moved_at"], row["parcels_moved_at"]
        ),
        fulfilment=sent,
    )


LIVE_ORDERS: Final = Channel(
    name="orders",
    event="order",
    about="one's own orders",
    who=Who.OWNERS,
    source=_source,
    state=OrderUpdate,
    update=OrderUpdate,
    rows=ORDERS.name,
    newest=RECENT,
    views={"gozon": lambda order: replace(order, status=order.phase)},
)
