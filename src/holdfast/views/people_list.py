"""People as staff look for them: by mail, name, typed id, or the number of an order."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, page_of
from holdfast.people import user_owner
from holdfast.views.buyers import Buyer, buyer_of, user_in
from holdfast.views.order_search import MAX_TEXT, id_in, what_is_meant
from holdfast.views.product_list import search_words

__all__ = ["MOST_COUNTED", "Blocked", "Person", "blocked", "people_page", "person", "ways_in"]

MOST_COUNTED: Final = 1000
_NEWEST: Final = (datetime(9000, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))  # after everybody

_ROW: Final = """
SELECT u.id, u.name, u.email, u.roles, u.duties, u.active, u.created_at,
       (SELECT count(*) FROM (
            SELECT FROM orders o
            WHERE o.owner = 'user:' || u.id::text LIMIT :most) counted) AS orders
"""
_ALL: Final = sa.text(f"""
{_ROW} FROM users u
WHERE (u.created_at, u.id) < (:at, CAST(:before AS uuid))
ORDER BY u.created_at DESC, u.id DESC LIMIT :limit
""")
_FOUND: Final = sa.text(f"""
{_ROW} FROM users u
WHERE (u.id = ANY(CAST(:ids AS uuid[])) OR u.search @@ to_tsquery('simple', :words))
  AND (u.created_at, u.id) < (:at, CAST(:before AS uuid))
ORDER BY u.created_at DESC, u.id DESC LIMIT :limit
""")
_ONE: Final = sa.text(f"""
{_ROW}, (SELECT max(s.last_seen) FROM sessions s WHERE s.user_id = u.id) AS last_seen_at
FROM users u WHERE u.id = :id
""")
_WAYS_IN: Final = sa.text("""
SELECT (SELECT count(*) FROM sessions s WHERE s.user_id = :id AND s.expires_at > now()),
       (SELECT count(*) FROM api_tokens t WHERE t.user_id = :id AND t.revoked_at IS NULL
                                            AND (t.expires_at IS NULL OR t.expires_at > now()))
""")
_BLOCKED: Final = sa.text("""
SELECT a.at, a.data ->> 'reason' AS reason,
       coalesce((SELECT coalesce(nullif(u.name, ''), u.email) FROM users u
                 WHERE 'user:' || u.id::text = a.actor), a.actor) AS by
FROM audit_log a WHERE a.subject = :owner AND a.action = 'user.disabled'
ORDER BY a.id DESC LIMIT 1
""")
_GUESTS: Final = sa.text("""
SELECT o.owner, count(*) AS orders, min(o.created_at) AS created_at
FROM (SELECT owner, created_at FROM orders
      WHERE owner = ANY(CAST(:owners AS text[])) LIMIT :most) o
GROUP BY o.owner ORDER BY o.owner LIMIT :limit
""")
_OWNERS: Final = sa.text(
    "SELECT DISTINCT owner FROM orders WHERE id = ANY(CAST(:orders AS uuid[]))"
)


class Person(Struct, frozen=True):
    """A user, or a guest who bought something. ``orders`` counts to :data:`MOST_COUNTED`; a guest
    is there since the first of them."""

    buyer: Buyer
    roles: tuple[str, ...]
    duties: tuple[str, ...] | None
    active: bool
    orders: int
    created_at: datetime
    last_seen_at: datetime | None = None


class Blocked(Struct, frozen=True):
    """``by`` is a name, or what else acts here (``cli``)."""

    at: datetime
    by: str
    reason: str


async def people_page(
    connection: AsyncConnection, q: str | None, cursor: str | None, limit: int
) -> tuple[list[Person], str | None]:
    """A page, those who came last first, and the cursor of the next one. Guests are found by what
    they bought alone; they stand at the top of the first page."""
    at, before = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else _NEWEST
    about: dict[str, object] = {
        "at": at, "before": before, "limit": limit + 1, "most": MOST_COUNTED,
    }  # fmt: skip
    guests: list[Person] = []
    if q is None:
        rows = await connection.execute(_ALL, about)
    else:
        owners = await _owners(connection, q)
        ids = [user for user in map(user_in, owners) if user is not None]
        words = "" if id_in(q) is not None else search_words(q[:MAX_TEXT])
        rows = await connection.execute(_FOUND, {**about, "ids": ids, "words": words})
        if cursor is None:
            guests = await _guests(connection, [one for one in owners if user_in(one) is None])
    people = [_person(row) for row in rows.mappings()]
    page, more = page_of(people, limit, lambda one: (one.created_at, one.buyer.user_id or ""))
    return guests + page, more


async def person(connection: AsyncConnection, user: UUID) -> Person | None:
    """One user; with when they were last seen."""
    row = (await connection.execute(_ONE, {"id": user, "most": MOST_COUNTED})).mappings().first()
    return None if row is None else _person(row)


async def ways_in(connection: AsyncConnection, user: UUID) -> tuple[int, int]:
    """How many sessions and bearer tokens of the user's work."""
    sessions, tokens = (await connection.execute(_WAYS_IN, {"id": user})).one()
    return sessions, tokens


async def blocked(connection: AsyncConnection, user: UUID) -> Blocked | None:
    """When, by whom and why the user was blocked last; None if it was never written."""
    row = (await connection.execute(_BLOCKED, {"owner": user_owner(user)})).first()
    return None if row is None else Blocked(row.at, row.by, row.reason or "")


async def _owners(connection: AsyncConnection, q: str) -> set[str]:
    """Whom the text means but for the words of a name: an id, a typed id, the buyer of an order."""
    meant = await what_is_meant(connection, q)
    rows = await connection.execute(_OWNERS, {"orders": meant.orders})
    return {*meant.owners, *(row[0] for row in rows)}


async def _guests(connection: AsyncConnection, owners: list[str]) -> list[Person]:
    about = {"owners": owners, "most": MOST_COUNTED, "limit": MOST_COUNTED}
    return [
        Person(buyer_of(row.owner, None, None), (), None, True, row.orders, row.created_at)
        for row in await connection.execute(_GUESTS, about)
    ]


def _person(row: Any) -> Person:
    return Person(
        buyer_of(user_owner(row["id"]), row["name"], row["email"]),
        tuple(row["roles"]),
        None if row["duties"] is None else tuple(row["duties"]),
        row["active"],
        row["orders"],
        row["created_at"],
        row.get("last_seen_at"),
    )
