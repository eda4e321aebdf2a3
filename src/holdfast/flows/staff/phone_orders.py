"""Orders that staff take on the phone or at the counter, for who has an account or has none."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast import orders
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.for_client import client_of
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import AlreadyPaid, OrderCancelledAlready, refuse
from holdfast.flows.mailing.guest_contact import ContactInvalid, ContactOfAccount
from holdfast.flows.staff.orders import mark_paid
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Extend, Rider
from holdfast.mail import reachable

__all__ = ["MOST_HOURS", "take_order"]

MOST_HOURS: Final = 168
"""For how long the goods may wait for the money."""


async def take_order(
    parts: Booker,
    caller: Caller,
    wanted: Sequence[CartLine],
    choice: Choice,
    *,
    client: UUID | None = None,
    email: str | None = None,
    hours: int = 24,
    paid: bool = False,
    locale: str | None = None,
) -> Placed:
    """Held for ``hours`` in the name of the ``client``, or of somebody without an account, who is
    told at ``email``; or ``paid`` to staff already. Raises a Problem for every refusal of checkout,
    :class:`NoSuchClient`, :class:`ContactInvalid` and :class:`ContactOfAccount`."""
    told = None if email is None else reachable(email)
    if email is not None and told is None:
        raise ContactInvalid("Mail cannot go to this address.", field="contactEmail")
    if email is not None and client is not None:
        raise ContactOfAccount(
            "News of it go to the address of mail of the account.", field="contactEmail"
        )
    buyer = await client_of(parts, client)
    whose = Caller(buyer, caller.request, caller.key)
    choice = replace(choice, whole=True)
    placed = await place(parts, whose, wanted, choice=choice, locale=locale)
    await _noted(parts, caller, placed, told, hours)
    if paid:
        await _paid(parts, caller, placed)
    return placed


async def _noted(
    parts: Booker, caller: Caller, placed: Placed, told: str | None, hours: int
) -> None:
    """Its goods wait for longer, and it says who took it; once, also if a process was killed
    between."""
    while True:
        order = await parts.orders.get(placed.order_id)
        assert order is not None, "just placed"
        if not order.is_pending:
            return  # the request came again, later
        riders: tuple[Rider, ...] = (
            caller.audited("order.taken", order.id, {"number": order.number, "for": order.owner}),
        )
        if told is not None:
            riders = (orders.contacted(order, told), *riders)
        longer = Extend(placed.reservation_id, hours * 3600.0)
        outcome = await parts.ledger.commit(
            caller.command((longer,), riders, f"order-taken/{order.id}")
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return
        if not (isinstance(outcome, Conflict) and orders.moved(outcome.subject)):
            raise refuse(outcome)


async def _paid(parts: Booker, caller: Caller, placed: Placed) -> None:
    """Once: the request may come again."""
    try:
        await mark_paid(parts, replace(caller, key=None), placed.order_id)
    except (AlreadyPaid, OrderCancelledAlready):
        return
