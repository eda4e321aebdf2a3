"""Money that is set aside until its order is sent: a row from the payment's begin to its end.

To its order such a payment has succeeded once the money is set aside. Here stands what became of
the promise: ``held``, then ``captured``; ``voided`` where all of it was let go; or ``refused`` by
the provider, of which staff are told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.ledger import Insert
from holdfast.payments.tables import CAPTURES

CaptureState: TypeAlias = Literal["held", "captured", "voided", "refused"]

_MOST: Final = 200
"""Characters of a refusal."""
_STATES: Final = """
SELECT payment_id, state FROM payment_captures WHERE payment_id = ANY($1::uuid[])
"""
_ENDS: Final = """
UPDATE payment_captures SET ends_at = $2 WHERE payment_id = $1 AND ends_at IS DISTINCT FROM $2
"""
_MOVE: Final = sa.text("""
UPDATE payment_captures SET state = :state, detail = :detail
WHERE payment_id = :payment_id AND state IN ('held', 'refused') RETURNING payment_id
""")
_MOST_TOLD: Final = 100
_TO_TELL: Final = sa.text("""
SELECT count(*) FROM (
    SELECT FROM payment_captures c
    JOIN payments p ON p.id = c.payment_id AND p.status IN ('succeeded', 'credited')
    WHERE c.state = 'refused'
       OR (c.state = 'held' AND c.ends_at < clock_timestamp() + CAST(:within AS interval))
    LIMIT :most) AS found
""")
_HELD_FOR: Final = sa.text("""
SELECT c.payment_id, CAST(p.subject_id AS text) AS subject FROM payments p
JOIN payment_captures c ON c.payment_id = p.id AND c.state = 'held'
WHERE p.subject_id = ANY(CAST(:orders AS uuid[]))
""")


class HeldCapture(Struct, frozen=True):
    """A payment whose money is set aside for an order."""

    payment_id: UUID
    order_id: str


def held_until_sent(payment_id: UUID) -> Insert:
    """It is begun as one whose money is taken later."""
    return Insert(CAPTURES, ((payment_id, "held", None, ""),))


async def capture_states(
    database: Database, payment_ids: Sequence[UUID]
) -> dict[UUID, CaptureState]:
    """Of those of these whose money is not taken at once."""
    return dict(map(tuple, await database.pool.fetch(_STATES, payment_ids)))


async def note_end(database: Database, payment_id: UUID, ends_at: datetime | None) -> None:
    """When the provider lets the money go."""
    await database.pool.execute(_ENDS, payment_id, ends_at)


async def held_to_tell(connection: AsyncConnection, within: timedelta) -> int:
    """How many run out soon, or were refused, of orders that stand."""
    about = {"within": within, "most": _MOST_TOLD}
    found: int = (await connection.execute(_TO_TELL, about)).scalar_one()
    return found


async def move_capture(
    connection: AsyncConnection, payment_id: UUID, state: CaptureState, detail: str = ""
) -> bool:
    """What became of it; False if that was known."""
    about = {"payment_id": payment_id, "state": state, "detail": detail[:_MOST]}
    found = await connection.execute(_MOVE, about)
    return found.scalar() is not None


async def held_for(connection: AsyncConnection, orders: Sequence[str]) -> list[HeldCapture]:
    """What is set aside for these orders."""
    found = await connection.execute(_HELD_FOR, {"orders": list(orders)})
    return [HeldCapture(row.payment_id, row.subject) for row in found]
