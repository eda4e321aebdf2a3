"""Who is in a customer group, and what its promotions make of prices."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.checkout.amounts import basket_of_amount
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.edit_lines import LineEdited, LinesWanted, edit_lines
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.checkout.quoting import Quoted, quote_cart
from holdfast.flows.checkout.redemption import PromoCodeNotUsable
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import TooBusy
from holdfast.flows.promotions.customer_groups import (
    GroupInUse,
    add_member,
    add_members,
    close_group,
    make_group,
    remove_member,
)
from holdfast.flows.promotions.promotions import BadPromotion, end_promotion, make_promotion
from holdfast.groups import Group, GroupNotFound, GroupTerms, forget_closed, groups_key, groups_of
from holdfast.kit import new_id
from holdfast.ledger import Expect
from holdfast.people import Principal, add, user_owner
from holdfast.promotions import Promotion, PromotionTerms
from tests.db.flows.booking.making import a_booking, a_taking, in_minutes
from tests.db.flows.buying import Goods, a_customer, a_guest, cart_of, new_goods, order_now
from tests.db.flows.purses import new_wallet
from tests.db.flows.stage import Stage, select

STAFF = process("user:staff")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def a_member_of(stage: Stage, *groups: Group) -> Principal:
    async with stage.database.transaction() as connection:
        user = await add(connection, f"{new_id().hex}@example.com", "Anna", "", ["customer"])
    for group in groups:
        await add_member(stage, STAFF, group.id, user.id)
    return Principal(user_owner(user.id), "user", frozenset({"customer"}), "192.0.2.1")


async def a_group(stage: Stage, name: str = "Wholesale") -> Group:
    return await make_group(stage, STAFF, GroupTerms(name=f"{name} {new_id().hex[-8:]}"))


async def promote(stage: Stage, *groups: Group, **terms: Any) -> Promotion:
    usual: dict[str, Any] = {
        "name": "Trade price", "rule": "percent", "value": 20, "opens_at": LONG_AGO,
        "groups": frozenset(one.id for one in groups),
    }  # fmt: skip
    return await make_promotion(stage, STAFF, PromotionTerms(**(usual | terms)))


async def quoted(stage: Stage, buyer: Principal | None, goods: Goods, **choice: Any) -> Quoted:
    return await quote_cart(stage, buyer, cart_of(goods), Choice(**choice))


async def total(stage: Stage, buyer: Principal | None, goods: Goods, **choice: Any) -> int:
    found = await quoted(stage, buyer, goods, **choice)
    assert found.trouble is None, found.trouble
    return found.quote.total


async def reserve(stage: Stage, buyer: Principal, goods: Goods, **choice: Any) -> Placed:
    return await place(stage, Caller(buyer), cart_of(goods), choice=Choice(**choice))


async def test_goods_cost_a_member_less_and_nobody_else(stage: Stage) -> None:
    trade, club = await a_group(stage), await a_group(stage, "Club")
    goods = await new_goods(stage, 9, price=1000)
    member, other = await a_member_of(stage, trade), await a_member_of(stage, club)
    await promote(stage, trade, scope=frozenset({goods.product_id}))
    assert await total(stage, member, goods) == 800
    for outside in (other, a_customer(), a_guest(), None):
        assert await total(stage, outside, goods) == 1000
    order = await order_now(stage, await reserve(stage, member, goods, expected=800))
    assert (order.total, order.discount) == (800, 200)


async def test_a_promotion_may_be_for_several_groups(stage: Stage) -> None:
    trade, club = await a_group(stage), await a_group(stage, "Club")
    goods = await new_goods(stage, 9, price=1000)
    await promote(stage, trade, club, scope=frozenset({goods.product_id}))
    for group in (trade, club):
        assert await total(stage, await a_member_of(stage, group), goods) == 800


async def test_a_code_for_a_group_is_refused_to_others_and_says_no_more(stage: Stage) -> None:
    trade = await a_group(stage)
    goods = await new_goods(stage, 9, price=1000)
    code = f"T{new_id().hex[-8:]}".upper()
    await promote(stage, trade, code=code, quantity=5)
    member = await a_member_of(stage, trade)
    assert await total(stage, member, goods, promo_code=code) == 800
    outside = (await quoted(stage, a_customer(), goods, promo_code=code)).trouble
    guest = (await quoted(stage, a_guest(), goods, promo_code=code)).trouble
    assert outside is not None
    assert (outside.reason, outside.detail) == (
        "group", "This code is for some customers only, and not for you.",
    )  # fmt: skip
    assert guest is not None
    assert guest.reason == "account"
    with pytest.raises(PromoCodeNotUsable):
        await reserve(stage, a_customer(), goods, promo_code=code)
    assert (
        await order_now(stage, await reserve(stage, member, goods, promo_code=code))
    ).total == 800


async def test_who_left_since_the_cart_was_priced_is_asked(stage: Stage) -> None:
    trade = await a_group(stage)
    goods = await new_goods(stage, 9, price=1000)
    member = await a_member_of(stage, trade)
    await promote(stage, trade, scope=frozenset({goods.product_id}))
    assert await total(stage, member, goods) == 800
    await remove_member(stage, STAFF, trade.id, member.user_id)
    with pytest.raises(PriceChanged):
        await reserve(stage, member, goods, expected=800)
    assert (await order_now(stage, await reserve(stage, member, goods))).total == 1000


async def test_what_a_member_holds_keeps_its_price_until_it_is_priced_anew(stage: Stage) -> None:
    trade = await a_group(stage)
    goods = await new_goods(stage, 9, price=1000)
    member = await a_member_of(stage, trade)
    await promote(stage, trade, scope=frozenset({goods.product_id}))
    reserved = await reserve(stage, member, goods)
    await remove_member(stage, STAFF, trade.id, member.user_id)
    order = await order_now(stage, reserved)
    assert order.total == 800
    two = (LineEdited(goods.product_id, goods.variant_id, 2),)
    await edit_lines(stage, STAFF, order.id, LinesWanted(order.reservation_id, two))
    assert (await order_now(stage, reserved)).total == 2000


async def test_staff_who_change_a_members_order_change_it_at_the_members_price(
    stage: Stage,
) -> None:
    trade = await a_group(stage)
    goods = await new_goods(stage, 9, price=1000)
    member = await a_member_of(stage, trade)
    await promote(stage, trade, scope=frozenset({goods.product_id}))
    reserved = await reserve(stage, member, goods)
    order = await order_now(stage, reserved)
    three = (LineEdited(goods.product_id, goods.variant_id, 3),)
    await edit_lines(stage, STAFF, order.id, LinesWanted(order.reservation_id, three))
    assert (await order_now(stage, reserved)).total == 2400
    await change_coupon(stage, Caller(member), order.id, None)
    assert (await order_now(stage, reserved)).total == 2400


async def test_no_order_has_a_price_that_its_buyer_had_lost_when_it_was_placed(
    stage: Stage,
) -> None:
    """Membership comes and goes while orders are placed: each order at the group's price was placed
    while its buyer was in the group, as the journal has it."""
    trade = await a_group(stage)
    goods = await new_goods(stage, 60, price=1000)
    member = await a_member_of(stage, trade)
    await promote(stage, trade, scope=frozenset({goods.product_id}))

    bought, moved = asyncio.Event(), 0

    async def come_and_go() -> None:
        nonlocal moved
        while True:  # after each order one change, so that others are always under way
            await bought.wait()
            bought.clear()
            moved += 1
            change = remove_member if moved % 2 else add_member
            await change(stage, STAFF, trade.id, member.user_id)

    async def buy() -> list[Placed]:
        placed: list[Placed] = []
        while len(placed) < 12:
            with suppress(TooBusy):  # they came and went again and again
                placed.append(await reserve(stage, member, goods))
            bought.set()
        return placed

    moving = asyncio.create_task(come_and_go())
    orders = [one for some in await asyncio.gather(*(buy() for _ in range(4))) for one in some]
    moving.cancel()
    with suppress(asyncio.CancelledError):
        await moving
    assert moved > 10
    # By the journal: before an order's batch they had come (an odd number of changes), or in it.
    rows = await select(
        stage,
        """
        SELECT o.total, (
            SELECT count(*) % 2 = 1 FROM ledger_entries e WHERE e.key = $2 AND e.batch < taken.batch
        ) OR EXISTS (SELECT FROM ledger_entries e WHERE e.key = $2 AND e.batch = taken.batch)
        FROM orders o JOIN ledger_entries taken ON taken.hold = o.hold_id AND taken.key = $3
        WHERE o.id = ANY($1::uuid[])
        """,
        [one.order_id for one in orders],
        groups_key(member.id),
        stock_key(goods.variant_id),
    )
    assert len(rows) == 48
    assert (800, False) not in rows
    assert {paid for paid, _ in rows} == {800, 1000}


async def test_a_purchase_by_wallet_is_priced_by_the_group_as_well(stage: Stage) -> None:
    trade = await a_group(stage)
    goods = await new_goods(stage, 9, price=1000)
    member = await a_member_of(stage, trade)
    await new_wallet(stage, member, 5000)
    await promote(stage, trade, scope=frozenset({goods.product_id}))
    placed = await place(stage, Caller(member), cart_of(goods), wallet=True)
    order = await order_now(stage, placed)
    assert (order.status, order.total) == ("paid", 800)


async def test_goods_beside_a_session_are_priced_by_the_group_and_expect_it_still(
    stage: Stage,
) -> None:
    trade = await a_group(stage)
    goods = await new_goods(stage, 9, price=1000)
    member = await a_member_of(stage, trade)
    await promote(stage, trade, scope=frozenset({goods.product_id}))
    new = a_booking(a_taking(start=in_minutes(600), minutes=60), price=9000)
    asked = Amount(9000, "EUR", "Portrait", new, beside=tuple(cart_of(goods)))
    account = await stage.reader.account(groups_key(member.id))
    basket = await basket_of_amount(stage, member, asked)
    assert (basket.total, basket.expected) == (9800, (Expect(account.key, account.version),))
    placed = await place(stage, Caller(member), asked)
    assert (await order_now(stage, placed)).total == 9800


async def test_of_two_who_add_the_same_customers_at_once_each_is_in_it_once(stage: Stage) -> None:
    trade = await a_group(stage)
    emails = []
    async with stage.database.transaction() as connection:
        for _ in range(20):
            emails.append(f"{new_id().hex}@example.com")
            await add(connection, emails[-1], "Boris", "", ["customer"])
    one, two = await asyncio.gather(
        add_members(stage, STAFF, trade.id, [*emails, "nobody@example.com"]),
        add_members(stage, STAFF, trade.id, [email.upper() for email in emails]),
    )
    assert one.added + two.added == 20
    assert one.already + two.already == 20
    assert (one.unknown, two.unknown) == (("nobody@example.com",), ())


async def test_a_group_that_a_promotion_is_for_is_not_closed(stage: Stage) -> None:
    trade = await a_group(stage)
    member = await a_member_of(stage, trade)
    promotion = await promote(stage, trade)
    with pytest.raises(GroupInUse) as refused:
        await close_group(stage, STAFF, trade.id)
    assert refused.value.extra == {"promotions": [str(promotion.id)]}
    await end_promotion(stage, STAFF, promotion.id, "over")
    await close_group(stage, STAFF, trade.id)
    assert await groups_of(stage.database, member.id) == frozenset()
    with pytest.raises(GroupNotFound):
        await add_member(stage, STAFF, trade.id, member.user_id)
    await forget_closed(stage.database.pool)
    assert not await select(
        stage, "SELECT FROM customer_group_members WHERE group_id = $1", trade.id
    )
    with pytest.raises(BadPromotion):
        await promote(stage, trade)


async def test_a_promotion_for_a_group_and_its_end_at_the_same_moment(stage: Stage) -> None:
    """Either the promotion is there and the group is open, or neither."""
    for _ in range(20):
        trade = await a_group(stage)
        made, closed = await asyncio.gather(
            promote(stage, trade), close_group(stage, STAFF, trade.id), return_exceptions=True
        )
        if closed is None:
            assert isinstance(made, BadPromotion)
        else:
            assert isinstance(made, Promotion)
            assert isinstance(closed, GroupInUse)


async def test_nobodys_groups_are_asked_for_where_no_promotion_is_for_one(stage: Stage) -> None:
    goods = await new_goods(stage, 9, price=1000)
    await promote(stage, scope=frozenset({goods.product_id}), groups=None)
    found = await quoted(stage, a_customer(), goods)
    assert found.quote.total == 800
    assert found.prices.member.guard is None
