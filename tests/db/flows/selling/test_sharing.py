"""What of an order is a seller's: booked once it is completed, and less with every refund, to the
unit; exactly once whatever comes twice or at the same moment."""

import asyncio
from datetime import timedelta
from uuid import UUID

from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.give_back import RefundTooLarge
from holdfast.flows.payments.refund_at_provider import refund_of_part
from holdfast.flows.returning.asking import ask_for
from holdfast.flows.returning.difference import end_exchange
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.flows.selling.payouts import propose_payout
from holdfast.flows.selling.sharing import share_order
from holdfast.flows.staff.orders import refund
from holdfast.kit import new_id, utc_now
from holdfast.sellers import Holder
from tests.db.flows.buying import a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.disputing import bank_says
from tests.db.flows.returning.test_dearer_exchanges import waiting
from tests.db.flows.returning.test_exchanges import in_sizes, last_return, received
from tests.db.flows.returning.test_returns import bought as ordered
from tests.db.flows.returning.test_returns import units
from tests.db.flows.selling.selling import (
    STAFF,
    a_rule,
    a_seller,
    balance,
    bought,
    complete,
    goods_of,
    journal,
    set_up,
    sold,
    work,
)
from tests.db.flows.stage import Stage, select


async def suborders(stage: Stage, order_id: UUID) -> list[tuple[object, ...]]:
    return await select(
        stage,
        "SELECT seller_id, status, gross, commission FROM suborders WHERE order_id = $1"
        " ORDER BY gross DESC",
        order_id,
    )


async def test_one_payment_is_shared_by_three_sellers_and_the_shop(stage: Stage) -> None:
    await a_rule(stage, 10_000, 5)
    sellers = [await a_seller(stage) for _ in range(3)]
    goods = {await goods_of(stage, one, 1000 * at): 1 for at, one in enumerate(sellers, 1)}
    goods[await new_goods(stage, 5, price=777)] = 1
    order_id = await bought(stage, goods)
    await work(stage)
    assert await balance(stage, sellers[0]) == (0, 0)
    assert [row[1] for row in await suborders(stage, order_id)] == ["sold"] * 3
    await complete(stage, order_id)
    await work(stage)
    assert await suborders(stage, order_id) == [
        (sellers[2], "earned", 3000, 305),
        (sellers[1], "earned", 2000, 205),
        (sellers[0], "earned", 1000, 105),
    ]
    assert [await balance(stage, one) for one in sellers] == [(895, 0), (1795, 0), (2695, 0)]
    assert await journal(stage, sellers[0]) == [("sale", 1000), ("fee", -105)]
    ((payments,),) = await select(
        stage, "SELECT count(*) FROM payments WHERE subject_id = $1", order_id
    )
    assert payments == 1


async def test_an_order_keeps_the_rule_it_was_sold_under(stage: Stage) -> None:
    seller, root, leaf = await a_seller(stage), new_id(), new_id()
    for one, path in ((root, [root]), (leaf, [root, leaf])):
        await stage.database.pool.execute(
            "INSERT INTO categories (id, parent_id, slug, name, path) VALUES ($1, $2, $3, $3, $4)",
            one, path[-2] if len(path) > 1 else None, str(one), path,
        )  # fmt: skip
    goods = await goods_of(stage, seller, 1000)
    await stage.database.pool.execute(
        "UPDATE products SET category_id = $2 WHERE id = $1", goods.product_id, leaf
    )
    took = []

    async def sell() -> None:
        order_id = await bought(stage, {goods: 1})
        await work(stage)
        # What is decided later changes nothing of it.
        await a_rule(stage, 99_000, seller=seller, begins_at=utc_now() + timedelta(days=1))
        await complete(stage, order_id)
        await work(stage)
        ((_, _, _, fee),) = await suborders(stage, order_id)
        took.append(fee)

    await sell()
    await a_rule(stage, 1000)
    await sell()
    await a_rule(stage, 2000, category=root)
    await sell()
    await a_rule(stage, 3000, category=leaf)
    await sell()
    await a_rule(stage, 4000, seller=seller)
    await sell()
    await a_rule(stage, 5000, seller=seller, category=root)
    await sell()
    await a_rule(stage, None, seller=seller, category=root)
    await sell()
    assert took == [0, 10, 20, 30, 40, 50, 40]


async def test_units_that_come_back_take_their_share_along(stage: Stage) -> None:
    """Three of 3.33 with 10% tax on top: 10.99, of which the shop takes 10% and 7 a piece."""
    await set_up(
        stage,
        tax_rates=[{"name": "Tax", "rate": 10_000}],
        shipping_methods=[{"id": "post", "name": "Post", "price": 599, "currency": "EUR"}],
    )
    await a_rule(stage, 10_000, 7)
    seller = await a_seller(stage)
    order_id = await sold(stage, {await goods_of(stage, seller, 333): 3})
    assert await balance(stage, seller) == (1099 - 110 - 21, 0)
    left = []
    for _ in range(3):
        await refund(stage, STAFF, order_id, {0: 1}, "back")
        await work(stage, times=3)
        left.append(await balance(stage, seller))
    # 366 a piece goes back, the last with what is over; delivery was never the seller's.
    assert left == [(733 - 73 - 14, 0), (367 - 37 - 7, 0), (0, 0)]


async def test_a_refund_that_is_refused_takes_nothing_of_it(stage: Stage) -> None:
    """Its account has a row then, if others were in the same batch."""
    seller, buyer = await a_seller(stage), a_customer()
    made = await reserve(stage, buyer, await goods_of(stage, seller, 500))
    await confirm(stage, buyer, made, await pay_for(stage, buyer, made))
    others = [await bought(stage, {await goods_of(stage, None, 500): 1}) for _ in range(8)]
    row = (
        "SELECT version FROM ledger_accounts a JOIN orders o ON a.key = 'refundable/' ||"
        " o.payment_id WHERE o.id = $1"
    )
    for _ in range(50):
        too_much, *_ = await asyncio.gather(
            refund(stage, STAFF, made.order_id, 501, "too much"),
            *(refund(stage, STAFF, other, 1, "sorry") for other in others),
            return_exceptions=True,
        )
        assert isinstance(too_much, RefundTooLarge)
        if found := await select(stage, row, made.order_id):
            break
    assert found == [(0,)]
    await complete(stage, made.order_id)
    await work(stage)
    assert await balance(stage, seller) == (500, 0)


async def test_what_is_given_back_for_no_unit_falls_on_all_of_the_order(stage: Stage) -> None:
    one, other = await a_seller(stage), await a_seller(stage)
    goods = {await goods_of(stage, one, 600): 1, await goods_of(stage, other, 300): 1}
    goods[await new_goods(stage, 1, price=100)] = 1
    order_id = await sold(stage, goods)
    await refund(stage, STAFF, order_id, 101, "sorry")
    await work(stage)
    kept = [(await balance(stage, seller))[0] for seller in (one, other)]
    assert kept == [600 - 60, 300 - 30]
    await refund(stage, STAFF, order_id, 899, "all of it")
    await work(stage)
    assert [await balance(stage, seller) for seller in (one, other)] == [(0, 0), (0, 0)]


async def test_what_is_owed_is_paid_by_the_next_earnings(stage: Stage) -> None:
    seller = await a_seller(stage)
    goods = await goods_of(stage, seller, 500)
    first = await sold(stage, {goods: 2})
    await stage.database.pool.execute("UPDATE suborders SET earned_at = now() - interval '15 day'")
    await propose_payout(stage, STAFF, Holder("seller", seller), "EUR")
    assert await balance(stage, seller) == (0, 0)
    await refund(stage, STAFF, first, {0: 2}, "back")
    await work(stage)
    assert await balance(stage, seller) == (0, 1000)
    await sold(stage, {goods: 1})
    assert await balance(stage, seller) == (0, 500)
    await sold(stage, {goods: 2})
    assert await balance(stage, seller) == (500, 0)
    assert await journal(stage, seller) == [
        ("sale", 1000), ("payout", -1000), ("debt", 1000), ("sale", -1000),
        ("sale", 500), ("debt", -500), ("sale", 1000), ("debt", -500),
    ]  # fmt: skip


async def test_it_is_booked_once_whatever_comes_twice_or_at_once(stage: Stage) -> None:
    await a_rule(stage, 12_345)
    seller = await a_seller(stage)
    goods = await goods_of(stage, seller, 1001)
    orders = [await bought(stage, {goods: 2}) for _ in range(4)]
    await work(stage)
    spare = await stage.spare()
    await asyncio.gather(*(complete(stage, one) for one in orders))
    await work(stage, spare, times=4)
    net = 2002 - 247
    assert await balance(stage, seller) == (4 * net, 0)
    # Refunds come while others are still being shared.
    await asyncio.gather(
        *(refund(stage, STAFF, one, {0: 1}, "back") for one in orders),
        *(share_order(shop, one, STAFF) for one in orders for shop in (stage, spare)),
    )
    await work(stage, spare, times=4)
    assert await balance(stage, seller) == (4 * (1001 - 124), 0)
    rows = await select(stage, "SELECT count(*) FROM events WHERE type = 'seller.sale.shared'")
    assert rows == [(8,)]


async def test_what_a_provider_does_not_give_back_is_the_sellers_again(stage: Stage) -> None:
    await a_rule(stage, 10_000)
    seller, buyer = await a_seller(stage), a_customer()
    reserved = await reserve(stage, buyer, await goods_of(stage, seller, 1000))
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    await complete(stage, reserved.order_id)
    await work(stage)
    await refund(stage, STAFF, reserved.order_id, 100, "late")
    await work(stage)
    assert await balance(stage, seller) == (810, 0)
    ((refund_id,),) = await select(
        stage,
        "SELECT (convert_from(payload, 'UTF8')::jsonb->'payload'->>'refundId')::uuid"
        " FROM jobs WHERE queue = 'refund'",
    )
    stage.provider.refuses_refunds = True
    await refund_of_part(stage, payment.payment_id, refund_id, 100)
    await work(stage)
    assert await balance(stage, seller) == (900, 0)


async def test_what_is_disputed_is_the_sellers_until_it_is_lost(stage: Stage) -> None:
    await a_rule(stage, 10_000)
    seller, buyer = await a_seller(stage), a_customer()
    made = await reserve(stage, buyer, await goods_of(stage, seller, 1000))
    await confirm(stage, buyer, made, await pay_for(stage, buyer, made))
    await complete(stage, made.order_id)
    await work(stage)

    async def theirs() -> tuple[int, int]:
        await work(stage, times=2)
        return await balance(stage, seller)

    await bank_says(stage, made.order_id, "open", 600)
    assert await theirs() == (900, 0)
    # Beside what is disputed something goes back, and they are shared anew.
    await refund(stage, STAFF, made.order_id, 100, "late")
    assert await theirs() == (810, 0)
    await bank_says(stage, made.order_id, "lost", 600)
    assert await theirs() == (270, 0)
    assert (await journal(stage, seller))[-2:] == [("fee", 60), ("dispute", -600)]
    await bank_says(stage, made.order_id, "won", 600)
    assert await theirs() == (810, 0)
    assert sorted((await journal(stage, seller))[-2:]) == [("dispute", 600), ("fee", -60)]
    await refund(stage, STAFF, made.order_id, 900, "all of it")
    assert await theirs() == (0, 0)


async def sold_by(stage: Stage, product_id: UUID) -> UUID:
    """Whose goods these are from now on."""
    seller = await a_seller(stage)
    await stage.database.pool.execute(
        "UPDATE products SET seller_id = $2 WHERE id = $1", product_id, seller
    )
    return seller


async def test_what_stays_paid_for_an_exchange_stays_the_sellers(stage: Stage) -> None:
    """Two of three at 5.00 come back for two at 4.00: 2.00 of them go back, and no more."""
    await a_rule(stage, 10_000, 7)
    small, cheap = await in_sizes(stage, 500, 400)
    seller = await sold_by(stage, small.product_id)
    buyer, order = await ordered(stage, small)
    await complete(stage, order.id)
    await work(stage)
    assert await balance(stage, seller) == (1500 - 150 - 21, 0)
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(2)}, "", {0: cheap.variant_id})
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(2)})
    await work(stage, times=2)
    theirs = 1300 - 130 - 21
    assert await balance(stage, seller) == (theirs, 0)
    exchange = (await last_return(stage, order)).exchange
    assert exchange is not None
    await complete(stage, exchange.order_id)
    await work(stage, times=2)
    assert await balance(stage, seller) == (theirs, 0)
    # What is given back for no unit falls on what stays for the exchange as well.
    await refund(stage, STAFF, order.id, 130, "sorry")
    await work(stage)
    assert await balance(stage, seller) == (1170 - 117 - 21, 0)


async def test_a_dearer_exchange_is_shared_once_and_gone_if_it_is_off(stage: Stage) -> None:
    """Two of three at 5.00 come back for two at 7.00; what is fixed is charged once a piece."""
    await a_rule(stage, 10_000, 7)
    paid, off = await waiting(stage), await waiting(stage)
    sellers = [await sold_by(stage, one.small.product_id) for one in (paid, off)]
    await work(stage)
    first = 1500 - 150 - 21
    assert [await balance(stage, one) for one in sellers] == [(first, 0), (first, 0)]

    payment = await pay_for(stage, paid.buyer.principal, paid.sent)
    await confirm(stage, paid.buyer.principal, paid.sent, payment)
    await complete(stage, paid.sent.order_id)
    await cancel(stage, off.buyer, order_id=off.sent.order_id)
    await end_exchange(stage, off.return_id, STAFF)
    await work(stage)
    assert await balance(stage, sellers[0]) == (first + 400 - 40, 0)
    assert await balance(stage, sellers[1]) == (500 - 50 - 7, 0)
