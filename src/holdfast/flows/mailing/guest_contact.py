"""Where a guest is told of an order whose address does not say, asked for at the till and after;
and of what comes free for which they wait."""

from uuid import UUID

from holdfast import orders
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.own_orders import HoldsOrders, say_of_own_order
from holdfast.kit import Problem
from holdfast.ledger import Rider
from holdfast.mail import reachable
from holdfast.orders import Order
from holdfast.people import Principal, is_guest
from holdfast.waiting import keep_contact

__all__ = ["ContactInvalid", "ContactOfAccount", "tell_by_mail", "tell_who_waits"]


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
    parts: HoldsOrders, caller: Caller, order_id: UUID, email: str | None
) -> None:
    """News of the order go there from now on, or nowhere. Raises :class:`ContactOfAccount`,
    :class:`ContactInvalid`, :class:`~holdfast.flows.commit.refusals.OrderNotFound`."""

    def contacted(order: Order) -> Rider:
        return orders.contacted(order, _reached(order.owner, email))

    await say_of_own_order(parts, caller, order_id, "contact", contacted)


async def tell_who_waits(database: Database, who: Principal, email: str | None) -> str | None:
    """Offers to the guest go there from now on, or nowhere. Raises :class:`ContactOfAccount`,
    :class:`ContactInvalid`."""
    found = _reached(who.id, email)
    async with database.transaction() as connection:
        await keep_contact(connection, who.id, found)
    return found


def _reached(owner: str, email: str | None) -> str | None:
    """Where a guest is told. Raises :class:`ContactOfAccount`, :class:`ContactInvalid`."""
    if not is_guest(owner):
        raise ContactOfAccount("News of it go to the address of mail of the account.")
    found = None if email is None else reachable(email)
    if email is not None and found is None:
        raise ContactInvalid("Mail cannot go to this address.", field="email")
    return found
