"""What a buyer asks of whoever packs an order: a gift without a price, a bell that is broken."""

from typing import Protocol
from uuid import UUID

from holdfast import orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.refusals import OrderNotFound, refuse
from holdfast.kit import Problem, new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Ledger
from holdfast.orders import Order, OrderBook

__all__ = ["NoteTooLate", "Noting", "note_of_buyer"]

_TRIES = 4


class Noting(Protocol):
    """What this flow works with."""

    @property
    def orders(self) -> OrderBook: ...
    @property
    def ledger(self) -> Ledger: ...


class NoteTooLate(Problem):
    """Nobody packs it any more, or nobody ever will."""

    status = 409
    code = "note-too-late"
    title = "It is too late for a note"


async def note_of_buyer(parts: Noting, caller: Caller, order_id: UUID, note: str) -> None:
    """Whoever packs the caller's order reads it, from now on; empty: nothing any more. Raises
    :class:`OrderNotFound`, :class:`NoteTooLate`."""
    text = note.strip() or None
    for _ in range(_TRIES):
        order = await parts.orders.get(order_id)
        if order is None or order.owner != caller.principal.id:
            raise OrderNotFound("You have no such order.")
        if order.buyer_note == text:
            return
        _in_time(order)
        rider = orders.noted_by_buyer(order, text)
        command = caller.keyed((), (rider,), f"buyer-note/{order.id}/{new_id()}")
        match await parts.ledger.commit(command):
            case Accepted() | AlreadyDone():
                return
            case Conflict():
                continue
            case outcome:
                raise refuse(outcome)
    raise crowded_out(f"order {order_id} does not keep still")


def _in_time(order: Order) -> None:
    if not order.is_sent:
        raise NoteTooLate("Nothing of this order is packed.")
    if order.is_cancelled:
        raise NoteTooLate("The order is cancelled.")
    if order.fulfilment not in (None, "unfulfilled"):
        raise NoteTooLate("Something of the order has left already.")
