"""Carts that are left alone: told once after some hours, forgotten after some days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.cart.facts import CartAbandoned

KEPT_FOR: Final = timedelta(days=30)
"""After the last touch."""
REQUESTS_FOR: Final = timedelta(days=1)
AT_ONCE: Final = 500

_ABANDONED: Final = sa.text("""
    WITH due AS (
        SELECT c.id FROM carts c
        WHERE c.told_at IS NULL AND c.touched_at <= :before AND c.touched_at > :forgotten
        ORDER BY c.touched_at LIMIT :most FOR UPDATE SKIP LOCKED),
    told AS (
        UPDATE carts SET told_at = :now FROM due WHERE carts.id = due.id
        RETURNING carts.id, carts.owner, carts.touched_at)
    SELECT told.id, told.owner, told.touched_at, count(i.quantity), coalesce(sum(i.quantity), 0)
    FROM told LEFT JOIN cart_items i ON i.cart_id = told.id
    GROUP BY told.id, told.owner, told.touched_at ORDER BY told.touched_at
    """)
_FORGET: Final = sa.text("""
    DELETE FROM carts WHERE id IN (
        SELECT id FROM carts WHERE touched_at <= :before LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING owner
    """)
_FORGET_REQUESTS: Final = sa.text("""
    DELETE FROM cart_requests WHERE key IN (
        SELECT key FROM cart_requests WHERE at <= :before LIMIT :most)
    """)
_FORGET_ORDERS: Final = sa.text("""
    DELETE FROM cart_orders WHERE order_id IN (
        SELECT order_id FROM cart_orders WHERE at <= :before LIMIT :most)
    """)


async def abandoned_since(
    connection: AsyncConnection, now: datetime, hours: int
) -> tuple[int, list[tuple[UUID, CartAbandoned]]]:
    """Mark those that nobody touched for so long: how many, and what is to be told of those with
    something in them. A touch meanwhile waits, and is another one."""
    rows = await connection.execute(
        _ABANDONED,
        {
            "now": now,
            "before": now - timedelta(hours=hours),
            "forgotten": now - KEPT_FOR,
            "most": AT_ONCE,
        },
    )
    found = rows.all()
    facts = [
        (
            cart_id,
            CartAbandoned(
                UUID(owner.removeprefix("user:")) if owner.startswith("user:") else None,
                lines,
                int(pieces),
                touched_at,
            ),
        )
        for cart_id, owner, touched_at, lines, pieces in found
        if lines
    ]
    return len(found), facts


async def forget_carts(connection: AsyncConnection, now: datetime) -> Sequence[str]:
    """Forget a slice of those kept for long enough; whose they were."""
    gone = await connection.execute(_FORGET, {"before": now - KEPT_FOR, "most": AT_ONCE})
    return list(gone.scalars())


async def forget_requests(connection: AsyncConnection, now: datetime) -> int:
    """Forget a slice of the keys of requests, and of orders that were never bought."""
    gone = 0
    for statement, kept in ((_FORGET_REQUESTS, REQUESTS_FOR), (_FORGET_ORDERS, KEPT_FOR)):
        about = {"before": now - kept, "most": AT_ONCE}
        gone += (await connection.execute(statement, about)).rowcount
    return gone
