"""The deadline of orders without goods: no hold ends them, so a job does."""

from uuid import UUID

from holdfast.flows.events import EVENTS, OrderCancelled, event_row
from holdfast.flows.platform import Platform
from holdfast.flows.refusals import refuse
from holdfast.ledger import NOW, Accepted, AlreadyDone, Command, Conflict, Insert, Transition
from holdfast.orders import ORDER_STATES

__all__ = ["end_unpaid"]


async def end_unpaid(platform: Platform, order_id: UUID, *, request: str = "") -> None:
    """Cancel the order as expired if it is still not paid; safe to repeat. What its payment comes
    to later is settled then, as for an order whose hold ran out."""
    order = await platform.orders.get(order_id)
    if order is None:
        raise LookupError(f"no order {order_id}")
    if order.status != "pending" or order.hold_id is not None:
        return
    off = Transition(
        ORDER_STATES,
        order.id,
        ("pending",),
        "cancelled",
        (("reason", "expired"), ("cancelled_at", NOW)),
    )
    fact = event_row(OrderCancelled("expired"), order.id, request)
    outcome = await platform.ledger.commit(
        Command(
            (),
            (off, Insert(EVENTS, (fact,))),
            key=f"expire/{order.id}",
            actor="expiry",
            request=request,
        )
    )
    if not isinstance(outcome, Accepted | AlreadyDone | Conflict):  # it was paid or cancelled
        raise refuse(outcome)
