"""Conversations as each side lists them, the last written first: what they are about, with whom,
and the last message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking import PageKind, Resource, load_resources
from holdfast.booking.bookings import ORDERS_SERVED, OWN_STUDIO, parties_of_orders
from holdfast.conversations import (
    CONVERSATION_COLUMNS,
    Conversation,
    ConversationStatus,
    MessageStatus,
    Side,
)
from holdfast.db.engine import Database
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.people import OF_HANDLES

__all__ = [
    "ASKED_BEFORE", "EXCERPT", "MOST_UNREAD", "ConversationFilter", "ConversationRow", "Whose",
    "asked_people", "conversation_row", "conversation_rows", "of_booked",
    "unread_conversations",
]  # fmt: skip

Whose: TypeAlias = Literal["shop", "sellers", "studios"]
EXCERPT: Final = 140
"""Characters of the last message, in a list."""
MOST_UNREAD: Final = 100
"""Where there are more, this is told."""

_ROWS: Final = f"""
SELECT {CONVERSATION_COLUMNS},
       coalesce(nullif(p.translations #>> ARRAY[CAST(:locale AS text), 'name'], ''), p.name,
                o.number, x.name, ''),
       p.handle, b.service_name, b.wall_start, s.name, s.slug,
       s.standing IN ('suspended', 'closed'),
       coalesce(nullif(q.texts #>> ARRAY[CAST(:locale AS text), 'name'], ''), q.name),
       u.name, u.email, l.side,
       left(l.text, {EXCERPT}), l.status,
       EXISTS (SELECT FROM conversation_messages r
               WHERE r.conversation_id = c.id AND r.status = 'reported')
FROM conversations c
LEFT JOIN products p ON c.subject = 'product' AND p.id = c.subject_id
LEFT JOIN orders o ON c.subject = 'order' AND o.id = c.subject_id
LEFT JOIN bookings b ON c.subject = 'order' AND b.order_id = c.subject_id
LEFT JOIN resources x ON c.subject = 'resource' AND x.id = c.subject_id
LEFT JOIN sellers s ON s.id = c.seller_id
LEFT JOIN resources q ON q.id = c.studio_id
LEFT JOIN users u ON u.id = c.customer
LEFT JOIN conversation_messages l ON l.conversation_id = c.id AND l.number = c.messages
WHERE {{also}} ORDER BY c.last_at DESC, c.id DESC LIMIT :limit
"""
_WHOSE: Final[dict[Whose, str]] = {
    "shop": "c.seller_id IS NULL AND c.studio_id IS NULL",
    "sellers": "c.seller_id IS NOT NULL",
    "studios": "c.studio_id IS NOT NULL",
}
_ASKED: Final = "c.asked > c.read_by_merchant"
_ANSWERED: Final = "c.answered > c.read_by_customer"
_REPORTED: Final = """
c.id IN (SELECT conversation_id FROM conversation_messages WHERE status = 'reported')
"""


ASKED_BEFORE: Final = "c.subject = 'resource' AND c.status = 'open' AND c.asked > c.answered"
"""Of a conversation ``c``: a photographer or a studio was asked before a booking, and nobody
answered."""


class ConversationFilter(Struct, frozen=True):
    """Which, and from where on; the products' names in which language. ``side``: whose eyes look,
    and so what is ``unread``; of a customer, a seller, or who is ``booked``, by the id of their
    account, only theirs. ``unanswered``: whom nobody booked was asked, and nobody answered."""

    side: Side
    locale: str
    customer: UUID | None = None
    seller_id: UUID | None = None
    booked: UUID | None = None
    subject_id: UUID | None = None
    whose: Whose | None = None
    status: ConversationStatus | None = None
    unread: bool = False
    reported: bool = False
    unanswered: bool = False
    cursor: str | None = None
    limit: int = 20


class ConversationRow(Struct, frozen=True):
    """``name`` is the product's, the order's number, or what the photographer or studio is called;
    of a booking also its ``service``, and when it is by its own clock (``visit_at``); ``email`` the
    customer's, where it is one. ``reported``: a message of it waits for staff to look.
    ``photographers``: who reads and answers beside the shop; ``page``: of which kind the page is
    that ``handle`` leads to, none: a product's."""

    conversation: Conversation
    name: str
    handle: str | None
    service: str | None
    visit_at: str | None
    seller: str | None
    slug: str | None
    suspended: bool
    studio: str | None
    customer: str
    email: str | None
    last_side: Side | None
    last_text: str
    last_status: MessageStatus | None
    reported: bool
    photographers: tuple[str, ...] = ()
    page: PageKind | None = None


async def conversation_rows(
    connection: AsyncConnection, query: ConversationFilter
) -> tuple[list[ConversationRow], str | None]:
    """A page, and the cursor of the next one."""
    also, about = _wanted(query)
    about |= {"locale": query.locale, "limit": query.limit + 1}
    if query.cursor is not None:
        about["at"], about["after"] = decode_cursor(query.cursor, tuple[datetime, UUID])
        also.append("(c.last_at, c.id) < (:at, CAST(:after AS uuid))")
    found = await _rows(connection, also, about)
    return page_of(found, query.limit, lambda row: (row.conversation.last_at, row.conversation.id))


async def conversation_row(
    connection: AsyncConnection, conversation_id: UUID, locale: str
) -> ConversationRow:
    """The one, which there is."""
    about = {"locale": locale, "limit": 1, "id": conversation_id}
    return (await _rows(connection, ["c.id = :id"], about))[0]


async def unread_conversations(connection: AsyncConnection, query: ConversationFilter) -> int:
    """In how many there is something to read, for whose eyes look; staff answer for the shop."""
    also, about = _wanted(
        ConversationFilter(
            query.side,
            "",
            query.customer if query.side == "customer" else None,
            query.seller_id if query.side == "seller" else None,
            booked=query.booked,
            whose="shop" if query.side == "shop" else None,
            unread=True,
        )
    )
    some = f"SELECT FROM conversations c WHERE {' AND '.join(also)} LIMIT {MOST_UNREAD}"
    found: int = await connection.scalar(sa.text(f"SELECT count(*) FROM ({some}) AS found"), about)
    return found


async def asked_people(
    database: Database, some: Sequence[Conversation]
) -> dict[UUID, tuple[Resource, ...]]:
    """By what they are about: the photographer or the studio, or, of a booking, whom its client
    may write to."""
    orders = [one.subject_id for one in some if one.subject == "order"]
    parties = await parties_of_orders(database.pool, orders)
    wanted = {one.subject_id: [one.subject_id] for one in some if one.subject == "resource"}
    wanted |= {order: [one.id for one in those] for order, those in parties.items()}
    ids = {one for those in wanted.values() for one in those}
    known = await load_resources(database.pool, sorted(ids)) if ids else {}
    return {
        subject: tuple(known[one] for one in those if one in known)
        for subject, those in wanted.items()
    }


def of_booked(account: str) -> str:
    """Of a conversation ``c``: it is about the photographer or the studio of that account, or about
    a booking that takes them, and a photographer takes part in it, or it is the studio's."""
    return f"""
c.seller_id IS NULL AND c.studio_id IS NOT DISTINCT FROM ({OWN_STUDIO} {account})
AND (c.subject = 'order' AND c.subject_id IN ({ORDERS_SERVED} {account})
     OR c.subject = 'resource'
     AND c.subject_id IN (SELECT h.id FROM resources h WHERE h.user_id = {account}))
"""


def _wanted(query: ConversationFilter) -> tuple[list[str], dict[str, Any]]:
    also, about = ["true"], dict[str, Any]()
    for column, value in (
        ("customer", query.customer), ("seller_id", query.seller_id),
        ("subject_id", query.subject_id), ("status", query.status),
    ):  # fmt: skip
        if value is not None:
            also.append(f"c.{column} = :{column}")
            about[column] = value
    if query.booked is not None:
        also.append(of_booked(":booked"))
        about["booked"] = query.booked
    if query.whose is not None:
        also.append(_WHOSE[query.whose])
    if query.unread:
        also.append(_ANSWERED if query.side == "customer" else _ASKED)
    if query.unanswered:
        also.append(ASKED_BEFORE)
    if query.reported:
        also.append(_REPORTED)
    return also, about


async def _rows(
    connection: AsyncConnection, also: list[str], about: dict[str, Any]
) -> list[ConversationRow]:
    statement = sa.text(_ROWS.format(also=" AND ".join(also)))
    return [_row(row) for row in await connection.execute(statement, about)]


def _row(row: Any) -> ConversationRow:
    (*said, name, handle, service, visit_at, seller, slug, suspended, studio, customer, email, side,
     text, status, reported) = row  # fmt: skip
    typed = email is None or email.endswith(OF_HANDLES)
    return ConversationRow(
        Conversation(*said), name, handle, service, visit_at, seller, slug, bool(suspended),
        studio, customer or "", None if typed else email, side, text or "", status, reported,
    )  # fmt: skip
