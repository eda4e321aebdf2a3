"""A payment for an order: it is wanted while the order is pending, and settles it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.unpaid import note_failure
from holdfast.flows.settlement.settle import Settled, settle
from holdfast.flows.settlement.settler import Settler
from holdfast.orders import Order
from holdfast.payments import Payment

__all__ = ["ForOrders"]

_NEVER: Final = datetime.fromtimestamp(0, UTC)
_UNSETTLED: Final = """
SELECT p.id FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.id = ANY($1::uuid[]) AND p.purpose = 'order' AND p.status = 'succeeded'
  AND (o.payment_id IS DISTINCT FROM p.id OR o.status = 'pending')
"""


class ForOrders(Struct, frozen=True):
    """The purpose ``order``."""

    parts: Settler

    def over(self, payment: Payment) -> bool:
        return not payment.undecided

    async def until(self, payment: Payment) -> datetime:
        order = await self._order(payment)
        hold = await self.parts.reader.hold(order.reservation_id)
        return _NEVER if hold is None else hold.expires_at

    async def wanted(self, payment: Payment) -> bool:
        return (await self._order(payment)).is_pending

    async def unsettled(self, payment_ids: Sequence[UUID], /) -> Sequence[UUID]:
        rows = await self.parts.database.pool.fetch(_UNSETTLED, payment_ids)
        return [row[0] for row in rows]

    async def succeeded(self, payment: Payment, caller: Caller) -> Settled:
        return await settle(self.parts, payment, caller=caller)

    async def failed(self, payment: Payment, caller: Caller, reference: str | None = None) -> bool:
        order = await self._order(payment)
        return await note_failure(self.parts, order, payment, caller, reference)

    async def _order(self, payment: Payment) -> Order:
        order = await self.parts.orders.get(payment.subject_id)
        if order is None:
            raise LookupError(f"payment {payment.id} has no order")
        return order
