"""Questions about products: as a product's page shows them, those with an answer first; and as who
sells the products goes through them, those that wait longest first."""

from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, page_of
from holdfast.people import public_name
from holdfast.views.product_list import like

__all__ = [
    "MOST_COUNTED", "MOST_WORDS", "OwnGoodsQuery", "QuestionQuery", "QuestionState",
    "QuestionToAnswer", "ShownQuestion", "question_page", "questions_of_seller",
    "questions_shown", "questions_unanswered",
]  # fmt: skip

QuestionState: TypeAlias = Literal["unanswered", "answered"]

MOST_WORDS: Final = 6
"""Of a search; others are passed over."""
MOST_COUNTED: Final = 1000
"""Where a product has more, this is told."""

_SHOWS: Final = "r.removed_at IS NULL AND r.hidden_at IS NULL"
_PAGE: Final = f"""
SELECT r.id, r.version, r.text, r.created_at, CASE WHEN r.changed_at > r.created_at
       THEN r.changed_at END, r.reply, r.replied_at, u.name, u.email
FROM questions r LEFT JOIN users u ON u.id = r.author
WHERE r.product_id = :product AND {_SHOWS} {{also}}
ORDER BY (r.reply <> '') DESC, r.created_at DESC, r.id DESC LIMIT :limit
"""
_HAS: Final = "AND (r.text ILIKE :word{n} OR r.reply ILIKE :word{n})"
_AFTER: Final = "AND ((r.reply <> ''), r.created_at, r.id) < (:answered, :at, CAST(:after AS uuid))"
_COUNT: Final = sa.text(f"""
SELECT count(*) FROM (
    SELECT FROM questions r WHERE r.product_id = :product AND {_SHOWS} LIMIT :most) AS found
""")
_OF_SELLER: Final = f"""
SELECT r.id, r.version, r.text, r.created_at, CASE WHEN r.changed_at > r.created_at
       THEN r.changed_at END, r.reply, r.replied_at, u.name, u.email,
       coalesce(nullif(p.translations #>> ARRAY[CAST(:locale AS text), 'name'], ''), p.name),
       p.handle
FROM products p JOIN questions r ON r.product_id = p.id LEFT JOIN users u ON u.id = r.author
WHERE p.seller_id = :seller AND {_SHOWS} {{also}}
ORDER BY r.created_at {{direction}}, r.id {{direction}} LIMIT :limit
"""
# Of the seller's, or without one those that the shop sells itself.
_UNANSWERED: Final = sa.text(f"""
SELECT count(*) FROM (
    SELECT FROM questions r JOIN products p ON p.id = r.product_id
    WHERE {_SHOWS} AND r.reply = '' AND p.seller_id IS NOT DISTINCT FROM CAST(:seller AS uuid)
    LIMIT :most) AS found
""")


class ShownQuestion(Struct, frozen=True):
    """As everybody reads it. ``version``: of what it says."""

    id: UUID
    version: int
    text: str
    created_at: datetime
    edited_at: datetime | None
    answer: str
    answered_at: datetime | None
    username: str


class QuestionToAnswer(Struct, frozen=True):
    """With the name and the address of the product that it is about."""

    question: ShownQuestion
    name: str
    handle: str


class QuestionQuery(Struct, frozen=True):
    """One page of a product's; ``words``: only those that have all of them, or their answer."""

    product_id: UUID
    words: str = ""
    limit: int = 10
    cursor: str | None = None


class OwnGoodsQuery(Struct, frozen=True):
    """One page of those about what a seller sells; their names in which language."""

    seller_id: UUID
    locale: str
    state: QuestionState | None = None
    limit: int = 20
    cursor: str | None = None


async def question_page(
    connection: AsyncConnection, query: QuestionQuery
) -> tuple[list[ShownQuestion], str | None]:
    """Those that show, and the cursor of the next page."""
    about: dict[str, Any] = {"product": query.product_id, "limit": query.limit + 1}
    also = []
    for n, word in enumerate(query.words.split()[:MOST_WORDS]):
        also.append(_HAS.format(n=n))
        about[f"word{n}"] = like(word)
    if query.cursor is not None:
        about["answered"], about["at"], about["after"] = decode_cursor(
            query.cursor, tuple[bool, datetime, UUID]
        )
        also.append(_AFTER)
    rows = await connection.execute(sa.text(_PAGE.format(also=" ".join(also))), about)
    found = [_shown(row) for row in rows]
    return page_of(found, query.limit, lambda one: (bool(one.answer), one.created_at, one.id))


async def questions_shown(connection: AsyncConnection, product_id: UUID) -> int:
    """How many a product has."""
    about = {"product": product_id, "most": MOST_COUNTED}
    return int((await connection.execute(_COUNT, about)).scalar_one())


async def questions_of_seller(
    connection: AsyncConnection, query: OwnGoodsQuery
) -> tuple[list[QuestionToAnswer], str | None]:
    """A page: of those that wait the oldest first, of others the newest."""
    about: dict[str, Any] = {
        "seller": query.seller_id, "locale": query.locale, "limit": query.limit + 1,
    }  # fmt: skip
    oldest_first = query.state == "unanswered"
    also = "" if query.state is None else f"AND r.reply {'=' if oldest_first else '<>'} ''"
    if query.cursor is not None:
        about["at"], about["after"] = decode_cursor(query.cursor, tuple[datetime, UUID])
        sign = ">" if oldest_first else "<"
        also += f" AND (r.created_at, r.id) {sign} (:at, CAST(:after AS uuid))"
    text = _OF_SELLER.format(also=also, direction="ASC" if oldest_first else "DESC")
    rows = await connection.execute(sa.text(text), about)
    found = [QuestionToAnswer(_shown(row[:9]), row[9], row[10]) for row in rows]
    return page_of(found, query.limit, lambda one: (one.question.created_at, one.question.id))


async def questions_unanswered(
    connection: AsyncConnection, seller_id: UUID | None, most: int
) -> int:
    """About what the seller sells, or the shop itself; counted up to ``most``."""
    about = {"seller": seller_id, "most": most}
    return int((await connection.execute(_UNANSWERED, about)).scalar_one())


def _shown(row: Any) -> ShownQuestion:
    question_id, version, text, created_at, edited_at, reply, replied_at, *author = row
    return ShownQuestion(
        question_id, version, text, created_at, edited_at, reply, replied_at, public_name(*author)
    )
