"""An order that ran out of time may yet be paid, late. Its buyer may say before that it is off."""

from holdfast import orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.tries import is_live
from holdfast.flows.settlement.settle import rescue_key
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Accepted, AlreadyDone, Conflict, KeyReused, RequestKey
from holdfast.orders import Order

__all__ = ["given_up"]


async def given_up(settler: Settler, caller: Caller, order: Order, staff: str | None) -> Order:
    """A cancelled order as it stands once nothing that is still under way can make it paid: it is
    paid, if that came first. ``staff``: why they cancel it for its buyer."""
    if order.reason != "expired" or not any(
        map(is_live, await settler.payments.of_order(order.id))
    ):
        return order
    by = None if staff is None else caller.actor
    outcome = await settler.ledger.commit(
        caller.command(
            (),
            (orders.given_up(order.id, "buyer" if staff is None else "staff", by),),
            f"cancel/{order.id}",
            # Of this and a rescue, whoever takes this key is first.
            request_key=RequestKey(rescue_key(order.id), b"given up", ""),
        )
    )
    if not isinstance(outcome, Accepted | AlreadyDone | Conflict | KeyReused):
        raise refuse(outcome)
    return await settler.orders.get(order.id) or order
