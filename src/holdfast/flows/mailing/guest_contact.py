"""Where a guest is told of an order whose address does not say, and who they are that come to a
booked session, asked for at the till and after; and where they are told of what comes free for
which they wait."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import orders
from holdfast.db.engine import Database
from holdfast.flows.clients.keeping import said_by_guest
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.own_orders import say_of_own_order
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.kit.phones import international
from holdfast.ledger import Rider
from holdfast.mail import reachable
from holdfast.orders import Order
from holdfast.people import Principal, is_guest
from holdfast.waiting import keep_contact

__all__ = [
    "MAX_NAME", "Contact", "ContactInvalid", "ContactOfAccount", "NobodyComes", "contact_guest",
    "must_be_reached", "tell_who_waits",
]  # fmt: skip

MAX_NAME: Final = 100
"""Characters of what a guest says they are called."""


class Contact(Struct, frozen=True):
    """What a guest says of themself: where mail reaches them, what they are called and where to
    call them, of a booking alone. Of a name and a number: None leaves what was said, empty takes it
    back."""

    email: str | None
    name: str | None = None
    phone: str | None = None


class ContactInvalid(Problem):
    """Mail cannot go there, or nobody can be called there; ``field`` says which."""

    status = 422
    code = "contact-invalid"
    title = "Nobody is reached there"


class NobodyComes(Problem):
    """The order is of no booking, so nobody asks who comes."""

    status = 409
    code = "nobody-comes"
    title = "The order is of no booking"


class ContactOfAccount(Problem):
    """Who has an account is told where the account says."""

    status = 409
    code = "contact-of-account"
    title = "The order is of an account"


async def contact_guest(
    parts: Settler,
    caller: Caller,
    order_id: UUID,
    contact: Contact,
    mailing: Mailing | None = None,
) -> None:
    """News of the order go there from now on, or nowhere; the studio knows who comes, and where to
    call them. A number that does not say its country is one as it is dialled here. Raises
    :class:`ContactOfAccount`, :class:`ContactInvalid`, :class:`NobodyComes`,
    :class:`~holdfast.flows.commit.refusals.OrderNotFound`."""
    phone = await _number(parts, mailing, contact.phone)
    name = None if contact.name is None else contact.name.strip()
    seen: list[Order] = []

    def contacted(order: Order) -> Rider:
        email = _reached(order.owner, contact.email)
        if order.booking_id is None and (name or phone):
            raise NobodyComes("A name and a number are said with a booking.")
        seen.append(order)
        return orders.contacted(
            order,
            email,
            order.contact_name if name is None else name or None,
            order.contact_phone if phone is None else phone or None,
        )

    await say_of_own_order(parts, caller, order_id, "contact", contacted)
    if name or phone:
        async with parts.database.transaction() as connection:
            await said_by_guest(connection, caller, seen[-1], name or "", phone or "")


async def must_be_reached(
    parts: Settler, who: Principal, contact: Contact, mailing: Mailing | None = None
) -> None:
    """Before there is an order to say it of. Raises :class:`ContactOfAccount`,
    :class:`ContactInvalid`."""
    _reached(who.id, contact.email)
    await _number(parts, mailing, contact.phone)


async def _number(parts: Settler, mailing: Mailing | None, typed: str | None) -> str | None:
    """In international form. Raises :class:`ContactInvalid`."""
    if typed is None or not typed.strip():
        return typed and ""
    shop = await parts.shop.now()
    here = shop.dispatch.holidays[:2] if mailing is None else mailing.country_of(shop)
    phone = international(typed.strip(), here)
    if phone is None:
        said = "This is no phone number. Write it with its country's code."
        raise ContactInvalid(said, field="phone")
    return phone


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
