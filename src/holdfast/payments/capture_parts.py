"""Of money that is set aside, what is taken and what is let go: a row for each part of it, with its
amount, written before the provider is asked. Together they are never more than the payment.

Who writes one holds the row of the payment's promise (``captures``), so they come one by one, and
of one payment the provider is asked for one part at a time.
"""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit import new_id
from holdfast.payments.captures import CaptureState

_LOCK: Final = sa.text("""
SELECT state FROM payment_captures WHERE payment_id = :payment_id FOR UPDATE
""")
_PARTS: Final = sa.text("""
SELECT id, kind, key, amount, state, is_last FROM capture_parts
WHERE payment_id = :payment_id AND state <> 'refused' ORDER BY id
""")
_ASK: Final = sa.text("""
INSERT INTO capture_parts (id, payment_id, kind, amount, state, is_last)
VALUES (:id, :payment_id, 'taken', :amount, 'asked', :is_last)
""")
_END: Final = sa.text("""
UPDATE capture_parts SET state = :state WHERE id = :id AND state = 'asked' RETURNING id
""")
_RELEASE: Final = sa.text("""
INSERT INTO capture_parts (id, payment_id, kind, key, amount, state, is_last)
VALUES (:id, :payment_id, 'released', :key, :amount, 'done', false)
""")
_KEEP_ALL: Final = sa.text("""
DELETE FROM capture_parts WHERE payment_id = :payment_id AND key = :key
""")


class CapturePart(Struct, frozen=True):
    """``last``: nothing of the payment is set aside after it."""

    id: UUID
    amount: int
    last: bool


class SetAside(Struct, frozen=True):
    """How a payment stands whose money is taken later: ``taken`` is what the provider was asked
    for, in so many ``parts``, of which it has not answered for ``asked``; ``released`` is what is
    let go, by the refund it is let go for."""

    state: CaptureState
    taken: int
    parts: int
    asked: CapturePart | None
    released: dict[str, int]

    def left_of(self, amount: int) -> int:
        """What is still set aside of so much."""
        if self.state in ("captured", "voided"):
            return 0
        return amount - self.taken - sum(self.released.values())


async def set_aside(connection: AsyncConnection, payment_id: UUID) -> SetAside | None:
    """As it stands until the transaction ends; None of a payment whose money is taken at once."""
    about = {"payment_id": payment_id}
    state: CaptureState | None = (await connection.execute(_LOCK, about)).scalar()
    if state is None:
        return None
    taken, parts, asked, released = 0, 0, None, dict[str, int]()
    for row in await connection.execute(_PARTS, about):
        if row.kind == "released":
            released[row.key] = row.amount
            continue
        taken, parts = taken + row.amount, parts + 1
        if row.state == "asked":
            asked = CapturePart(row.id, row.amount, row.is_last)
    return SetAside(state, taken, parts, asked, released)


async def ask_part(
    connection: AsyncConnection, payment_id: UUID, amount: int, *, last: bool
) -> CapturePart:
    """So much is to be taken next."""
    part = CapturePart(new_id(), amount, last)
    about = {"id": part.id, "payment_id": payment_id, "amount": amount, "is_last": last}
    await connection.execute(_ASK, about)
    return part


async def end_part(connection: AsyncConnection, part: CapturePart, *, taken: bool) -> bool:
    """It was taken, or refused; False if that was known."""
    about = {"id": part.id, "state": "done" if taken else "refused"}
    return (await connection.execute(_END, about)).scalar() is not None


async def release_part(
    connection: AsyncConnection, payment_id: UUID, key: str, amount: int
) -> None:
    """So much is let go, for the refund ``key``."""
    about = {"id": new_id(), "payment_id": payment_id, "key": key, "amount": amount}
    await connection.execute(_RELEASE, about)


async def release_none(connection: AsyncConnection, payment_id: UUID, key: str) -> None:
    """Nothing is let go for the refund ``key``: it was refused."""
    await connection.execute(_KEEP_ALL, {"payment_id": payment_id, "key": key})
