"""What is given for a friend who bought: once, in time, no more than one may have, and not for what
was taken back."""

import asyncio
from uuid import UUID

from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.referrals.following import follow_referral
from holdfast.flows.referrals.program import end_program
from holdfast.flows.staff.orders import mark_paid
from holdfast.kit import shop_now
from holdfast.ledger import Withdraw
from holdfast.orders import load_items, returned_key
from holdfast.promotions import campaign_key, issued_key
from holdfast.referrals import rewards_key
from holdfast.worker import Worker
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import new_goods, reserve
from tests.db.flows.referrals.referring import (
    a_person,
    bought,
    came_by,
    coupons_of,
    give_at,
    inviting,
    now_of,
)
from tests.db.flows.stage import Stage, events_of
from tests.support.patience import PATIENCE


async def test_the_coupon_waits_until_its_day_and_is_given_once_however_many_look(
    stage: Stage,
) -> None:
    offer, other = await inviting(stage), await stage.spare()
    goods, ann = await new_goods(stage, 9, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    order = await bought(stage, ben, goods)
    one = await now_of(stage, ben)
    assert (one.status, one.order_id) == ("waiting", order)
    assert one.due_at is not None
    assert (one.due_at - shop_now()).days in (13, 14)
    assert await give_at(stage, 13.9) == 0
    await asyncio.gather(*(give_at(parts, 14.1) for parts in (stage, other) * 4))
    (coupon,) = await coupons_of(stage, ann)
    one = await now_of(stage, ben)
    assert (one.status, one.coupon_id) == ("given", coupon)
    assert (await stage.reader.account(issued_key(coupon))).balance == 1
    assert (await stage.reader.account(campaign_key(offer.reward.id))).balance == 4
    assert "referral.given" in await events_of(stage, one.id)


async def test_two_orders_of_one_friend_at_once_are_one_first_order_and_one_coupon(
    stage: Stage,
) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=2000), await a_person(stage)
    ben = await came_by(stage, ann)
    placed = [await reserve(stage, ben, goods) for _ in range(2)]
    staff, other = Caller(a_manager()), await stage.spare()
    assert sorted([(await stage.orders.known(one.order_id)).discount for one in placed]) == [0, 200]
    for one in placed:
        await mark_paid(stage, staff, one.order_id)
    await asyncio.gather(
        *(
            follow_referral(parts, one.order_id, NOBODY)
            for parts in (stage, other) * 2
            for one in placed
        )
    )
    await give_at(stage, 15)
    assert len(await coupons_of(stage, ann)) == 1


async def test_the_last_coupon_of_a_year_is_wanted_by_two_and_given_for_one(stage: Stage) -> None:
    await inviting(stage, most_a_year=1)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    friends = [await came_by(stage, ann) for _ in range(4)]
    for friend in friends:
        await bought(stage, friend, goods)
    other = await stage.spare()
    await asyncio.gather(*(give_at(parts, 15) for parts in (stage, other) * 3))
    ends = sorted([((one := await now_of(stage, each)).status, one.reason) for each in friends])
    assert ends == [("given", ""), *[("refused", "limit")] * 3]
    assert len(await coupons_of(stage, ann)) == 1
    year = (await stage.coupons.now()).year
    assert (await stage.reader.account(rewards_key(ann.id, year))).balance == 1


async def test_the_shops_last_coupon_goes_to_one_of_those_who_invite(stage: Stage) -> None:
    await inviting(stage, quantity=1)
    goods = await new_goods(stage, 20, price=1000)
    friends = [await came_by(stage, await a_person(stage)) for _ in range(3)]
    for friend in friends:
        await bought(stage, friend, goods)
    await give_at(stage, 15)
    ends = sorted([((one := await now_of(stage, each)).status, one.reason) for each in friends])
    assert ends == [("given", ""), *[("refused", "gone")] * 2]


async def test_an_order_that_is_off_takes_back_what_waits_and_the_friend_may_buy_anew(
    stage: Stage,
) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    order = await bought(stage, ben, goods)
    await cancel_by_staff(stage, Caller(a_manager()), order, "Broken")
    assert (await stage.orders.known(order)).is_cancelled
    assert await give_at(stage, 15) == 0, "even before its job came by"
    await follow_referral(stage, order, NOBODY)
    one = await now_of(stage, ben)
    assert (one.status, one.order_id, one.due_at) == ("invited", None, None)
    again = await bought(stage, ben, goods)
    assert (await stage.orders.known(again)).discount == 200, "it is the first one again"
    await give_at(stage, 15)
    assert len(await coupons_of(stage, ann)) == 1


async def test_what_was_given_stays_when_the_order_is_off_later(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    order = await bought(stage, ben, goods)
    await give_at(stage, 15)
    await cancel_by_staff(stage, Caller(a_manager()), order, "Broken")
    await follow_referral(stage, order, NOBODY)
    assert (await now_of(stage, ben)).status == "given"
    assert len(await coupons_of(stage, ann)) == 1


async def test_nothing_is_given_for_what_was_sent_back_whole(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    order = await bought(stage, ben, goods)
    (item,) = (await load_items(stage.database.pool, [order]))[order]
    await units_back(stage, order, 0, item.quantity)
    await give_at(stage, 15)
    one = await now_of(stage, ben)
    assert (one.status, one.reason) == ("refused", "returned")


async def units_back(stage: Stage, order: UUID, line: int, many: int) -> None:
    """As refunding so many units counts them."""
    command = NOBODY.command(
        (Withdraw(returned_key(order, line), many, capacity=many),), (), f"back/{order}"
    )
    await stage.ledger.commit(command)


async def test_who_paid_with_the_inviters_card_is_the_inviter(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    own = await bought(stage, ann, goods)
    ben = await came_by(stage, ann)
    order = await bought(stage, ben, goods)
    for one in (own, order):
        await stage.database.pool.execute(
            "INSERT INTO fraud_checks (order_id, status, verdict, score, reasons, card)"
            " VALUES ($1, 'passed', 'pass', 0, '[]', 'finger')",
            one,
        )
    await give_at(stage, 15)
    seen = await now_of(stage, ben)
    assert (seen.status, seen.reason) == ("refused", "same-card")
    assert await coupons_of(stage, ann) == []


async def test_who_has_the_inviters_telephone_in_the_address_is_the_inviter(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    order = await bought(stage, ben, goods)
    await stage.database.pool.execute(
        'UPDATE orders SET address = \'{"phone": "+4917012345"}\' WHERE id = $1', order
    )
    await stage.database.pool.execute(
        "INSERT INTO addresses (id, owner, is_default, address)"
        """ VALUES ($1, $2, false, '{"phone": "+4917012345"}')""",
        order,
        ann.id,
    )
    await give_at(stage, 15)
    assert (await now_of(stage, ben)).reason == "same-person"


async def test_nothing_is_given_to_who_cannot_come_in_any_more(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    await bought(stage, ben, goods)
    await stage.database.pool.execute(
        "UPDATE users SET active = false WHERE 'user:' || id::text = $1", ann.id
    )
    await give_at(stage, 15)
    assert (await now_of(stage, ben)).reason == "closed"


async def test_what_waits_is_given_when_friends_are_invited_no_more(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    ben, late = await came_by(stage, ann), await came_by(stage, ann)
    await bought(stage, ben, goods)
    await end_program(stage, Caller(a_manager()))
    await bought(stage, late, goods)
    await give_at(stage, 15)
    assert len(await coupons_of(stage, ann)) == 1
    assert (await now_of(stage, late)).status == "invited"


async def test_an_order_below_the_least_is_followed_by_nothing(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=500), await a_person(stage)
    ben = await came_by(stage, ann)
    await bought(stage, ben, goods, quantity=1)
    assert (await now_of(stage, ben)).status == "invited"


async def test_a_worker_does_all_of_it_by_itself(stage: Stage) -> None:
    await inviting(stage, wait_days=0)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    worker = Worker(stage)
    await worker.start()
    try:
        ben = await came_by(stage, ann)
        placed = await reserve(stage, ben, goods, quantity=2)
        await mark_paid(stage, Caller(a_manager()), placed.order_id)
        async with asyncio.timeout(PATIENCE):
            while (await now_of(stage, ben)).status != "waiting":
                await asyncio.sleep(0.05)
    finally:
        await worker.stop()
    worker = Worker(stage)
    await worker.start()
    try:
        async with asyncio.timeout(PATIENCE):
            while (await now_of(stage, ben)).status != "given":
                await asyncio.sleep(0.05)
    finally:
        await worker.stop()
    assert len(await coupons_of(stage, ann)) == 1
