"""A guest's order, cancelled on a device on which it was not made: by the link from a mail about
it, and by a code that came back from where that mail went."""

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import Cancelled, cancel
from holdfast.flows.mailing.confirming import confirmed_contact
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.mailing.order_links import order_by_link
from holdfast.flows.people.reaching import read_guests
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.people import Principal

__all__ = ["LinkUnconfirmed", "cancel_by_link", "reads_its_mail"]


class LinkUnconfirmed(Problem):
    """A link is easily passed on: who has it has not shown that they read the order's mail."""

    status = 403
    code = "order-link-unconfirmed"
    title = "Confirm the address that the mail went to"


async def reads_its_mail(database: Database, who: Principal | None, order: Order) -> bool:
    """Whether a code came back by this browser, or account, from where the order's mail goes."""
    confirmed = "" if who is None else await confirmed_contact(database, who)
    if not confirmed:
        return False
    async with database.read() as connection:
        found = (await read_guests(connection, [str(order.id)])).get(str(order.id))
    return found is not None and found.address.lower() == confirmed.lower()


async def cancel_by_link(
    settler: Settler, mailing: Mailing | None, caller: Caller, link: str
) -> Cancelled:
    """Cancel the order in its guest's place: what was paid goes back to where it came from. Raises
    :class:`~holdfast.flows.mailing.order_links.OrderLinkUnknown`, :class:`LinkUnconfirmed`, and
    what :func:`~holdfast.flows.ending.cancel.cancel` raises."""
    order = await order_by_link(settler.orders, mailing, link)
    if not await reads_its_mail(settler.database, caller.principal, order):
        raise LinkUnconfirmed("Ask for a code at the address that the mail about it went to.")
    whose = Caller(Principal(order.owner, "guest"), caller.request, caller.key, caller.agent)
    return await cancel(settler, whose, order_id=order.id)
