"""Whose data it is: everything by which rows of somebody are found."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.flows.personal_data.striking import Names
from holdfast.people import User

__all__ = ["Whose", "bound", "guest_handle", "whose_account", "whose_address"]

_SHOWN: Final = 12
_NAMED: Final = re.compile(r"(?<![:\w]):([a-z_]+)")
_TEXTS: Final = sa.ARRAY(sa.Text)
_IDS: Final = sa.ARRAY(sa.Uuid)
_TYPES: Final[Mapping[str, Any]] = {
    "owners": _TEXTS, "emails": _TEXTS, "phones": _TEXTS, "subject_ids": _TEXTS,
    "client_ids": _TEXTS, "handles": _TEXTS,
    "orders": _IDS, "bookings": _IDS, "clients": _IDS, "subjects": _IDS,
    "user": sa.Uuid, "user_id": sa.Text,
}  # fmt: skip

_BY_MAIL: Final = """
    lower(coalesce(address ->> 'email', contact_email)) = ANY(:emails)
    AND coalesce(address ->> 'email', contact_email) IS NOT NULL
    AND owner LIKE 'guest:%'
"""
# Not a browser's from which somebody else ordered, too.
_GUESTS: Final = f"""
SELECT o.owner FROM orders o WHERE {_BY_MAIL}
GROUP BY o.owner HAVING NOT EXISTS (
    SELECT FROM orders other WHERE other.owner = o.owner
    AND lower(coalesce(other.address ->> 'email', other.contact_email)) <> ALL(:emails))
"""
_ORDERS: Final = f"SELECT id FROM orders WHERE owner = ANY(:owners) OR ({_BY_MAIL})"
_BOOKINGS: Final = """
SELECT id FROM bookings WHERE user_id = ANY(:owners) OR order_id = ANY(:orders)
"""
_HAS_WALLETS: Final = sa.text("SELECT to_regclass('wallets')")
_WALLETS: Final = "SELECT id FROM wallets WHERE owner = ANY(:owners)"
# Not a card that another account has as well; with those that turned out to be the same person.
_CLIENTS: Final = """
WITH theirs AS (
    SELECT coalesce(c.merged_into, c.id) AS id FROM client_accounts a
    JOIN clients c ON c.id = a.client_id WHERE a.owner = ANY(:owners)
    UNION
    SELECT coalesce(merged_into, id) FROM clients
    WHERE email <> '' AND lower(email) = ANY(:emails)
)
SELECT c.id FROM clients c JOIN theirs ON theirs.id IN (c.id, c.merged_into)
WHERE NOT EXISTS (SELECT FROM client_accounts a WHERE a.client_id = theirs.id
                  AND a.owner LIKE 'user:%' AND a.owner <> ALL(:owners))
"""
# Not such a browser's either.
_OF_CLIENTS: Final = """
SELECT a.owner FROM client_accounts a
WHERE a.client_id = ANY(:clients) AND a.owner LIKE 'guest:%' AND NOT EXISTS (
    SELECT FROM orders other WHERE other.owner = a.owner
    AND lower(coalesce(other.address ->> 'email', other.contact_email)) <> ALL(:emails)
    AND lower(coalesce(other.address ->> 'email', other.contact_email)) NOT IN (
        SELECT lower(email) FROM clients WHERE id = ANY(:clients)))
"""
_KNOWN_BY: Final = """
SELECT name, email, phone, '' AS street FROM clients WHERE id = ANY(:clients)
UNION ALL SELECT address ->> 'name', address ->> 'email', address ->> 'phone', address ->> 'street'
    FROM addresses WHERE owner = ANY(:owners)
UNION ALL SELECT coalesce(address ->> 'name', contact_name),
    coalesce(address ->> 'email', contact_email), coalesce(address ->> 'phone', contact_phone),
    address ->> 'street' FROM orders WHERE id = ANY(:orders)
UNION ALL SELECT '', '', number, '' FROM sms_numbers WHERE owner = ANY(:owners)
UNION ALL SELECT '', email, '', '' FROM provider_identities WHERE user_id = :user
UNION ALL SELECT name, '', '', '' FROM telegram_chats WHERE owner = ANY(:owners)
"""


class Whose(Struct, frozen=True, kw_only=True):
    """``subjects`` are what is paid for: orders and wallets. ``handles``: what stands for guests
    whose data is gone. ``names``: what is struck out."""

    user: UUID | None
    owners: tuple[str, ...]
    emails: tuple[str, ...]
    orders: tuple[UUID, ...] = ()
    bookings: tuple[UUID, ...] = ()
    clients: tuple[UUID, ...] = ()
    wallets: tuple[UUID, ...] = ()
    handles: tuple[str, ...] = ()
    names: Names = Names()

    @property
    def values(self) -> dict[str, object]:
        """By the names with which statements ask."""
        about = (*self.orders, *self.bookings, *self.clients)
        return {
            "user": self.user, "user_id": str(self.user or ""), "owners": list(self.owners),
            "emails": list(self.emails), "phones": sorted(self.names.phones),
            "orders": list(self.orders), "bookings": list(self.bookings),
            "clients": list(self.clients), "subjects": [*self.orders, *self.wallets],
            "subject_ids": [str(one) for one in about],
            "client_ids": [str(one) for one in self.clients], "handles": list(self.handles),
        }  # fmt: skip


def bound(sql: str) -> sa.TextClause:
    """The statement, with the types of the names that occur in it."""
    named = sorted(set(_NAMED.findall(sql)) & _TYPES.keys())
    return sa.text(sql).bindparams(*(sa.bindparam(one, type_=_TYPES[one]) for one in named))


async def whose_account(connection: AsyncConnection, user: User) -> Whose:
    """An account's; if its address is confirmed, also what was ordered there without one."""
    owner = people.user_owner(user.id)
    reached = not user.is_closed and await people.email_verified(connection, user.id)
    known = Whose(user=user.id, owners=(owner,), emails=(user.email,) if reached else ())
    found = await _gathered(connection, known)
    if user.is_closed:
        return found
    names = found.names
    also = replace(names, emails=names.emails | {user.email}, words=names.words | {user.name})
    return replace(found, names=also)


async def whose_address(
    connection: AsyncConnection, email: str, owners: tuple[str, ...] = ()
) -> Whose:
    """Of who ordered and booked without an account, by where mail reached them, and of browsers
    that are known to be theirs."""
    handle = guest_handle(email)
    known = Whose(user=None, owners=(*owners, handle), emails=(email,), handles=(handle,))
    return await _gathered(connection, known)


def guest_handle(email: str) -> str:
    """What stands for the address once that is not written down any more: who asks again is
    recognised by it."""
    return f"guest-mail:{hashlib.sha256(email.encode()).hexdigest()[:_SHOWN]}"


async def _gathered(connection: AsyncConnection, known: Whose) -> Whose:
    if known.emails:
        known = _also(known, await _all(connection, _GUESTS, known))
    known = replace(known, clients=tuple(await _all(connection, _CLIENTS, known)))
    known = _also(known, await _all(connection, _OF_CLIENTS, known))
    known = replace(known, orders=tuple(await _all(connection, _ORDERS, known)))
    known = replace(known, bookings=tuple(await _all(connection, _BOOKINGS, known)))
    if (await connection.scalar(_HAS_WALLETS)) is not None:
        known = replace(known, wallets=tuple(await _all(connection, _WALLETS, known)))
    return replace(known, names=await _names(connection, known))


def _also(known: Whose, owners: Iterable[str]) -> Whose:
    return replace(known, owners=tuple(dict.fromkeys((*known.owners, *owners))))


async def _names(connection: AsyncConnection, known: Whose) -> Names:
    rows = (await connection.execute(bound(_KNOWN_BY), known.values)).all()
    streets = [line for row in rows for line in (row.street or "").splitlines()]
    words = {row.name for row in rows if row.name} | {line for line in streets if len(line) > 4}
    return Names(
        emails=frozenset(row.email for row in rows if row.email) | frozenset(known.emails),
        phones=frozenset(row.phone for row in rows if row.phone),
        words=frozenset(words) - {people.DELETED_NAME},
    )


async def _all(connection: AsyncConnection, sql: str, known: Whose) -> Sequence[Any]:
    return (await connection.execute(bound(sql), known.values)).scalars().all()
