"""A payment for an order: it is wanted while the order is pending, and settles it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.due import due_of
from holdfast.flows.payments.refunds_there import keep_of_order
from holdfast.flows.payments.unpaid import note_failure
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settled, Settler
from holdfast.payments import Payment, RefundThere
from holdfast.payments import Purpose as PurposeName

__all__ = ["ForOrders"]

_NEVER: Final = datetime.fromtimestamp(0, UTC)
_UNSETTLED: Final = f"""
SELECT p.id FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.id = ANY({unseen_ids("$1")}) AND p.purpose = $2 AND p.status = 'succeeded'
  AND (o.payment_id IS DISTINCT FROM p.id OR o.status = 'pending')
"""


class ForOrders(Struct, frozen=True):
    """The purposes ``order`` and ``part``."""

    parts: Settler
    purpose: PurposeName = "order"

    def over(self, payment: Payment) -> bool:
        return not payment.undecided

    async def until(self, payment: Payment) -> datetime:
        order = await self.parts.orders.known(payment.subject_id)
        hold = await self.parts.reader.hold(order.reservation_id)
        return _NEVER if hold is None else hold.expires_at

    async def wanted(self, payment: Payment) -> bool:
        order = await self.parts.orders.known(payment.subject_id)
        if not payment.is_part or not order.is_pending:
            return order.is_pending
        return (await due_of(self.parts, order)).takes(payment.amount)

    async def unsettled(self, payment_ids: Sequence[str], /) -> Sequence[UUID]:
        rows = await self.parts.database.pool.fetch(
            _UNSETTLED, written_ids(payment_ids), self.purpose
        )
        return [row[0] for row in rows]

    async def succeeded(self, payment: Payment, caller: Caller) -> Settled:
        return await settle(self.parts, payment, caller=caller)

    async def failed(self, payment: Payment, caller: Caller, reference: str | None = None) -> bool:
        order = await self.parts.orders.known(payment.subject_id)
        return await note_failure(self.parts, order, payment, caller, reference)

    async def given_there(
        self, payment: Payment, found: Sequence[RefundThere], caller: Caller, /
    ) -> None:
        await keep_of_order(self.parts, payment, found, caller)
