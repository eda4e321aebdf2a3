"""Who the buyers of documents are: by name, mail and phone, as staff know them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from holdfast.people import is_typed
from holdfast.views.books.documents import Buyer, Document

__all__ = ["SAID_OF_BUYER", "buyer_said", "with_buyers"]

SAID_OF_BUYER: Final = """
       o.owner, nullif(o.address ->> 'name', '') AS buyer,
       coalesce(nullif(o.address ->> 'email', ''), o.contact_email) AS email,
       nullif(o.address ->> 'phone', '') AS phone"""
"""What an order ``o`` itself says of who bought: of a parcel's address, or where they are told."""
_KNOWN: Final = """
SELECT asked.owner, nullif(c.name, ''), nullif(c.email, ''), nullif(c.phone, ''),
       u.id, nullif(u.name, ''), u.email
FROM unnest($1::text[]) AS asked (owner)
LEFT JOIN client_accounts a ON a.owner = asked.owner
LEFT JOIN clients c ON c.id = a.client_id
LEFT JOIN users u ON 'user:' || u.id::text = asked.owner
"""


class _Known(Struct, frozen=True):
    """``handle``: what was typed, of whom nothing more is known."""

    name: str | None
    email: str | None
    phone: str | None
    handle: str | None = None


def buyer_said(row: Any) -> Buyer:
    """As the order of the row says it."""
    return Buyer(row["owner"], row["buyer"], row["email"], row["phone"])


async def with_buyers(pool: asyncpg.Pool, documents: Sequence[Document]) -> list[Document]:
    """In the same order. A buyer is called as staff wrote it of the client that they are, else as
    their account is, else as the order says, which may be to whom a present was sent."""
    owners = {one.buyer.owner for one in documents if one.buyer is not None}
    known = await _known(pool, sorted(owners))
    return [
        one if one.buyer is None else replace(one, buyer=_best(one.buyer, known))
        for one in documents
    ]


def _best(said: Buyer, known: Mapping[str, _Known]) -> Buyer:
    of = known[said.owner]
    return Buyer(
        said.owner,
        of.name or said.name or of.handle,
        of.email or said.email,
        of.phone or said.phone,
    )


async def _known(pool: asyncpg.Pool, owners: Sequence[str]) -> dict[str, _Known]:
    return {row[0]: _of(*row[1:]) for row in await pool.fetch(_KNOWN, owners)}


def _of(
    name: str | None,
    email: str | None,
    phone: str | None,
    user: UUID | None,
    called: str | None,
    address: str | None,
) -> _Known:
    if user is None or address is None:
        return _Known(name, email, phone)
    if is_typed(user, address):
        return _Known(name, email, phone, called)
    return _Known(name or called, address or email, phone)
