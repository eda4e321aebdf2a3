"""Whom a kind of mail reaches: what staff are told before one is sent, and what writes it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.reaching import read_guests, read_persons, read_phones
from holdfast.kit.phones import can_be_texted, international
from holdfast.mail import reachable
from holdfast.people import is_guest
from holdfast.shop import ShopSettings

__all__ = ["phones_of", "told_of_orders"]


async def phones_of(
    connection: AsyncConnection, mailing: Mailing, owners: Iterable[str], shop: ShopSettings
) -> dict[str, str]:
    """Of clients without an account, as they said when they booked, or staff wrote them down; what
    is no mobile's is none."""
    if mailing.sms is None:
        return {}
    country = mailing.country_of(shop)
    typed = await read_phones(connection, [one for one in owners if is_guest(one)])
    found = {owner: international(one, country) for owner, one in typed.items()}
    return {owner: one for owner, one in found.items() if one and can_be_texted(one)}


async def told_of_orders(
    connection: AsyncConnection,
    mailing: Mailing | None,
    kind: str,
    orders: Mapping[UUID, str],
    shop: ShopSettings,
) -> set[UUID]:
    """Of these orders, by whose they are, those of which somebody hears by this kind."""
    persons = await read_persons(connection, orders.values())
    of_guests = [str(one) for one, owner in orders.items() if is_guest(owner)]
    guests = await read_guests(connection, of_guests)
    phones = {}
    if mailing is not None and mailing.goes_by(kind, "sms"):
        phones = await phones_of(connection, mailing, orders.values(), shop)
    found = set()
    for order, owner in orders.items():
        person = guests.get(str(order)) or persons.get(owner)
        if owner in phones or (person is not None and reachable(person.address)):
            found.add(order)
    return found
