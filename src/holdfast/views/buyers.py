"""Who is behind an owner of orders, as staff read it: a user by name, a typed id, or a guest."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.people import is_typed

__all__ = [
    "BUYER_EMAIL", "BUYER_NAME", "Buyer", "Kind", "buyer_of", "buyer_of_order",
    "buyers_of", "user_in",
]  # fmt: skip

Kind: TypeAlias = Literal["user", "typed", "guest"]
"""``typed``: known by nothing but an id that was typed (``--demo``)."""

BUYER_NAME: Final = """
CASE WHEN NOT starts_with(o.owner, 'guest:') THEN u.name ELSE coalesce(
    o.address ->> 'name', o.contact_name, (
        SELECT nullif(c.name, '') FROM client_accounts a JOIN clients c ON c.id = a.client_id
        WHERE a.owner = o.owner)) END
"""
"""Of an order ``o`` and the user ``u`` who may own it: a guest is called as the parcel is
addressed, or as they said when they booked, else as staff wrote of the client that they are."""
BUYER_EMAIL: Final = """
CASE WHEN NOT starts_with(o.owner, 'guest:') THEN u.email
     ELSE coalesce(o.address ->> 'email', o.contact_email) END
"""

_USER: Final = "user:"
_USERS: Final = sa.text("SELECT id, name, email FROM users WHERE id = ANY(CAST(:ids AS uuid[]))")
_OF_ORDER: Final = sa.text(f"""
SELECT o.owner, {BUYER_NAME} AS name, {BUYER_EMAIL} AS email
FROM orders o LEFT JOIN users u ON 'user:' || u.id::text = o.owner WHERE o.id = :order
""")


class Buyer(Struct, frozen=True):
    """``owner`` is what orders are kept under. A guest has the name and mail of an order, where it
    says them; a typed id no mail."""

    owner: str
    kind: Kind
    user_id: UUID | None = None
    name: str | None = None
    email: str | None = None


def user_in(owner: str) -> UUID | None:
    """The user's id in ``user:<id>``; None for guests, and for whatever else acts here."""
    if not owner.startswith(_USER):
        return None
    try:
        return UUID(owner[len(_USER) :])
    except ValueError:
        return None


def buyer_of(owner: str, name: str | None, email: str | None) -> Buyer:
    """The buyer, given the user's name and address, both None if there is no such user; or what an
    order says of a guest."""
    user = user_in(owner)
    if user is None:
        return Buyer(owner, "guest", None, name, email)
    if name is None or email is None:
        return Buyer(owner, "user", user)
    if is_typed(user, email):
        return Buyer(owner, "typed", user, name)
    return Buyer(owner, "user", user, name, email)


async def buyer_of_order(connection: AsyncConnection, order_id: UUID) -> Buyer:
    """Whose this order is, which is there."""
    row = (await connection.execute(_OF_ORDER, {"order": order_id})).one()
    return buyer_of(*row)


async def buyers_of(connection: AsyncConnection, owners: Iterable[str]) -> Mapping[str, Buyer]:
    """By owner: everyone of ``owners``."""
    wanted = set(owners)
    ids = [user for user in map(user_in, wanted) if user is not None]
    known: dict[UUID, Any] = {}
    if ids:
        known = {row.id: row for row in await connection.execute(_USERS, {"ids": ids})}
    found = {}
    for owner in wanted:
        user = user_in(owner)
        row = None if user is None else known.get(user)
        found[owner] = buyer_of(
            owner, None if row is None else row.name, None if row is None else row.email
        )
    return found
