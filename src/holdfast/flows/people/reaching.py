"""Where a person is reached: by whose account it is, by what was said with an order or to the
newsletter, or by what staff wrote down of a client."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.mail import names_a_site
from holdfast.newsletters import subscriber_in
from holdfast.people import OF_HANDLES

__all__ = [
    "Person", "participant_in", "participant_owner", "read_guests", "read_persons", "read_phones",
    "who_come",
]  # fmt: skip

_PARTICIPANT: Final = "participant:"

# An account's own address, or that of the client whose account it is: a guest who was booked for.
_PERSONS: Final = sa.text("""
SELECT DISTINCT ON (owner) owner, address, name FROM (
    SELECT 'user:' || u.id::text AS owner, u.email AS address, u.name, 1 AS first FROM users u
    WHERE u.active AND u.id = ANY(CAST(:users AS uuid[])) AND u.email NOT LIKE '%' || :typed
    UNION ALL
    SELECT a.owner, coalesce(m.email, c.email), coalesce(m.name, c.name), 2
    FROM client_accounts a JOIN clients c ON c.id = a.client_id
    LEFT JOIN clients m ON m.id = c.merged_into
    WHERE a.owner = ANY(CAST(:owners AS text[])) AND coalesce(m.email, c.email) <> ''
    UNION ALL
    SELECT 'participant:' || p.id, p.email, p.name, 3 FROM booking_participants p
    WHERE p.id = ANY(CAST(:participants AS uuid[])) AND p.email <> '' AND p.removed_at IS NULL
    UNION ALL
    SELECT 'subscriber:' || s.id, s.email, '', 4 FROM newsletter_subscribers s
    WHERE s.id = ANY(CAST(:subscribers AS uuid[]))
) AS known
ORDER BY owner, first
""")

_GUESTS: Final = sa.text("""
SELECT id, coalesce(address ->> 'email', contact_email) AS email,
    coalesce(address ->> 'name', contact_name, '') AS name FROM orders
WHERE id = ANY(CAST(:ids AS uuid[])) AND coalesce(address ->> 'email', contact_email) IS NOT NULL
""")


_PHONES: Final = sa.text("""
SELECT a.owner, coalesce(m.phone, c.phone) AS phone
FROM client_accounts a JOIN clients c ON c.id = a.client_id
LEFT JOIN clients m ON m.id = c.merged_into
WHERE a.owner = ANY(CAST(:owners AS text[])) AND coalesce(m.phone, c.phone) <> ''
""")


_COME: Final = sa.text("""
SELECT b.id, b.user_id AS owner, o.contact_name AS name, o.contact_phone AS phone
FROM bookings b LEFT JOIN orders o ON o.id = b.order_id WHERE b.id = ANY(CAST(:ids AS uuid[]))
""")


class Person(Struct, frozen=True):
    address: str
    name: str


async def read_guests(connection: AsyncConnection, orders: Iterable[str]) -> dict[str, Person]:
    """Who said where news of an order goes, by order: the only address there is of a guest."""
    ids = sorted(set(orders))
    rows = (await connection.execute(_GUESTS, {"ids": ids})).all() if ids else ()
    return {str(row.id): Person(row.email, row.name) for row in rows}


async def read_persons(connection: AsyncConnection, owners: Iterable[str]) -> dict[str, Person]:
    """Those of whom an address is known, by owner."""
    wanted = sorted(set(owners))
    users = [UUID(one.removeprefix("user:")) for one in wanted if one.startswith("user:")]
    taking_part = [one for owner in wanted if (one := participant_in(owner))]
    subscribers = [one for owner in wanted if (one := subscriber_in(owner))]
    asked = {
        "users": users, "owners": wanted, "typed": OF_HANDLES, "participants": taking_part,
        "subscribers": subscribers,
    }  # fmt: skip
    rows = await connection.execute(_PERSONS, asked)
    return {row.owner: Person(row.address, row.name) for row in rows}


async def read_phones(connection: AsyncConnection, owners: Iterable[str]) -> dict[str, str]:
    """Of those who are clients of the studio, by owner, as it was typed."""
    wanted = sorted(set(owners))
    rows = await connection.execute(_PHONES, {"owners": wanted}) if wanted else ()
    return {row.owner: row.phone for row in rows}


async def who_come(connection: AsyncConnection, bookings: Iterable[str]) -> dict[str, str]:
    """By booking, what its client is called, for who is booked: by the account, or as a guest said
    with it, then with the number that they said as well."""
    wanted = sorted(set(bookings))
    rows = (await connection.execute(_COME, {"ids": wanted})).all() if wanted else ()
    persons = await read_persons(connection, {row.owner for row in rows})
    found = {}
    for row in rows:
        known = persons.get(row.owner)
        name = row.name or ("" if known is None else known.name)
        said = ("" if names_a_site(name) else name, row.phone or "")
        found[str(row.id)] = ", ".join(one for one in said if one)
    return found


def participant_owner(participant_id: UUID) -> str:
    """As the log of mails names who takes part in a booking of another's."""
    return f"{_PARTICIPANT}{participant_id}"


def participant_in(owner: str) -> UUID | None:
    """Who takes part, if the log of mails names one so."""
    return UUID(owner.removeprefix(_PARTICIPANT)) if owner.startswith(_PARTICIPANT) else None
