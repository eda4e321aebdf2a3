"""What is reserved at what price: tax, delivery, promotions and their bounds."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.edit_lines import LineEdited, LinesWanted, edit_lines
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.flows.checkout.prices import Choice, ShippingUnknown
from holdfast.flows.checkout.quoting import quote_cart
from holdfast.flows.checkout.redemption import CouponNotUsable, PromoCodeNotUsable
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.promotions.promotions import (
    BadPromotion,
    PromotionOver,
    end_promotion,
    make_promotion,
)
from holdfast.flows.settlement.settle import settle
from holdfast.kit import new_id
from holdfast.orders import load_items
from holdfast.people import Principal
from holdfast.promotions import Promotion, PromotionBook, PromotionTerms
from holdfast.shop import change_settings
from tests.db.flows.buying import (
    Goods,
    a_customer,
    a_guest,
    cart_of,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    payment_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.coupons import new_coupon
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.stage import Stage

STAFF = process("user:staff")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
POST = {"id": "post", "name": "Post", "price": 599, "currency": "EUR", "free_over": 5000}
CHARGED = {
    "tax_rates": [
        {"name": "Tax", "rate": 10_000},
        {"name": "VAT", "rate": 19_000, "region": "DE"},
    ],
    "shipping_methods": [POST, {"id": "fast", "name": "Courier", "price": 1500, "currency": "EUR"}],
}


async def charge(stage: Stage, **settings: object) -> None:
    async with stage.database.transaction() as connection:
        await change_settings(connection, settings or CHARGED)
    stage.shop.forget()


async def promote(stage: Stage, **terms: Any) -> Promotion:
    usual: dict[str, Any] = {"name": "Sale", "rule": "percent", "value": 10, "opens_at": LONG_AGO}
    return await make_promotion(stage, STAFF, PromotionTerms(**(usual | terms)))


async def reserve(
    stage: Stage, buyer: Principal, *goods: Goods, many: int = 1, **choice: Any
) -> Placed:
    cart = cart_of(*goods, quantity=many)
    return await place(stage, Caller(buyer), cart, choice=Choice(**choice))


async def total(stage: Stage, buyer: Principal, *goods: Goods, many: int = 1, **choice: Any) -> int:
    """As it would be, held by nobody."""
    cart = cart_of(*goods, quantity=many)
    found = await quote_cart(stage, buyer, cart, Choice(**choice))
    assert found.trouble is None, found.trouble
    return found.quote.total


async def uses(stage: Stage, promotion: Promotion, owner: str) -> list[tuple[int, int]]:
    """What is free of its supply, and taken by the customer; with what is held of each."""
    states = [await stage.reader.account(key) for key in promotion.uses(owner)]
    return [(state.balance, state.held) for state in states]


async def test_the_price_that_is_held_is_the_price_that_is_paid(stage: Stage) -> None:
    await charge(stage)
    buyer, goods = a_customer(), await new_goods(stage, 5, price=1999)
    code = await promote(stage, code="TEN")
    reserved = await reserve(stage, buyer, goods, many=2, promo_code="ten")
    order = await order_now(stage, reserved)
    assert (order.total, order.discount, order.tax, order.shipping) == (4558, 399, 360, 599)
    items = (await load_items(stage.database.pool, [order.id]))[order.id]
    assert [(item.discount, item.tax) for item in items] == [(399, 360)]
    told = order.breakdown
    assert told is not None
    assert (told.promo_code, told.method, told.limits) == (code.code, "post", {})
    assert sum(part.amount for part in told.parts) == order.total
    await charge(stage, tax_rates=[], shipping_methods=[])
    await end_promotion(stage, STAFF, code.id, "over")
    payment = await pay_for(stage, buyer, reserved)
    assert (await payment_now(stage, payment)).amount == 4558
    await confirm(stage, buyer, reserved, payment)
    assert await total(stage, buyer, goods, many=2) == 3998


async def test_where_it_goes_and_how_are_the_buyers_to_choose(stage: Stage) -> None:
    await charge(stage)
    buyer, goods = a_customer(), await new_goods(stage, 5, price=1000)
    assert await total(stage, buyer, goods) == 1000 + 100 + 599
    assert await total(stage, buyer, goods, region="DE", method="fast") == 1000 + 190 + 1500
    assert await total(stage, buyer, goods, many=6) == 6000 + 600
    with pytest.raises(ShippingUnknown):
        await reserve(stage, buyer, goods, method="pigeon")
    await charge(stage, region="DE", tax_included=True, tax_on_shipping=True)
    quoted = await quote_cart(stage, buyer, cart_of(goods), Choice())
    assert (quoted.quote.total, quoted.quote.tax) == (1599, 255)


async def test_another_price_than_was_shown_must_be_accepted(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 5, price=1000)
    await charge(stage)
    with pytest.raises(PriceChanged) as refused:
        await reserve(stage, buyer, goods, expected=1000)
    assert refused.value.extra["expected"] == {"total": 1000, "currency": "EUR"}
    now = refused.value.extra["quote"]
    assert isinstance(now, dict)
    assert now == {
        "currency": "EUR", "subtotal": 1000, "discount": 0, "shipping": 599, "tax": 100,
        "taxIncluded": False, "total": 1699,
    }  # fmt: skip
    assert await stock_of(stage, goods) == (5, 0)
    await reserve(stage, buyer, goods, expected=1699)
    assert await stock_of(stage, goods) == (4, 1)


async def test_an_automatic_promotion_needs_no_code_and_a_coupon_goes_with_it(stage: Stage) -> None:
    buyer, goods, other = a_customer(), await new_goods(stage, 5), await new_goods(stage, 5)
    await promote(stage, value=20, scope=frozenset({goods.product_id}))
    assert await total(stage, buyer, goods, other) == 900
    coupon = await new_coupon(stage, buyer, value=10)
    assert await total(stage, buyer, goods, other, coupon_id=coupon) == 810
    reserved = await reserve(stage, buyer, goods, other, coupon_id=coupon)
    order = await order_now(stage, reserved)
    assert (order.total, order.discount, order.coupon_id) == (810, 190, coupon)
    await change_coupon(stage, Caller(buyer), order.id, None)
    order = await order_now(stage, reserved)
    assert (order.total, order.discount, order.coupon_id) == (900, 100, None)
    alone = await promote(stage, value=50, stackable=False)
    with pytest.raises(CouponNotUsable) as told:
        await reserve(stage, buyer, goods, other, coupon_id=coupon)
    assert told.value.extra["coupon"] == {"couponId": str(coupon), "reason": "better"}
    await end_promotion(stage, STAFF, alone.id, "over")


async def test_uses_are_counted_held_given_back_and_never_too_many(stage: Stage) -> None:
    one, two, goods = a_customer(), a_customer(), await new_goods(stage, 20, price=1000)
    code = await promote(stage, code="ONCE", value=50, quantity=2, per_customer=1)
    reserved = await reserve(stage, one, goods, promo_code="ONCE")
    assert await uses(stage, code, one.id) == [(1, 1), (0, 1)]
    with pytest.raises(PromoCodeNotUsable) as told:
        await reserve(stage, one, goods, promo_code="ONCE")
    assert told.value.extra["promoCode"] == {"code": "ONCE", "reason": "used"}
    await cancel(stage, Caller(one), order_id=reserved.order_id)
    assert await uses(stage, code, one.id) == [(2, 0), (0, 0)]
    reserved = await reserve(stage, one, goods, promo_code="ONCE")
    await confirm(stage, one, reserved, await pay_for(stage, one, reserved))
    assert await uses(stage, code, one.id) == [(1, 0), (1, 0)]
    await reserve(stage, two, goods, promo_code="ONCE")
    for late, reason in ((a_customer(), "gone"), (a_guest(), "account")):
        with pytest.raises(PromoCodeNotUsable) as told:
            await reserve(stage, late, goods, promo_code="ONCE")
        assert told.value.extra["promoCode"] == {"code": "ONCE", "reason": reason}
    await cancel(stage, Caller(one), order_id=reserved.order_id)
    assert await uses(stage, code, one.id) == [(1, 1), (0, 0)]


async def test_a_wallet_takes_and_gives_back_uses_as_well(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 5, price=1000)
    await charge(stage)
    await new_wallet(stage, buyer, 5000)
    code = await promote(stage, code="WALLET", value=50, quantity=3, per_customer=2)
    order_id = await buy(
        stage, buyer, cart_of(goods), choice=Choice(promo_code="wallet", expected=1149)
    )
    assert await uses(stage, code, buyer.id) == [(2, 0), (1, 0)]
    order = await stage.orders.get(order_id)
    assert order is not None
    assert (order.total, order.tax, order.shipping) == (1149, 50, 599)
    await cancel(stage, Caller(buyer), order_id=order_id)
    assert await uses(stage, code, buyer.id) == [(3, 0), (0, 0)]


async def test_the_last_use_goes_to_one_and_the_others_see_the_price_change(stage: Stage) -> None:
    goods = await new_goods(stage, 50, price=1000)
    sale = await promote(stage, value=50, quantity=3)

    async def one() -> str:
        try:
            await reserve(stage, a_customer(), goods, expected=500)
        except PriceChanged:
            return "changed"
        return "held"

    ends = await asyncio.gather(*(one() for _ in range(12)))
    assert sorted(ends) == ["changed"] * 9 + ["held"] * 3
    assert await uses(stage, sale, "") == [(0, 3)]


async def test_a_late_payment_is_rescued_with_its_use_while_there_is_one(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 5, price=1000)
    code = await promote(stage, code="LATE", value=50, quantity=1)
    for free, end in ((1, "paid"), (0, "refunding")):
        reserved = await reserve(stage, buyer, goods, promo_code="LATE")
        payment = await pay_for(stage, buyer, reserved)
        await end_hold(stage, reserved)
        assert await sweep_all(stage) == 1
        if not free:
            assert await total(stage, a_customer(), goods, promo_code="LATE") == 500
            await reserve(stage, a_customer(), goods, promo_code="LATE")
        paid = await payment_now(stage, payment)
        assert (await settle(stage, paid)).end == end
        if free:
            assert await uses(stage, code, buyer.id) == [(0, 0)]
            await cancel(stage, Caller(buyer), order_id=reserved.order_id)
            assert await uses(stage, code, buyer.id) == [(1, 0)]


async def in_category(stage: Stage, goods: Goods, *path: UUID) -> None:
    """Put the goods into the last of these categories, which are there then."""
    pool = stage.database.pool
    for depth, category in enumerate(path, 1):
        await pool.execute(
            "INSERT INTO categories (id, parent_id, slug, name, path) VALUES ($1, $2, $3, $3, $4)"
            " ON CONFLICT DO NOTHING",
            category, path[depth - 2] if depth > 1 else None, str(category), list(path[:depth]),
        )  # fmt: skip
    await pool.execute("UPDATE directory_stamp SET revision = revision + 1")
    await pool.execute(
        "UPDATE products SET category_id = $2, revision = revision + 1 WHERE id = $1",
        goods.product_id,
        path[-1],
    )


async def test_rules_for_a_category_are_for_all_that_is_below_it(stage: Stage) -> None:
    buyer, novel, toy = (
        a_customer(),
        await new_goods(stage, 9, 1000),
        await new_goods(stage, 9, 1000),
    )
    books, novels, toys = new_id(), new_id(), new_id()
    await in_category(stage, novel, books, novels)
    await in_category(stage, toy, toys)
    await charge(
        stage,
        tax_rates=[
            {"name": "VAT", "rate": 20_000},
            {"name": "Reduced", "rate": 5_000, "category_id": str(books)},
        ],
    )
    assert await total(stage, buyer, novel, toy) == 2000 + 50 + 200
    sale = await promote(stage, value=50, categories=frozenset({books}))
    assert await total(stage, buyer, novel, toy) == 500 + 25 + 1200
    coupon = await new_coupon(stage, buyer, value=10, categories=frozenset({books}))
    reserved = await reserve(stage, buyer, novel, toy, coupon_id=coupon)
    order = await order_now(stage, reserved)
    assert (order.discount, order.tax) == (550, 23 + 200)
    assert order.breakdown is not None
    assert sorted(order.breakdown.taken.values()) == [50, 500]
    await end_promotion(stage, STAFF, sale.id, "over")
    await change_coupon(stage, Caller(buyer), order.id, None)
    assert (await order_now(stage, reserved)).total == 2000 + 50 + 200
    with pytest.raises(CouponNotUsable) as told:
        await reserve(stage, buyer, toy, coupon_id=coupon)
    assert told.value.extra["coupon"] == {"couponId": str(coupon), "reason": "scope"}


async def test_bad_terms_and_a_second_promotion_of_one_code_are_refused(stage: Stage) -> None:
    made = await promote(stage, code="TWICE")
    for wrong in (
        {"code": "TWICE"},
        {"value": 0},
        {"scope": frozenset({UUID(int=5)})},
    ):
        with pytest.raises(BadPromotion):
            await promote(stage, **wrong)
    await end_promotion(stage, STAFF, made.id, "over")
    with pytest.raises(PromotionOver):
        await end_promotion(stage, STAFF, made.id, "again")
    assert (await promote(stage, code="TWICE")).id != made.id


async def test_a_plain_shop_keeps_nothing_of_a_quote(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 5)
    order = await order_now(stage, await reserve(stage, buyer, goods, many=2))
    assert (order.total, order.tax, order.shipping, order.breakdown) == (1000, 0, 0, None)


async def test_a_code_made_by_another_process_just_now_is_known(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 5, price=1000)
    assert await total(stage, buyer, goods) == 1000  # the promotions there are are kept from now on
    elsewhere = replace(stage, promotions=PromotionBook(stage.database))
    await promote(elsewhere, code="NOW", value=50)
    assert await total(stage, buyer, goods, promo_code="now") == 500
    with pytest.raises(PromoCodeNotUsable):
        await reserve(stage, buyer, goods, promo_code="never")


async def test_a_guest_whose_order_staff_edit_stays_a_guest(stage: Stage) -> None:
    sale = await promote(stage, value=50, per_customer=1)
    guest, goods = a_guest(), await new_goods(stage, 9, price=1000)
    reserved = await reserve(stage, guest, goods)
    order = await order_now(stage, reserved)
    line = LineEdited(goods.product_id, goods.variant_id, 2)
    await edit_lines(stage, STAFF, order.id, LinesWanted(order.reservation_id, (line,)))
    assert (await order_now(stage, reserved)).total == 2000
    # Staff took the order of another on the phone, who they know: what that has it keeps.
    known = Principal(a_guest().id, "user")
    reserved = await reserve(stage, known, goods)
    order = await order_now(stage, reserved)
    assert order.total == 500
    await edit_lines(stage, STAFF, order.id, LinesWanted(order.reservation_id, (line,)))
    assert (await order_now(stage, reserved)).total == 1000
    assert (await uses(stage, sale, known.id))[-1] == (0, 1)
