"""A guest's order on a device on which it was not made: cancelled, or sent back, by the link from a
mail about it, and by a code that came back from where that mail went."""

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import Cancelled, cancel, not_cancellable
from holdfast.flows.mailing.confirming import contact_of_who_is_there
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.mailing.order_links import order_by_link
from holdfast.flows.people.reaching import read_guests
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.people import Principal

__all__ = ["LinkUnconfirmed", "cancel_by_link", "guest_of", "order_of_its_reader", "reads_its_mail"]


class LinkUnconfirmed(Problem):
    """A link is easily passed on: who has it has not shown that they read the order's mail."""

    status = 403
    code = "order-link-unconfirmed"
    title = "Confirm the address that the mail went to"


async def reads_its_mail(database: Database, who: Principal | None, order: Order) -> bool:
    """Whether a code came back by this browser just now, or by this account, from where the order's
    mail goes."""
    confirmed = "" if who is None else await contact_of_who_is_there(database, who)
    if not confirmed:
        return False
    async with database.read() as connection:
        found = (await read_guests(connection, [str(order.id)])).get(str(order.id))
    return found is not None and found.address.lower() == confirmed.lower()


def guest_of(order: Order) -> Principal:
    """In whose place it is done."""
    return Principal(order.owner, "guest")


async def order_of_its_reader(
    settler: Settler, mailing: Mailing | None, who: Principal | None, link: str
) -> Order:
    """The order, for whoever reads its mail. Raises
    :class:`~holdfast.flows.mailing.order_links.OrderLinkUnknown`, :class:`LinkUnconfirmed`."""
    order = await order_by_link(settler.orders, mailing, link)
    if not await reads_its_mail(settler.database, who, order):
        raise _unconfirmed()
    return order


async def cancel_by_link(
    settler: Settler, mailing: Mailing | None, caller: Caller, link: str
) -> Cancelled:
    """Cancel the order in its guest's place: what was paid goes back to where it came from. Raises
    :class:`~holdfast.flows.mailing.order_links.OrderLinkUnknown`, :class:`LinkUnconfirmed`, and
    what :func:`~holdfast.flows.ending.cancel.cancel` raises."""
    order = await order_by_link(settler.orders, mailing, link)
    whose = Caller(guest_of(order), caller.request, caller.key, caller.agent)
    if not await reads_its_mail(settler.database, caller.principal, order):
        # First whether it can be: nobody fetches a code for nothing.
        raise await not_cancellable(settler, whose, order) or _unconfirmed()
    return await cancel(settler, whose, order_id=order.id)


def _unconfirmed() -> LinkUnconfirmed:
    return LinkUnconfirmed("Ask for a code at the address that the mail about it went to.")
