"""The mail that carries an order's pay link to its buyer."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.reaching import read_guests, read_persons
from holdfast.flows.settlement.pay_links import LinkMade
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, tell
from holdfast.mail import reachable
from holdfast.orders import Order, PayLinkSent
from holdfast.people import is_guest

__all__ = ["MailOff", "NobodyToTell", "TooManyLinkMails", "mail_pay_link", "mails_go_to"]

_MOST: Final = 10
"""Mails of one order's link."""
_MAILED: Final = "pay-link.mailed"
_COUNT: Final = "SELECT count(*) FROM audit_log WHERE subject = $1 AND action = $2"
_TRIES: Final = 4


class MailOff(Problem):
    """The shop sends no mail."""

    status = 409
    code = "mail-off"
    title = "The shop sends no mail"


class NobodyToTell(Problem):
    """It is not known where mail would reach the buyer."""

    status = 409
    code = "no-address-of-mail"
    title = "There is no address of mail"


class TooManyLinkMails(Problem):
    """It was mailed often enough."""

    status = 409
    code = "too-many-link-mails"
    title = "The link was mailed often enough"


async def mails_go_to(mailing: Mailing | None, order: Order) -> str | None:
    """Where mail reaches the order's buyer; None: nowhere, or the shop sends none."""
    if mailing is None or mailing.sender is None:
        return None
    async with mailing.settler.database.read() as connection:
        return await _address(connection, order)


async def mail_pay_link(
    mailing: Mailing | None, caller: Caller, order: Order, made: LinkMade
) -> str:
    """Tell the buyer; where, is answered. Raises :class:`MailOff`, :class:`NobodyToTell`,
    :class:`TooManyLinkMails`."""
    if mailing is None or mailing.sender is None:
        raise MailOff("Copy the link, and send it yourself.")
    settler = mailing.settler
    async with settler.database.read() as connection:
        address = await _address(connection, order)
    if address is None:
        raise NobodyToTell("Copy the link, or write down where its buyer is told of the order.")
    subject = str(made.link.booking_id or order.id)
    if await settler.database.pool.fetchval(_COUNT, subject, _MAILED) >= _MOST:
        raise TooManyLinkMails(say("It is mailed {limit} times at most. Copy it.", limit=_MOST))
    for _ in range(_TRIES):
        fact = PayLinkSent(made.link.id, order.total, order.currency, made.ends_at)
        about = {"order": order.number, "to": address}
        told = (
            orders.unchanged(order),
            tell(fact, order.id),
            caller.audited(_MAILED, subject, about),
        )
        outcome = await settler.ledger.commit(caller.keyed((), told, f"pay-link-mail/{new_id()}"))
        if isinstance(outcome, Accepted | AlreadyDone):
            return address
        if not isinstance(outcome, Conflict):
            break
        found = await settler.orders.known(order.id)
        if not found.is_pending:
            break
        order = found
    raise refuse(outcome)


async def _address(connection: AsyncConnection, order: Order) -> str | None:
    """As whoever writes the mail finds it."""
    person = (await read_persons(connection, [order.owner])).get(order.owner)
    if is_guest(order.owner):
        person = (await read_guests(connection, [str(order.id)])).get(str(order.id)) or person
    return None if person is None else reachable(person.address)
