"""Buying from a wallet: goods, coupon and money in one command; cancelling brings them back."""

import asyncio
from uuid import UUID

import pytest

from holdfast.flows.checkout.basket import Amount, MixedCurrencies
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import (
    CannotBuy,
    CurrencyUnknown,
    IdempotencyKeyReused,
    PaymentNotFound,
)
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.wallets.wallets import top_up
from holdfast.kit import Problem
from holdfast.orders import load_items
from holdfast.views.statements import statement_page
from tests.db.flows.buying import (
    a_customer,
    cart_of,
    confirm,
    new_goods,
    pay_for,
    refundable_of,
    reserve,
    stock_of,
)
from tests.db.flows.checkout.wallet_buying import bought, order, refused
from tests.db.flows.coupons import coupon_account, end_coupon, new_coupon
from tests.db.flows.purses import balance_of, buy, new_wallet, treasury_of
from tests.db.flows.stage import Stage, events_of, jobs_due, select

FREE, USED = (1, 0), (0, 0)


# --- buying -------------------------------------------------------------------------------------


async def test_an_order_is_made_paid_in_one_moment(stage: Stage) -> None:
    buyer, one, other = a_customer(), await new_goods(stage, 5), await new_goods(stage, 3, price=1)
    wallet = await new_wallet(stage, buyer, 5000)
    order = await bought(stage, buyer, one, other, quantity=3, request="r1")
    assert (order.status, order.total, order.discount, order.currency) == ("paid", 1503, 0, "EUR")
    assert (order.hold_id, order.coupon_id, order.description) == (None, None, None)
    assert order.created_at == order.paid_at
    assert order.payment_id is not None
    assert await stock_of(stage, one) == (2, 0)
    assert await stock_of(stage, other) == (0, 0)
    assert await balance_of(stage, wallet) == 3497
    assert await refundable_of(stage, order.payment_id) == 1503
    payment = await stage.payments.get(order.payment_id)
    assert payment is not None
    assert (payment.provider, payment.status, payment.amount) == ("wallet", "succeeded", 1503)
    assert await events_of(stage, order.id) == ["order.paid"]
    assert await jobs_due(stage) == []
    items = (await load_items(stage.database.pool, [order.id]))[order.id]
    assert [(item.variant_id, item.quantity, item.price) for item in items] == [
        (one.variant_id, 3, 500),
        (other.variant_id, 3, 1),
    ]
    moments = await select(
        stage,
        "SELECT DISTINCT e.at = o.paid_at, e.actor, e.request FROM ledger_entries e, orders o"
        " WHERE o.id = $1 AND e.request = 'r1'",
        order.id,
    )
    assert moments == [(True, buyer.id, "r1")]


async def test_the_statement_names_the_order(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1, price=30, currency="PTS")
    wallet = await new_wallet(stage, buyer, 100, "PTS")
    order = await bought(stage, buyer, goods)
    await cancel(stage, Caller(buyer), order_id=order.id)
    account = await stage.reader.account(wallet.key)
    page = await statement_page(stage.database, account, stage.reader.partitions, 10, None)
    assert [(one.kind, one.change, one.balance, one.order_id) for one in page.movements] == [
        ("refund", 30, 100, order.id),
        ("purchase", -30, 70, order.id),
        ("top-up", 100, 100, None),
    ]


async def test_a_coupon_makes_it_cheaper_and_is_used(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 5, price=999)
    wallet, coupon = await new_wallet(stage, buyer, 900), await new_coupon(stage, buyer)
    order = await bought(stage, buyer, goods, coupon_id=coupon)
    assert (order.total, order.discount, order.coupon_id) == (900, 99, coupon)
    assert await balance_of(stage, wallet) == 0
    assert await coupon_account(stage, coupon) == USED


async def test_what_costs_nothing_needs_no_wallet(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer, value=100)
    order = await bought(stage, buyer, goods, coupon_id=coupon)
    assert (order.status, order.total, order.discount) == ("paid", 0, 500)
    assert (await cancel(stage, Caller(buyer), order_id=order.id)).refund == "done"
    assert await stock_of(stage, goods) == (1, 0)
    assert await coupon_account(stage, coupon) == FREE


async def test_lines_of_one_variant_count_together(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 3)
    await new_wallet(stage, buyer, 5000)
    (short,) = (await refused(stage, buyer, goods, goods, quantity=2))["shortages"][:1]
    assert (short["wanted"], short["available"]) == (4, 3)


async def test_a_wallet_in_another_currency_does_not_help(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1, price=30, currency="PTS")
    await new_wallet(stage, buyer, 5000, "EUR")
    assert (await refused(stage, buyer, goods))["points"]["walletId"] is None
    points = await new_wallet(stage, buyer, 30, "PTS")
    await bought(stage, buyer, goods)
    assert await balance_of(stage, points) == 0


async def test_currencies_do_not_mix(stage: Stage) -> None:
    buyer = a_customer()
    one, other = await new_goods(stage, 1), await new_goods(stage, 1, price=30, currency="PTS")
    with pytest.raises(MixedCurrencies):
        await bought(stage, buyer, one, other)


async def test_a_provider_payment_cannot_be_confirmed_with_a_wallets(stage: Stage) -> None:
    """The payment of a purchase confirms no reservation."""
    buyer, goods = a_customer(), await new_goods(stage, 5)
    await new_wallet(stage, buyer, 5000)
    paid = await bought(stage, buyer, goods)
    reserved = await reserve(stage, buyer, goods)
    assert paid.payment_id is not None
    begun = await pay_for(stage, buyer, reserved)
    with pytest.raises(PaymentNotFound):
        await confirm(stage, buyer, reserved, type(begun)(paid.payment_id, "succeeded"))


# --- every shortage -----------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["used", "expired", "not-yours", "held"])
async def test_every_shortage_is_named_at_once(stage: Stage, trouble: str) -> None:
    buyer = a_customer()
    plenty, short, none = (
        await new_goods(stage, 9),
        await new_goods(stage, 1),
        await new_goods(stage, 0),
    )
    wallet = await new_wallet(stage, buyer, 999)
    coupon = await new_coupon(stage, a_customer() if trouble == "not-yours" else buyer)
    if trouble == "expired":
        await end_coupon(stage, coupon)
    elif trouble == "held":
        await reserve(stage, buyer, plenty, coupon=coupon)
    elif trouble == "used":
        await bought(stage, buyer, plenty, coupon_id=coupon)
        await top_up(treasury_of(stage), Caller(buyer), wallet.id, 450)
    told = await refused(stage, buyer, plenty, short, none, quantity=2, coupon=coupon)
    assert [(one["line"], one["wanted"], one["available"]) for one in told["shortages"]] == [
        (1, 2, 1),
        (2, 2, 0),
    ]
    # A coupon that is known not to do leaves the whole price to pay.
    wanted = 3000 if trouble in ("expired", "not-yours") else 2700
    assert told["points"] == {
        "currency": "EUR", "wanted": wanted, "available": 999, "held": 0,
        "missing": wanted - 999, "walletId": str(wallet.id),
    }  # fmt: skip
    assert told["coupon"] == {"couponId": str(coupon), "reason": trouble}


async def test_what_is_not_short_is_not_named(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    assert list(await refused(stage, buyer, goods)) == ["points"]
    await new_wallet(stage, buyer, 500)
    assert list(await refused(stage, buyer, goods, quantity=2)) == ["shortages", "points"]
    coupon = await new_coupon(
        stage, buyer, scope=frozenset({(await new_goods(stage, 0)).product_id})
    )
    assert await refused(stage, buyer, goods, coupon=coupon) == {
        "coupon": {"couponId": str(coupon), "reason": "scope"}
    }
    dear = await new_coupon(stage, buyer, minimum=700, currency="EUR")
    assert await refused(stage, buyer, goods, coupon=dear) == {
        "coupon": {"couponId": str(dear), "reason": "minimum", "missing": 200}
    }
    await bought(stage, buyer, goods)
    assert await stock_of(stage, goods) == (0, 0)


# --- repetition ---------------------------------------------------------------------------------


async def test_the_same_key_buys_once(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 9)
    wallet, coupon = await new_wallet(stage, buyer, 5000), await new_coupon(stage, buyer)
    key = scoped_key("buy", buyer.id, "k", b"body")
    second = await stage.spare()
    ids = await asyncio.gather(
        *(
            buy(parts, buyer, cart_of(goods), coupon_id=coupon, key=key)
            for parts in (stage, second) * 4
        )
    )
    assert len(set(ids)) == 1
    assert await balance_of(stage, wallet) == 4550
    await end_coupon(stage, coupon)
    again = await buy(stage, buyer, cart_of(goods), coupon_id=coupon, key=key)
    assert {again} == set(ids)
    with pytest.raises(IdempotencyKeyReused):
        await buy(stage, buyer, cart_of(goods), key=scoped_key("buy", buyer.id, "k", b"other"))
    assert await stock_of(stage, goods) == (8, 0)


# --- races --------------------------------------------------------------------------------------


async def test_two_purchases_with_one_coupon(stage: Stage) -> None:
    second = await stage.spare()
    for _ in range(5):
        buyer, goods = a_customer(), await new_goods(stage, 9)
        await new_wallet(stage, buyer, 5000)
        coupon = await new_coupon(stage, buyer)
        answers = await asyncio.gather(
            *(buy(parts, buyer, cart_of(goods), coupon_id=coupon) for parts in (stage, second) * 3),
            return_exceptions=True,
        )
        won = [one for one in answers if isinstance(one, UUID)]
        lost = [one.extra for one in answers if isinstance(one, CannotBuy)]
        assert len(won) == 1, answers
        assert lost == [{"coupon": {"couponId": str(coupon), "reason": "used"}}] * 5
        assert await stock_of(stage, goods) == (8, 0)


async def test_a_reservation_and_a_purchase_with_one_coupon(stage: Stage) -> None:
    for _ in range(5):
        buyer, goods = a_customer(), await new_goods(stage, 9)
        wallet = await new_wallet(stage, buyer, 5000)
        coupon = await new_coupon(stage, buyer)
        reserved, paid = await asyncio.gather(
            reserve(stage, buyer, goods, coupon=coupon),
            buy(stage, buyer, cart_of(goods), coupon_id=coupon),
            return_exceptions=True,
        )
        assert isinstance(reserved, Problem) != isinstance(paid, Problem), (reserved, paid)
        spent = 5000 - await balance_of(stage, wallet)
        assert spent == (0 if isinstance(paid, Problem) else 450)


async def test_carts_in_opposite_orders_all_come_out_right(stage: Stage) -> None:
    one, other, second = await new_goods(stage, 40), await new_goods(stage, 40), await stage.spare()
    buyers = [a_customer() for _ in range(8)]
    wallets = [await new_wallet(stage, buyer, 5000) for buyer in buyers]
    forth, back = cart_of(one, other), cart_of(other, one)
    answers = await asyncio.gather(
        *(
            buy(parts, buyer, cart)
            for buyer in buyers
            for parts, cart in ((stage, forth), (second, back)) * 4
        ),
        return_exceptions=True,
    )
    assert {type(answer) for answer in answers} <= {UUID, CannotBuy} or all(
        isinstance(answer, UUID | CannotBuy) for answer in answers
    ), answers
    won = sum(isinstance(answer, UUID) for answer in answers)
    assert won == 40  # 1,000 each: five a wallet, forty of each
    assert await stock_of(stage, one) == await stock_of(stage, other) == (0, 0)
    assert [await balance_of(stage, wallet) for wallet in wallets] == [0] * 8


async def test_a_thousand_points_are_spent_to_the_last_and_never_twice(stage: Stage) -> None:
    """Top-ups and purchases of one wallet at once, from two processes."""
    buyer, goods = a_customer(), await new_goods(stage, 1000, price=1, currency="PTS")
    wallet, second = await new_wallet(stage, buyer, 100, "PTS"), await stage.spare()
    answers = await asyncio.gather(
        *(buy(parts, buyer, cart_of(goods)) for parts in (stage, second) for _ in range(100)),
        *(top_up(treasury_of(stage), Caller(buyer), wallet.id, 1) for _ in range(50)),
        return_exceptions=True,
    )
    paid = sum(isinstance(one, UUID) for one in answers)
    faults = [one for one in answers if isinstance(one, Exception)]
    assert all(isinstance(one, CannotBuy) for one in faults), faults
    assert len(answers) - paid - len(faults) == 50
    assert await balance_of(stage, wallet) == 150 - paid
    assert await stock_of(stage, goods) == (1000 - paid, 0)
    ((lowest, total),) = await select(
        stage,
        "SELECT min(balance), sum(change)::bigint FROM ledger_entries WHERE key = $1",
        wallet.key,
    )
    assert isinstance(lowest, int)
    assert lowest >= 0
    assert total == 150 - paid


# --- cancelling ---------------------------------------------------------------------------------


# --- without goods ------------------------------------------------------------------------------


async def test_an_amount_for_something_that_is_no_goods(stage: Stage) -> None:
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 100, "PTS")
    made = await buy(stage, buyer, Amount(70, "PTS", "A lesson"))
    paid = await order(stage, made)
    assert (paid.status, paid.total, paid.description) == ("paid", 70, "A lesson")
    assert await balance_of(stage, wallet) == 30
    with pytest.raises(CannotBuy) as told:
        await buy(stage, buyer, Amount(31, "PTS", "Another"))
    assert told.value.extra["points"]["missing"] == 1  # type: ignore[index]
    await cancel(stage, Caller(buyer), order_id=made)
    assert await balance_of(stage, wallet) == 100
    assert await events_of(stage, made) == ["order.paid", "order.cancelled", "order.refund.done"]


async def test_an_amount_in_no_currency(stage: Stage) -> None:
    with pytest.raises(CurrencyUnknown):
        await buy(stage, a_customer(), Amount(1, "XXX", "Air"))
