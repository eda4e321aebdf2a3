"""Where a guest is told of an order whose address does not say, asked for at the till and after;
and of what comes free for which they wait."""

from typing import Protocol
from uuid import UUID

from holdfast import orders
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.refusals import OrderNotFound, refuse
from holdfast.kit import Problem, new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Ledger
from holdfast.mail import reachable
from holdfast.orders import OrderBook
from holdfast.people import Principal, is_guest
from holdfast.waiting import keep_contact

__all__ = ["ContactInvalid", "ContactOfAccount", "Contacting", "tell_by_mail", "tell_who_waits"]

_TRIES = 4


class Contacting(Protocol):
    """What this flow works with."""

    @property
    def orders(self) -> OrderBook: ...
    @property
    def ledger(self) -> Ledger: ...


class ContactInvalid(Problem):
    """Mail cannot go there."""

    status = 422
    code = "contact-invalid"
    title = "This is no address of mail"


class ContactOfAccount(Problem):
    """Who has an account is told where the account says."""

    status = 409
    code = "contact-of-account"
    title = "The order is of an account"


async def tell_by_mail(
    parts: Contacting, caller: Caller, order_id: UUID, email: str | None
) -> None:
    """News of the caller's order go there from now on, or nowhere. Raises :class:`OrderNotFound`,
    :class:`ContactOfAccount`, :class:`ContactInvalid`."""
    found = None if email is None else reachable(email)
    for _ in range(_TRIES):
        order = await parts.orders.get(order_id)
        if order is None or order.owner != caller.principal.id:
            raise OrderNotFound("You have no such order.")
        if not is_guest(order.owner):
            raise ContactOfAccount("News of it go to the address of mail of the account.")
        if email is not None and found is None:
            raise ContactInvalid("Mail cannot go to this address.", field="email")
        key = f"contact/{order.id}/{new_id()}"
        command = caller.keyed((), (orders.contacted(order, found),), key)
        match await parts.ledger.commit(command):
            case Accepted() | AlreadyDone():
                return
            case Conflict():
                continue
            case outcome:
                raise refuse(outcome)
    raise crowded_out(f"order {order_id} does not change")


async def tell_who_waits(database: Database, who: Principal, email: str | None) -> str | None:
    """Offers to the guest go there from now on, or nowhere. Raises :class:`ContactOfAccount`,
    :class:`ContactInvalid`."""
    if not is_guest(who.id):
        raise ContactOfAccount("News of it go to the address of mail of the account.")
    found = None if email is None else reachable(email)
    if email is not None and found is None:
        raise ContactInvalid("Mail cannot go to this address.", field="email")
    async with database.transaction() as connection:
        await keep_contact(connection, who.id, found)
    return found
