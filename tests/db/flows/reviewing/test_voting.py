"""However many find a review helpful at once, each is counted, and no longer once they are gone."""

import asyncio
import random
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.voting import find_helpful
from holdfast.people import Principal
from tests.db.flows.buying import a_customer, new_goods
from tests.db.flows.reviewing.test_reviewing import buyers_of, read, say
from tests.db.flows.stage import Stage, select


async def counts(stage: Stage) -> dict[UUID, int]:
    rows = await select(stage, "SELECT id, helpful FROM reviews ORDER BY id")
    return {UUID(str(row[0])): int(str(row[1])) for row in rows}


async def counted_anew(stage: Stage) -> dict[UUID, int]:
    rows = await select(
        stage,
        "SELECT r.id, count(v.voter) FROM reviews r LEFT JOIN review_votes v ON v.review_id = r.id"
        " GROUP BY r.id ORDER BY r.id",
    )
    return {UUID(str(row[0])): int(str(row[1])) for row in rows}


async def test_votes_at_once_are_each_counted_also_when_voters_are_gone(stage: Stage) -> None:
    chance, goods = random.Random(7), await new_goods(stage, 50)
    authors = await buyers_of(stage, goods, count=3)
    for author in authors:
        await say(stage, author, goods, 5)
    reviews = list(await read(stage, *authors))
    voters = [a_customer() for _ in range(6)]

    async def turn(voter: Principal) -> None:
        for _ in range(8):
            review, helpful = chance.choice(reviews), chance.random() < 0.6
            await find_helpful(stage.database, Caller(voter), review, helpful)

    await asyncio.gather(*(turn(voter) for voter in voters), *(turn(one) for one in voters))
    found = await counts(stage)
    assert found == await counted_anew(stage)
    assert sum(found.values()) > 0

    # As when their accounts are closed: of several at once, none waits for another for ever.
    await asyncio.gather(*(
        stage.database.pool.execute("DELETE FROM review_votes WHERE voter = $1", one.user_id)
        for one in voters[:4]
    ))  # fmt: skip
    assert await counts(stage) == await counted_anew(stage)
    await stage.database.pool.execute("DELETE FROM review_votes")
    assert set((await counts(stage)).values()) == {0}
