"""A buyer or client writes a review, changes it, takes it back. Each is one transaction, in which
the stars of what it is of are counted anew: so they are right, whoever writes at the same
moment."""

from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import had_session
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.pictures import images_in, shown_in
from holdfast.flows.reviewing.selling import sells
from holdfast.flows.reviewing.telling import Told, count_of, tell
from holdfast.kit import Problem
from holdfast.kit.plain_text import clean_text
from holdfast.orders import has_bought
from holdfast.people import Principal
from holdfast.reviews import (
    ReviewChanged,
    ReviewRemoved,
    ReviewWritten,
    StarChange,
    Subject,
    add_review,
    drop_votes,
    lock_own,
    own_review,
    say_anew,
    star_change,
    take_back,
)

__all__ = [
    "NoSession", "NotBought", "OwnGoods", "ReviewAsked", "remove_review", "review_refused",
    "write_review",
]  # fmt: skip


class NotBought(Problem):
    """Reviews are written by who bought the product: who has a paid order of it that was not
    cancelled."""

    status = 403
    code = "not-bought"
    title = "Only buyers of the product can review it"


class NoSession(Problem):
    """Photographers and studios are reviewed by their clients: who had a session there that took
    place."""

    status = 403
    code = "no-session"
    title = "Only clients can review this"


class OwnGoods(Problem):
    """Who sells a product does not review it, also if they bought one."""

    status = 403
    code = "own-goods"
    title = "Sellers do not review what they sell"


class ReviewAsked(Struct, frozen=True):
    """What its author wants it to say; ``pictures``: by their addresses, in this order."""

    stars: int
    text: str = ""
    pictures: tuple[str, ...] = ()


async def review_refused(database: Database, who: Principal, subject: Subject) -> Problem | None:
    """Why they cannot write one: they neither bought it nor had a session there, or sell it
    themselves; None: they can."""
    if subject.kind == "resource":
        if await had_session(database.pool, who.id, subject.id):
            return None
        return NoSession("You can write a review after your session.")
    if who.kind == "user" and await sells(database, who.user_id, subject.id):
        return OwnGoods("You sell this: its buyers review it, and you reply.")
    if await has_bought(database.pool, who.id, subject.id):
        return None
    return NotBought("You can review this product once you have bought it.")


async def write_review(
    database: Database, caller: Caller, subject: Subject, asked: ReviewAsked
) -> None:
    """The caller's one review of it, in place of what it said before; the last of several at once
    stands. Raises :class:`NotBought`, :class:`OwnGoods`, :class:`NoSession` and
    :class:`~holdfast.flows.reviewing.pictures.BadReviewPictures`."""
    if (refusal := await review_refused(database, caller.principal, subject)) is not None:
        raise refusal
    author, stars, text = caller.principal.user_id, asked.stars, clean_text(asked.text)
    known = await own_review(database.pool, author, subject.id)
    images = await images_in(database, asked.pictures, "[]" if known is None else known.images)
    async with database.transaction() as connection:
        made = await add_review(connection, author, subject, stars, text, images)
        if made is not None:
            fact: Told = _written(subject, stars)
            await _tell(connection, caller, made, subject, fact, star_change(None, stars))
            return
        before = await lock_own(connection, author, subject.id)
        assert before is not None  # rows stay
        same = (before.stars, before.text, shown_in(before.images))
        if not before.is_removed and same == (stars, text, shown_in(images)):
            return
        await say_anew(connection, before.id, stars, text, images)
        fact = ReviewChanged(
            product_id=subject.product_id,
            resource_id=subject.resource_id,
            stars=stars,
            was=before.stars,
        )
        if before.is_removed:
            fact = _written(subject, stars)
        change = star_change(before.counted, None if before.is_hidden else stars)
        await _tell(connection, caller, before.id, subject, fact, change)


def _written(subject: Subject, stars: int) -> ReviewWritten:
    return ReviewWritten(
        product_id=subject.product_id, resource_id=subject.resource_id, stars=stars
    )


async def remove_review(database: Database, caller: Caller, subject: Subject) -> None:
    """Take the caller's review back; nothing happens if there is none."""
    async with database.transaction() as connection:
        before = await lock_own(connection, caller.principal.user_id, subject.id)
        if before is None or before.is_removed:
            return
        await take_back(connection, "reviews", before.id)
        await drop_votes(connection, before.id)
        change = star_change(before.counted, None)
        fact = ReviewRemoved(product_id=subject.product_id, resource_id=subject.resource_id)
        await _tell(connection, caller, before.id, subject, fact, change)


async def _tell(
    connection: AsyncConnection,
    caller: Caller,
    review_id: UUID,
    subject: Subject,
    fact: Told,
    change: StarChange,
) -> None:
    await count_of(connection, subject, change)
    await tell(connection, caller, review_id, fact)
