"""Who is in a customer group, as staff read it."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, page_of
from holdfast.views.order_search import MAX_TEXT
from holdfast.views.product_list import search_words

__all__ = ["GroupMember", "members_page"]

_NEWEST: Final = (datetime(9000, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))
_PAGE: Final = sa.text("""
SELECT u.id, u.name, u.email, m.added_at FROM customer_group_members m
JOIN users u ON 'user:' || u.id::text = m.owner
WHERE m.group_id = :group AND (:words = '' OR u.search @@ to_tsquery('simple', :words))
  AND (m.added_at, u.id) < (:at, CAST(:before AS uuid))
ORDER BY m.added_at DESC, u.id DESC LIMIT :limit
""")


class GroupMember(Struct, frozen=True):
    """A customer who is in it."""

    user_id: UUID
    name: str
    email: str
    added_at: datetime


async def members_page(
    connection: AsyncConnection, group_id: UUID, q: str, cursor: str | None, limit: int
) -> tuple[list[GroupMember], str | None]:
    """Those who came into it last first; with ``q`` those whose name or address begins so."""
    at, before = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else _NEWEST
    about = {
        "group": group_id, "words": search_words(q[:MAX_TEXT]), "at": at, "before": before,
        "limit": limit + 1,
    }  # fmt: skip
    rows = [GroupMember(*row) for row in await connection.execute(_PAGE, about)]
    return page_of(rows, limit, lambda one: (one.added_at, one.user_id))
