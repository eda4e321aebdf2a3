"""Reviews and questions as staff go through them: what was written or changed last stands first."""

from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, page_of
from holdfast.orders import bought
from holdfast.reviews import QUESTION_COLUMNS, REVIEW_COLUMNS, Question, Review
from holdfast.views.buyers import Buyer, buyer_of

__all__ = [
    "MOST_NEW", "ReviewFilter", "ReviewRow", "ReviewStatus", "WordsKind", "new_reviews",
    "review_rows", "reviews_by_id",
]  # fmt: skip

ReviewStatus: TypeAlias = Literal["new", "unanswered", "shown", "hidden"]
WordsKind: TypeAlias = Literal["review", "question"]
MOST_NEW: Final = 100
"""Where there are more to look at, this is told."""

_STATUS: Final[dict[ReviewStatus, str]] = {
    "new": "r.looked_at IS NULL",
    "unanswered": "r.hidden_at IS NULL AND r.reply = '' AND p.seller_id IS NULL",
    "shown": "r.hidden_at IS NULL",
    "hidden": "r.hidden_at IS NOT NULL",
}
_OWNER: Final = "'user:' || r.author"
_NAMED: Final = f"""
{_OWNER}, u.name, u.email,
       coalesce(nullif(p.translations #>> ARRAY[CAST(:locale AS text), 'name'], ''), p.name,
                nullif(o.texts #>> ARRAY[CAST(:locale AS text), 'name'], ''), o.name),
       p.handle, o.kind, s.name
"""
_WHO_AND_WHAT: Final = """
LEFT JOIN sellers s ON s.id = p.seller_id
LEFT JOIN users u ON u.id = r.author
WHERE r.removed_at IS NULL {also} ORDER BY r.changed_at DESC, r.id DESC LIMIT :limit
"""
_ROWS: Final[dict[WordsKind, str]] = {
    "review": f"""
SELECT {REVIEW_COLUMNS}, r.subject <> 'product' OR {bought(_OWNER, "r.subject_id")}, {_NAMED}
FROM reviews r LEFT JOIN products p ON p.id = r.subject_id
LEFT JOIN resources o ON o.id = r.subject_id {_WHO_AND_WHAT}""",
    "question": f"""
SELECT {QUESTION_COLUMNS}, {bought(_OWNER, "r.product_id")}, {_NAMED}
FROM questions r LEFT JOIN products p ON p.id = r.product_id
LEFT JOIN resources o ON false {_WHO_AND_WHAT}""",
}
_SUBJECT: Final[dict[WordsKind, str]] = {"review": "subject_id", "question": "product_id"}
_TABLES: Final[dict[WordsKind, str]] = {"review": "reviews", "question": "questions"}
_NEW: Final = """
SELECT count(*) FROM (
    SELECT FROM {table} WHERE removed_at IS NULL AND looked_at IS NULL LIMIT :most) AS found
"""


class ReviewFilter(Struct, frozen=True):
    """Which, and from where on; the products' names in which language."""

    locale: str
    status: ReviewStatus | None = None
    words: WordsKind = "review"
    stars: int | None = None
    subject_id: UUID | None = None
    author: UUID | None = None
    cursor: str | None = None
    limit: int = 50


class ReviewRow(Struct, frozen=True):
    """``bought``: its author has it still; else the order was cancelled or refunded since, or who
    asks has not bought it. ``handle`` of a product, ``kind`` of a resource, ``seller``: who sells
    the product, if not the shop."""

    review: Review | Question
    bought: bool
    author: Buyer
    name: str | None
    handle: str | None
    kind: str | None
    seller: str | None


async def review_rows(
    connection: AsyncConnection, query: ReviewFilter
) -> tuple[list[ReviewRow], str | None]:
    """A page, and the cursor of the next one."""
    about: dict[str, Any] = {"locale": query.locale, "limit": query.limit + 1}
    also = [] if query.status is None else [_STATUS[query.status]]
    for column, value in (
        ("stars", query.stars if query.words == "review" else None),
        (_SUBJECT[query.words], query.subject_id),
        ("author", query.author),
    ):  # fmt: skip
        if value is not None:
            also.append(f"r.{column} = :{column}")
            about[column] = value
    if query.cursor is not None:
        about["at"], about["after"] = decode_cursor(query.cursor, tuple[datetime, UUID])
        also.append("(r.changed_at, r.id) < (:at, CAST(:after AS uuid))")
    found = await _rows(connection, query.words, also, about)
    return page_of(found, query.limit, lambda row: (row.review.changed_at, row.review.id))


async def reviews_by_id(
    connection: AsyncConnection, ids: list[UUID], locale: str, words: WordsKind = "review"
) -> list[ReviewRow]:
    """Those that stand, the last changed first."""
    about = {"locale": locale, "limit": len(ids), "ids": ids}
    return await _rows(connection, words, ["r.id = ANY(CAST(:ids AS uuid[]))"], about)


async def new_reviews(connection: AsyncConnection, words: WordsKind = "review") -> int:
    """How many staff have not looked at."""
    counted = sa.text(_NEW.format(table=_TABLES[words]))
    return int((await connection.execute(counted, {"most": MOST_NEW})).scalar_one())


async def _rows(
    connection: AsyncConnection, words: WordsKind, also: list[str], about: dict[str, Any]
) -> list[ReviewRow]:
    statement = sa.text(_ROWS[words].format(also="".join(f"AND {one} " for one in also)))
    return [_row(words, row) for row in await connection.execute(statement, about)]


def _row(words: WordsKind, row: Any) -> ReviewRow:
    *said, has_it, owner, name, email, called, handle, kind, seller = row
    found = Review(*said) if words == "review" else Question(*said)
    author = buyer_of(owner, name, email)
    return ReviewRow(found, has_it, author, called, handle, kind, seller)
