"""Whom a review is of replies to it, once, beneath it: a photographer to theirs, a seller to those
of their goods, staff to any."""

from uuid import UUID

from holdfast.booking import load_resources
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.moderating import ReviewNotFound
from holdfast.flows.reviewing.selling import sells
from holdfast.flows.reviewing.telling import tell
from holdfast.kit.plain_text import clean_text
from holdfast.people import Principal
from holdfast.reviews import ReviewAnswered, Subject, lock_review, reply_to, review_of

__all__ = ["may_reply", "reply_to_review"]


async def may_reply(database: Database, who: Principal | None, subject: Subject) -> bool:
    """Staff may, who the photographer is, and who sells the product, each in that role."""
    if who is None or who.kind != "user":
        return False
    if who.is_staff:
        return True
    if subject.kind == "product":
        return who.is_seller and await sells(database, who.user_id, subject.id)
    if not who.is_photographer:
        return False
    found = (await load_resources(database.pool, [subject.id])).get(subject.id)
    return found is not None and found.user_id is not None and found.user_id == who.user_id


async def reply_to_review(database: Database, caller: Caller, review_id: UUID, said: str) -> None:
    """In place of what was replied before; without words, that is taken back. Raises
    :class:`ReviewNotFound`, also to who may not reply."""
    reply = clean_text(said)
    found = await review_of(database.pool, review_id)
    if found is None or not await may_reply(database, caller.principal, found.of):
        raise ReviewNotFound("There is no such review.")
    async with database.transaction() as connection:
        review = await lock_review(connection, review_id)
        if review is None or not review.shows:
            raise ReviewNotFound("There is no such review.")
        if review.reply == reply:
            return
        await reply_to(connection, "reviews", review.id, reply, caller.actor)
        about = {"before": {"reply": review.reply}, "after": {"reply": reply}}
        await caller.note(connection, "review.answered", str(review.id), about)
        fact = ReviewAnswered(
            product_id=review.of.product_id,
            resource_id=review.of.resource_id,
            replied=bool(reply),
        )
        await tell(connection, caller, review.id, fact)
