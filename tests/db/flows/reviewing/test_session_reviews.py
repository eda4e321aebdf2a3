"""Reviews of photographers and studios: only after a session that took place, counted exactly
whoever writes at once, and answered by whom they are of."""

import asyncio
import random
from collections.abc import Sequence
from uuid import UUID

import pytest

from holdfast.booking import resource_of
from holdfast.db.engine import Database
from holdfast.flows.booking.attending import attend
from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.moderating import ReviewNotFound, Verdict, moderate
from holdfast.flows.reviewing.replying import may_reply, reply_to_review
from holdfast.flows.reviewing.writing import (
    NoSession,
    ReviewAsked,
    remove_review,
    write_review,
)
from holdfast.kit import new_id
from holdfast.people import Principal, user_owner
from holdfast.reviews import Review, Subject, resource_ratings_of, review_of
from tests.db.flows.booking.making import a_taking, booked, in_minutes
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import a_customer
from tests.db.flows.reviewing.test_reviewing import STAFF, read
from tests.db.flows.stage import Stage, events_of, select
from tests.support.studio import Someone, move_in


def of(one: Someone) -> Subject:
    return Subject("resource", one.id)


async def session(stage: Stage, client: Principal, *some: Someone, done: bool = True) -> None:
    """A booking that began an hour ago, with all of them."""
    start = in_minutes(-120)
    placed = await booked(
        stage, client, *(a_taking(one.id, start, capacity=20, seats=1) for one in some)
    )
    if done:
        assert placed.booking_id is not None
        await attend(stage, Caller(a_manager()), placed.booking_id, "complete")


async def say(on: Database, who: Principal, one: Someone, stars: int, text: str = "") -> None:
    await write_review(on, Caller(who), of(one), ReviewAsked(stars, text))


async def stars_of(stage: Stage, one: Someone) -> tuple[int, ...]:
    found = await resource_ratings_of(stage.database.pool, [one.id])
    return found[one.id].stars if found else ()


async def review_by(stage: Stage, who: Principal) -> Review:
    (found,) = await read(stage, who)
    review = await review_of(stage.database.pool, found)
    assert review is not None
    return review


async def test_only_who_had_a_session_reviews_whom_it_was_with_once_each(
    stage: Stage, database_url: str
) -> None:
    loft = Someone(kind="studio", name="Loft")
    room = Someone(kind="room", name="Red room", more={"studio_id": loft.id})
    anna, boris = (Someone(kind="photographer", name=name) for name in ("Anna", "Boris"))
    await move_in(database_url, loft, room, anna, boris)
    client, database = a_customer(), stage.database
    await session(stage, client, anna, room, done=False)
    with pytest.raises(NoSession):  # it goes on
        await say(database, client, anna, 5)
    other = a_customer()
    await session(stage, other, anna, room)
    for one in (anna, loft):
        for stars, text in ((5, "Warm."), (5, "Warm."), (4, "Warm, and late.")):
            await say(database, other, one, stars, text)
        assert await stars_of(stage, one) == (0, 0, 0, 1, 0)
    for who, one in ((other, boris), (client, loft), (a_customer(), anna)):
        with pytest.raises(NoSession):
            await say(database, who, one, 1)
    await remove_review(database, Caller(other), of(loft))
    assert await stars_of(stage, loft) == (0, 0, 0, 0, 0)
    said = "SELECT photographer_id, rating, comment FROM photo_booking.reviews"
    assert await select(stage, said) == [(anna.id, 4, "Warm, and late.")]
    review = await review_by_subject(stage, other, anna)
    assert await events_of(stage, review) == ["review.written", "review.changed"]


async def review_by_subject(stage: Stage, who: Principal, one: Someone) -> UUID:
    ((found,),) = await select(
        stage, "SELECT id FROM reviews WHERE author = $1 AND subject_id = $2", who.user_id, one.id
    )
    assert isinstance(found, UUID)
    return found


async def test_whom_it_is_of_and_staff_reply_and_nobody_else(
    stage: Stage, database_url: str
) -> None:
    person = Principal(user_owner(new_id()), "user", frozenset({"photographer"}))
    anna = Someone(kind="photographer", name="Anna", more={"user_id": person.user_id})
    boris = Someone(kind="photographer", name="Boris")
    await move_in(database_url, anna, boris)
    client, database = a_customer(), stage.database
    await session(stage, client, anna)
    await say(database, client, anna, 3, "Fine.")
    review = await review_by(stage, client)
    no_more = Principal(person.id, "user", frozenset({"customer"}), withheld=person.roles)
    for stranger in (client, a_customer(), Principal("guest:x", "guest"), no_more):
        assert not await may_reply(database, stranger, Subject("resource", anna.id))
        with pytest.raises(ReviewNotFound):
            await reply_to_review(database, Caller(stranger), review.id, "Me!")
    assert not await may_reply(database, person, Subject("resource", boris.id))
    for _ in range(2):  # the same: nothing happens
        await reply_to_review(database, Caller(person), review.id, " Thank you. ")
    now = await review_by(stage, client)
    assert (now.reply, now.replied_by, now.version) == ("Thank you.", person.id, review.version)
    await reply_to_review(database, STAFF, review.id, "")
    assert (await review_by(stage, client)).replied_at is None
    await reply_to_review(database, STAFF, review.id, "We thank you.")
    await remove_review(database, Caller(client), of(anna))  # it goes with what it is a reply to
    assert (await review_by(stage, client)).reply == ""
    with pytest.raises(ReviewNotFound):
        await reply_to_review(database, Caller(person), review.id, "Still here")
    with pytest.raises(ReviewNotFound):
        await reply_to_review(database, Caller(person), new_id(), "Nobody")
    assert (await events_of(stage, review.id)).count("review.answered") == 3
    assert await resource_of(stage.database.pool, anna.id) is not None


async def test_many_at_once_count_right_from_the_very_first(
    stage: Stage, database_url: str
) -> None:
    """Nobody has rated them, so the first of each race to begin their counts; staff hide and show
    meanwhile."""
    both = [Someone(kind="photographer", name="Anna"), Someone(kind="studio", name="Loft")]
    await move_in(database_url, *both)
    clients = [a_customer() for _ in range(10)]
    start = in_minutes(-120)
    placed = await asyncio.gather(
        *(
            booked(stage, one, *(a_taking(some.id, start, capacity=20) for some in both))
            for one in clients
        )
    )
    by = Caller(a_manager())
    await asyncio.gather(
        *(attend(stage, by, one.booking_id or new_id(), "complete") for one in placed)
    )
    pools = [Database(database_url, pool_size=4) for _ in range(4)]
    await asyncio.gather(*(pool.start() for pool in pools))
    try:
        await asyncio.gather(*(say(pools[0], one, both[0], 5) for one in clients))
        await asyncio.gather(
            *(_restless(pool, clients, both, seed) for seed, pool in enumerate(pools * 3)),
            *(_strict(stage, pool, seed) for seed, pool in enumerate(pools)),
        )
    finally:
        await asyncio.gather(*(pool.close() for pool in pools))
    for one in both:
        rows = await select(
            stage,
            "SELECT (SELECT count(*) FROM reviews r WHERE r.subject_id = $1 AND r.stars = n"
            " AND removed_at IS NULL AND hidden_at IS NULL)::int FROM generate_series(1, 5) n"
            " ORDER BY n",
            one.id,
        )
        assert await stars_of(stage, one) == tuple(row[0] for row in rows)
    doubled = "SELECT FROM reviews GROUP BY author, subject_id HAVING count(*) > 1"
    assert await select(stage, doubled) == []


async def _restless(
    pool: Database, clients: Sequence[Principal], some: Sequence[Someone], seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        who, which = dice.choice(clients), dice.choice(some)
        if dice.random() < 0.25:
            await remove_review(pool, Caller(who), of(which))
        else:
            await say(pool, who, which, dice.randint(1, 5), f"Said {dice.random()}")


async def _strict(stage: Stage, pool: Database, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        rows = await select(stage, "SELECT id, version FROM reviews ORDER BY random() LIMIT 6")
        if rows:
            verdict: Verdict = "hide" if dice.random() < 0.5 else "show"
            await moderate(pool, STAFF, verdict, {row[0]: row[1] for row in rows}, "Rude")
