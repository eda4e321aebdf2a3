"""Reviews as the shop shows them, with the names of who wrote them: a page of a product's, and the
newest few beside its page.

A page by stars is a stretch of an index for each number of stars, so the thousandth costs what the
first does.
"""

from collections import OrderedDict
from datetime import datetime
from time import monotonic
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import Image, srcset
from holdfast.db.engine import Database
from holdfast.kit.clock import iso
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.orders import bought
from holdfast.people import public_name
from holdfast.reviews import MOST_STARS

__all__ = [
    "BESIDE_A_PRODUCT", "Newest", "NewestReviews", "ReviewQuery", "ReviewSort",
    "ShownReview", "review_page",
]  # fmt: skip

ReviewSort: TypeAlias = Literal["new", "helpful", "highest", "lowest"]

BESIDE_A_PRODUCT: Final = 5
_KEPT: Final = 4096
_MOST_VOTES: Final = 2**31 - 1  # as their column holds
_FRESH_FOR: Final = 60.0  # seconds in which another name of its author may be missed

_SHOWS: Final = "r.removed_at IS NULL AND r.hidden_at IS NULL"
_BOUGHT: Final = bought("'user:' || r.author", "r.subject_id")
_SAID: Final = f"""
SELECT r.id, r.stars, r.text, r.created_at, CASE WHEN r.changed_at > r.created_at
       THEN r.changed_at END, r.subject <> 'product' OR {_BOUGHT}, r.reply, r.replied_at,
       u.name, u.email, r.helpful, r.images::text
"""
_images: Final = msgspec.json.Decoder(tuple[Image, ...])
_NEWEST: Final = f"""
{_SAID} FROM reviews r LEFT JOIN users u ON u.id = r.author
WHERE r.subject_id = :subject AND {_SHOWS}
  AND (CAST(:at AS timestamptz) IS NULL OR (r.created_at, r.id) < (:at, CAST(:after AS uuid)))
ORDER BY r.created_at DESC, r.id DESC LIMIT :limit
"""
# Of those of so many stars what is not is passed over: a product has few enough of them.
_MOST_HELPFUL: Final = f"""
{_SAID} FROM reviews r LEFT JOIN users u ON u.id = r.author
WHERE r.subject_id = :subject AND {_SHOWS}
  AND (CAST(:only AS integer) IS NULL OR r.stars = :only)
  AND (CAST(:at AS timestamptz) IS NULL
       OR (r.helpful, r.created_at, r.id) < (:from, :at, CAST(:after AS uuid)))
ORDER BY r.helpful DESC, r.created_at DESC, r.id DESC LIMIT :limit
"""
_BY_STARS: Final = f"""
{_SAID} FROM unnest(CAST(:stars AS int[])) AS of (stars) CROSS JOIN LATERAL (
    SELECT r.* FROM reviews r
    WHERE r.subject_id = :subject AND r.stars = of.stars AND {_SHOWS}
      AND (CAST(:at AS timestamptz) IS NULL OR of.stars <> :from
           OR (r.created_at, r.id) < (:at, CAST(:after AS uuid)))
    ORDER BY r.created_at DESC, r.id DESC LIMIT :limit) r
LEFT JOIN users u ON u.id = r.author
ORDER BY r.stars {{direction}}, r.created_at DESC, r.id DESC LIMIT :limit
"""


class ShownReview(Struct, frozen=True):
    """``bought``: its author has it still; else the order was cancelled or refunded since."""

    id: UUID
    rating: int
    text: str
    created_at: datetime
    edited_at: datetime | None
    bought: bool
    reply: str
    replied_at: datetime | None
    username: str
    helpful: int = 0
    images: tuple[Image, ...] = ()


class ReviewQuery(Struct, frozen=True):
    """One page; ``stars``: only those of so many."""

    subject_id: UUID
    sort: ReviewSort = "new"
    stars: int | None = None
    limit: int = 20
    cursor: str | None = None


async def review_page(
    connection: AsyncConnection, query: ReviewQuery
) -> tuple[list[ShownReview], str | None]:
    """Those that show, and the cursor of the next page."""
    about: dict[str, Any] = {
        "subject": query.subject_id, "limit": query.limit + 1, "at": None, "after": None,
    }  # fmt: skip
    if query.cursor is not None:
        made_for, about["from"], about["at"], about["after"] = decode_cursor(
            query.cursor, tuple[str, int, datetime, UUID]
        )
        if made_for != query.sort or not 0 <= about["from"] <= _MOST_VOTES:
            raise BadCursor
    text = _NEWEST
    if query.sort == "helpful":
        text = _MOST_HELPFUL
        about = {"from": 0, "only": query.stars} | about
    elif query.sort != "new" or query.stars is not None:
        ordered = [query.stars] if query.stars else list(range(1, MOST_STARS + 1))
        if query.sort == "highest":
            ordered.reverse()
        begun = about.setdefault("from", ordered[0])
        if begun not in ordered:
            raise BadCursor
        about["stars"] = ordered[ordered.index(begun) :]
        text = _BY_STARS.format(direction="DESC" if query.sort == "highest" else "ASC")
    else:
        about.pop("from", None)
    rows = (await connection.execute(sa.text(text), about)).all()
    page, cursor = page_of(rows, query.limit, lambda row: _place(query, row))
    return [_shown(row) for row in page], cursor


def _place(query: ReviewQuery, row: Any) -> tuple[str, int, datetime, UUID]:
    """Where the next page begins."""
    by = row.helpful if query.sort == "helpful" else row.stars
    return query.sort, by, row.created_at, row.id


def _shown(row: Any) -> ShownReview:
    *said, name, email, helpful, images = row
    shown = (*said, public_name(name, email), helpful, _images.decode(images))
    return ShownReview(*shown)


class Newest(Struct, frozen=True):
    """The newest reviews of a product, and as JSON; as of a version of its reviews."""

    version: int = 0
    reviews: tuple[ShownReview, ...] = ()
    body: bytes = b"[]"
    read_at: float = 0.0


class NewestReviews:
    """The newest of each product, kept in this process until a review of it changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[UUID, Newest] = OrderedDict()

    async def of(self, product_id: UUID, version: int) -> Newest:
        """As of ``version`` of the product's reviews, or younger."""
        if not version:
            return _NO_REVIEWS
        known = self._kept.get(product_id, _NO_REVIEWS)
        if known.version >= version and monotonic() - known.read_at < _FRESH_FOR:
            self._kept.move_to_end(product_id)
            return known
        query = ReviewQuery(product_id, limit=BESIDE_A_PRODUCT)
        async with self._database.read() as connection:
            page, _ = await review_page(connection, query)
        body = msgspec.json.encode([_document(one) for one in page])
        found = self._kept[product_id] = Newest(version, tuple(page), body, monotonic())
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found


_NO_REVIEWS: Final = Newest()


def _document(one: ShownReview) -> dict[str, object]:
    return {
        "id": str(one.id),
        "username": one.username,
        "rating": one.rating,
        "text": one.text,
        "images": [_image(image) for image in one.images],
        "bought": one.bought,
        "createdAt": iso(one.created_at),
        "editedAt": iso(one.edited_at),
        "reply": {"text": one.reply, "at": iso(one.replied_at)} if one.reply else None,
    }


def _image(one: Image) -> dict[str, object]:
    return {
        "url": one.url,
        "alt": one.alt,
        "width": one.width,
        "height": one.height,
        "srcset": srcset(one.picture, one.widths),
        "avifSrcset": srcset(one.picture, one.widths, "avif"),
        "standIn": one.stand_in,
    }
