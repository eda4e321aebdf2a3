"""Reviews on a real database: who may write, what counts, and that many at once count right."""

import asyncio
import random
from collections.abc import Sequence
from uuid import UUID

import pytest

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.reviewing.moderating import Moderation, ReviewNotFound, Verdict, moderate
from holdfast.flows.reviewing.writing import (
    NotBought,
    ReviewAsked,
    remove_review,
    write_review,
)
from holdfast.kit import new_id
from holdfast.people import Principal, user_owner
from holdfast.reviews import Subject
from tests.db.flows.buying import Goods, a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.stage import Stage, events_of, select

STAFF = Caller(Principal(user_owner(new_id()), "user", frozenset({"manager"})))


async def buy(stage: Stage, buyer: Principal, *goods: Goods) -> UUID:
    reserved = await reserve(stage, buyer, *goods)
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    return reserved.order_id


async def buyers_of(stage: Stage, *goods: Goods, count: int = 1) -> list[Principal]:
    found = [a_customer() for _ in range(count)]
    await asyncio.gather(*(buy(stage, buyer, *goods) for buyer in found))
    return found


async def say(
    stage: Stage,
    who: Principal,
    goods: Goods,
    stars: int,
    text: str = "",
    on: Database | None = None,
) -> None:
    asked = ReviewAsked(stars, text)
    await write_review(
        on or stage.database, Caller(who), Subject("product", goods.product_id), asked
    )


async def counted(stage: Stage, goods: Goods) -> list[int]:
    ((stars,),) = await select(
        stage, "SELECT stars FROM product_counts WHERE product_id = $1", goods.product_id
    )
    assert isinstance(stars, list)
    return stars


async def shown(stage: Stage, goods: Goods) -> list[int]:
    rows = await select(
        stage,
        "SELECT (SELECT count(*)::int FROM reviews r WHERE r.subject_id = $1 AND r.stars = n"
        " AND removed_at IS NULL AND hidden_at IS NULL) FROM generate_series(1, 5) n ORDER BY n",
        goods.product_id,
    )
    return [int(str(row[0])) for row in rows]


async def read(stage: Stage, *authors: Principal) -> dict[UUID, int]:
    """The reviews of these, with the versions that stand now."""
    ids = [one.user_id for one in authors]
    rows = await select(stage, "SELECT id, version FROM reviews WHERE author = ANY($1)", ids)
    return {row[0]: row[1] for row in rows}


async def hide(stage: Stage, which: dict[UUID, int], reason: str = "Rude") -> Moderation:
    return await moderate(stage.database, STAFF, "hide", which, reason)


async def test_a_buyer_writes_one_changes_it_and_takes_it_back(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 9), a_customer()
    with pytest.raises(NotBought):
        await say(stage, buyer, goods, 5)
    reserved = await reserve(stage, buyer, goods)
    with pytest.raises(NotBought):  # not paid
        await say(stage, buyer, goods, 5)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await say(stage, buyer, goods, 5, " Good ")
    await say(stage, buyer, goods, 5, "Good")  # the same: nothing happens
    await say(stage, buyer, goods, 2, "Broke")
    ((review, version),) = (await read(stage, buyer)).items()
    assert (await counted(stage, goods), version) == ([0, 1, 0, 0, 0], 2)
    await remove_review(stage.database, Caller(buyer), Subject("product", goods.product_id))
    await remove_review(stage.database, Caller(buyer), Subject("product", goods.product_id))
    assert await select(stage, "SELECT text FROM reviews") == [("",)]
    assert await counted(stage, goods) == [0] * 5
    await say(stage, buyer, goods, 4, "Mended")
    assert await counted(stage, goods) == [0, 0, 0, 1, 0]
    assert await events_of(stage, review) == [
        "review.written", "review.changed", "review.removed", "review.written",
    ]  # fmt: skip


async def test_with_a_refund_the_right_to_write_goes_and_what_was_written_stays(
    stage: Stage,
) -> None:
    goods, buyer = await new_goods(stage, 9), a_customer()
    order = await buy(stage, buyer, goods)
    await say(stage, buyer, goods, 3)
    await cancel(stage, Caller(buyer), order_id=order)
    with pytest.raises(NotBought):
        await say(stage, buyer, goods, 1)
    assert await counted(stage, goods) == [0, 0, 1, 0, 0]
    await remove_review(stage.database, Caller(buyer), Subject("product", goods.product_id))
    assert await counted(stage, goods) == [0] * 5


async def test_what_staff_hid_counts_no_more_and_stays_hidden_until_they_look(
    stage: Stage,
) -> None:
    goods = await new_goods(stage, 1)
    (buyer,) = await buyers_of(stage, goods)
    await say(stage, buyer, goods, 1, "Rude words")
    seen = await read(stage, buyer)
    (review,) = seen
    for _ in range(2):  # repeating it changes nothing
        assert await hide(stage, seen) == Moderation((review,), ())
    assert await counted(stage, goods) == [0] * 5
    await say(stage, buyer, goods, 2, "Rude words still")
    assert await hide(stage, seen) == Moderation((), (review,))  # not what was read
    await remove_review(stage.database, Caller(buyer), Subject("product", goods.product_id))
    await say(stage, buyer, goods, 2, "Polite words")
    assert await counted(stage, goods) == [0] * 5
    assert (await moderate(stage.database, STAFF, "show", await read(stage, buyer))).done
    assert await counted(stage, goods) == [0, 1, 0, 0, 0]
    assert (await moderate(stage.database, STAFF, "show", await read(stage, buyer))).done
    assert await select(
        stage, "SELECT action, data #>> '{before,text}' FROM audit_log ORDER BY id"
    ) == [("review.hidden", "Rude words"), ("review.shown", "Polite words")]
    assert (await events_of(stage, review)).count("review.hidden") == 1
    with pytest.raises(ReviewNotFound):
        await hide(stage, {new_id(): 1})


async def test_many_at_once_on_many_connections_count_right(
    stage: Stage, database_url: str
) -> None:
    """Buyers write, change and take back while staff hide and show, each on a pool of its own."""
    one, other = await new_goods(stage, 12), await new_goods(stage, 12)
    buyers = await buyers_of(stage, one, other, count=12)
    pools = [Database(database_url, pool_size=4) for _ in range(6)]
    await asyncio.gather(*(pool.start() for pool in pools))
    try:
        await asyncio.gather(
            *(
                _restless(stage, pool, buyers, (one, other), seed)
                for seed, pool in enumerate(pools * 3)
            ),
            *(_strict(pool, stage, seed) for seed, pool in enumerate(pools)),
        )
    finally:
        await asyncio.gather(*(pool.close() for pool in pools))
    for goods in (one, other):
        assert await counted(stage, goods) == await shown(stage, goods)
        assert sum(await shown(stage, goods)) > 0
    doubled = "SELECT FROM reviews GROUP BY author, subject_id HAVING count(*) > 1"
    assert await select(stage, doubled) == []


async def _restless(
    stage: Stage, pool: Database, buyers: Sequence[Principal], goods: Sequence[Goods], seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(12):
        buyer, which = dice.choice(buyers), dice.choice(goods)
        if dice.random() < 0.25:
            await remove_review(pool, Caller(buyer), Subject("product", which.product_id))
        else:
            await say(stage, buyer, which, dice.randint(1, 5), f"Said {dice.random()}", pool)


async def _strict(pool: Database, stage: Stage, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(12):
        rows = await select(stage, "SELECT id, version FROM reviews ORDER BY random() LIMIT 6")
        which = {row[0]: row[1] for row in rows}
        if which:
            verdict: Verdict = "hide" if dice.random() < 0.5 else "show"
            await moderate(pool, STAFF, verdict, which, "Rude")
