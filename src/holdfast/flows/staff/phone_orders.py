"""Orders that staff take on the phone or at the counter: for who has an account, for a client, or
for somebody who is not named."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from holdfast import orders
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.for_client import ForWhom, on_behalf
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.checkout.till import STAFF_HOURS
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import AlreadyPaid, OrderCancelledAlready, refuse
from holdfast.flows.mailing.guest_contact import ContactInvalid, ContactOfAccount
from holdfast.flows.people.standing import refuse_own
from holdfast.flows.staff.orders import mark_paid
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired, Extend
from holdfast.mail import reachable

__all__ = ["MOST_HOURS", "NOBODY", "take_order"]

NOBODY: Final = ForWhom()
"""Somebody who is not named."""
MOST_HOURS: Final = 168
"""For how long the goods may wait for the money."""


async def take_order(
    parts: Booker,
    caller: Caller,
    wanted: Sequence[CartLine],
    choice: Choice,
    *,
    whom: ForWhom = NOBODY,
    email: str | None = None,
    hours: int = STAFF_HOURS,
    paid: bool = False,
    locale: str | None = None,
) -> Placed:
    """Held for ``hours`` in the name of ``whom``, or ``paid`` to staff already. Somebody who is not
    named is told of it at ``email``; a client is where the studio reaches them. Raises a Problem
    for every refusal of checkout, :class:`NoSuchClient`, :class:`ContactInvalid`,
    :class:`ContactOfAccount` and, of what is one's own and paid,
    :class:`~holdfast.flows.people.standing.OwnStanding`."""
    told = None if email is None else reachable(email)
    if email is not None and told is None:
        raise ContactInvalid("Mail cannot go to this address.", field="contactEmail")
    if email is not None and whom != NOBODY:
        raise ContactOfAccount(
            "News of it go to the address of mail of the account or client.", field="contactEmail"
        )
    behalf = await on_behalf(parts, caller, whom)
    if paid:
        refuse_own(caller.principal, [behalf.owner.id])
    if told is not None:
        behalf = replace(behalf, contact=told)
    choice = replace(choice, whole=True)
    placed = await place(parts, caller, wanted, choice=choice, locale=locale, behalf=behalf)
    await _kept_longer(parts, caller, placed, hours)
    if paid:
        await _paid(parts, caller, placed)
    return placed


async def _kept_longer(parts: Booker, caller: Caller, placed: Placed, hours: int) -> None:
    """Its goods wait so long; once, also if a process was killed between."""
    while True:
        order = await parts.orders.known(placed.order_id)
        if not order.is_pending:
            return  # the request came again, later
        outcome = await parts.ledger.commit(
            caller.command(
                (Extend(order.reservation_id, hours * 3600.0),),
                (orders.unchanged(order),),
                f"order-taken/{order.id}",
            )
        )
        if isinstance(outcome, Accepted | AlreadyDone | Expired):
            return  # or it ended in between, and nobody has swept yet: it is told as it stands
        if not (isinstance(outcome, Conflict) and orders.moved(outcome.subject)):
            raise refuse(outcome)


async def _paid(parts: Booker, caller: Caller, placed: Placed) -> None:
    """Once: the request may come again."""
    try:
        await mark_paid(parts, replace(caller, key=None), placed.order_id)
    except (AlreadyPaid, OrderCancelledAlready):
        return
