"""Orders with the end of their hold, or with a payment, each in one gathered read: what paying and
creating look at first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.db.id_lists import id_list, unseen_ids
from holdfast.db.plans import unseen
from holdfast.ledger import hold_end
from holdfast.orders import ORDER_COLUMNS, Order
from holdfast.payments import PAYMENT_COLUMNS, Payment

__all__ = ["HeldOrder", "HeldOrders", "OrderPayment"]


def _columns(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


_HELD: Final = f"""
SELECT {_columns("o", ORDER_COLUMNS)},
       {hold_end("o.hold_id", unseen("$2", "smallint[]"))},
       (SELECT b.answer_by IS NOT NULL FROM bookings b WHERE b.id = o.booking_id)
FROM orders o WHERE o.hold_id = ANY({unseen_ids("$1")})
"""
_PAYMENTS: Final = f"""
SELECT {_columns("p", PAYMENT_COLUMNS)}, {_columns("o", ORDER_COLUMNS)},
       EXISTS (SELECT FROM payment_captures c WHERE c.payment_id = p.id)
FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.id = ANY({unseen_ids("$1")})
"""


class HeldOrder(Struct, frozen=True):
    """An order, and when its hold ends (None if there is no such hold); ``asked``: its booking
    waits for an answer."""

    order: Order
    ends_at: datetime | None
    asked: bool = False


class OrderPayment(Struct, frozen=True):
    """A payment, whatever became of it, and its order; ``set_aside``: its money was, first."""

    payment: Payment
    order: Order
    set_aside: bool


class HeldOrders:
    """Fresh, gathered."""

    def __init__(self, database: Database, partitions: int = 1) -> None:
        self._database = database
        self._partitions = list(range(1, partitions + 1))
        self._held: Gather[UUID, HeldOrder] = Gather(self._load_held)
        self._payments: Gather[UUID, OrderPayment] = Gather(self._load_payments)

    async def held(self, hold_id: UUID) -> HeldOrder | None:
        """By its reservation."""
        return await self._held.get(hold_id)

    async def payment(self, payment_id: UUID) -> OrderPayment | None:
        """By one of its payments."""
        return await self._payments.get(payment_id)

    async def _load_held(self, ids: Sequence[UUID]) -> Mapping[UUID, HeldOrder]:
        rows = await self._database.pool.fetch(_HELD, id_list(ids), self._partitions)
        found = (HeldOrder(Order(*order), ends_at, bool(asked)) for *order, ends_at, asked in rows)
        return {one.order.reservation_id: one for one in found}

    async def _load_payments(self, ids: Sequence[UUID]) -> Mapping[UUID, OrderPayment]:
        middle = len(PAYMENT_COLUMNS)
        rows = map(tuple, await self._database.pool.fetch(_PAYMENTS, id_list(ids)))
        found = (
            OrderPayment(Payment(*row[:middle]), Order(*row[middle:-1]), row[-1]) for row in rows
        )
        return {one.payment.id: one for one in found}
