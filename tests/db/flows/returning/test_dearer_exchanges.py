"""Exchanges for what is dearer: the difference is paid before anything is sent, or what came back
is refunded; never both and never neither, whoever comes at the same moment."""

import asyncio
from typing import Literal
from uuid import UUID

import pytest
from msgspec import Struct

from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.edit_lines import LineEdited, LinesFixed, LinesWanted, edit_lines
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.redemption import CouponNotUsable
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import ReservationExpired, SentInExchange
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.returning.asking import ask_for
from holdfast.flows.returning.difference import REFUNDED_BEFORE, end_exchange
from holdfast.flows.returning.inspecting import Came, inspect, reckoned
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settler import Settled
from holdfast.flows.staff.orders import complete, refund
from holdfast.kit import Problem, new_id, shop_now
from holdfast.orders import Order, load_items
from holdfast.returns import Return
from holdfast.shop import change_settings
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.buying import (
    Goods,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    payment_status,
    refundable_of,
    stock_of,
    sweep_all,
)
from tests.db.flows.disputing import bank_says
from tests.db.flows.returning.test_exchanges import in_sizes, last_return, received
from tests.db.flows.returning.test_returns import STAFF, bought, returns_now, units
from tests.db.flows.stage import Stage, events_of, jobs_due, select

WORKER = process("end-exchange")
BROKEN = {
    "a difference that is not what its order asks for": (
        "return-exchange", "UPDATE returns SET due = due + 1"),
    "what came back refunded, though its exchange is to be paid": (
        "return-exchange", ("UPDATE returns SET exchanged = NULL, refunded = refunded + exchanged"
        " WHERE due IS NOT NULL")),
    "an order for the difference that nobody wants": (
        "return-exchange", "UPDATE returns SET due = NULL"),
}  # fmt: skip


class Waiting(Struct):
    """An exchange for what is dearer, looked at: the order of the old, and that for the new."""

    buyer: Caller
    order: Order
    sent: Placed
    small: Goods
    large: Goods
    return_id: UUID

    async def ended(self, stage: Stage) -> None:
        await end_exchange(stage, self.return_id, WORKER)


async def waiting(stage: Stage, *, deduct: int = 0) -> Waiting:
    """Two of three at 500 came back, for two at 700."""
    small, large = await in_sizes(stage, 500, 700)
    buyer, order = await bought(stage, small)
    await complete(stage, STAFF, order.id)
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(2)}, "", {0: large.variant_id})
    await received(stage, asked)
    found = await reckoned(stage, asked, {0: 2})
    assert (found.paid.total, found.exchanged, found.due) == (1000, 1000, 400)
    await inspect(stage, STAFF, asked, {0: Came(2)}, deduct=deduct, deduction="torn")
    done = await last_return(stage, order)
    assert (done.refunded, done.exchanged, done.due) == (0, 1000, 400)
    sent = await stage.orders.get(exchange_order(done))
    assert sent is not None
    assert (sent.status, sent.total, sent.owner) == ("pending", 400, order.owner)
    assert await stock_of(stage, large) == (2, 2)
    placed = Placed(sent.id, sent.number, sent.reservation_id)
    return Waiting(buyer, order, placed, small, large, asked)


def exchange_order(found: Return) -> UUID:
    assert found.exchange is not None
    return found.exchange.order_id


async def back(stage: Stage, order: Order) -> int:
    """What went back of what was paid for an order."""
    key = f"refundable/{order.payment_id}"
    ((opened,),) = await select(stage, "SELECT count(*) FROM ledger_accounts WHERE key = $1", key)
    assert order.payment_id is not None
    return order.total - await refundable_of(stage, order.payment_id) if opened else 0


async def test_it_is_sent_once_the_difference_is_paid(stage: Stage, database_url: str) -> None:
    one = await waiting(stage)
    hold = await stage.reader.hold(one.sent.reservation_id)
    assert hold is not None
    hours = (hold.expires_at - shop_now()).total_seconds() / 3600
    assert 23.9 < hours <= 24
    assert await events_of(stage, one.sent.order_id) == ["order.reserved"]
    # Its price is its own.
    with pytest.raises(CouponNotUsable):
        await change_coupon(stage, one.buyer, one.sent.order_id, new_id())
    line = LineEdited(one.large.product_id, one.large.variant_id, 2, 1)
    with pytest.raises(LinesFixed):
        await edit_lines(
            stage, STAFF, one.sent.order_id, LinesWanted(one.sent.reservation_id, (line,))
        )
    await one.ended(stage)  # nothing to end
    payment = await pay_for(stage, one.buyer.principal, one.sent)
    done = await confirm(stage, one.buyer.principal, one.sent, payment)
    assert done.status == "paid"
    await one.ended(stage)
    found = await last_return(stage, one.order)
    assert (found.refunded, found.exchanged) == (0, 1000)
    assert await back(stage, one.order) == 0
    assert await stock_of(stage, one.large) == (2, 0)
    sent = await order_now(stage, one.sent)
    (item,) = (await load_items(stage.database.pool, [sent.id]))[sent.id]
    assert (item.variant_id, item.quantity, item.price, sent.fulfilment) == (
        one.large.variant_id, 2, 200, "unfulfilled",
    )  # fmt: skip
    report = await audit_shop(database_url)
    assert report.clean, report.text()
    for what, (code, statement) in BROKEN.items():
        seen = await broken(database_url, statement)
        assert [each for each in seen.violations if str(each.fault) == code], (what, seen.text())
    # A unit of it alone is not cancelled by its buyer; the whole of it brings back both.
    with pytest.raises(SentInExchange):
        await cancel_units(stage, one.buyer, sent.id, {0: 1}, None)
    await cancel(stage, one.buyer, order_id=sent.id)
    await asyncio.gather(*(one.ended(stage) for _ in range(3)))
    found = await last_return(stage, one.order)
    assert (found.refunded, found.exchanged) == (1000, None)
    assert (await back(stage, one.order), await back(stage, await order_now(stage, one.sent))) == (
        1000, 400,
    )  # fmt: skip


async def test_what_is_not_paid_in_time_is_refunded_and_a_late_payment_goes_back(
    stage: Stage,
) -> None:
    one = await waiting(stage)
    payment = await pay_for(stage, one.buyer.principal, one.sent)
    await end_hold(stage, one.sent)
    assert await sweep_all(stage) == 1
    await asyncio.gather(*(one.ended(stage) for _ in range(4)))
    found = await last_return(stage, one.order)
    assert (found.refunded, found.exchanged, found.due) == (1000, None, 400)
    assert await back(stage, one.order) == 1000
    assert await stock_of(stage, one.large) == (4, 0)
    assert await stock_of(stage, one.small) == (3, 0)
    with pytest.raises(Problem):
        await confirm(stage, one.buyer.principal, one.sent, payment)
    settled = await arrived(ForOrders(stage), payment.payment_id)
    assert isinstance(settled, Settled)
    assert settled.end == "refunding"
    assert (await order_now(stage, one.sent)).status == "cancelled"
    assert await stock_of(stage, one.large) == (4, 0)


async def test_who_declines_has_what_came_back_refunded(stage: Stage) -> None:
    one = await waiting(stage)
    await cancel(stage, one.buyer, order_id=one.sent.order_id)
    assert await stock_of(stage, one.large) == (4, 0)
    # Staff gave some of it back by hand meanwhile: of the payment, only the rest is left.
    await refund(stage, STAFF, one.order.id, 700, "goodwill")
    await one.ended(stage)
    found = await last_return(stage, one.order)
    assert (found.refunded, found.deducted, found.deduction) == (800, 200, REFUNDED_BEFORE)
    assert await back(stage, one.order) == one.order.total


@pytest.mark.parametrize("payments", [1, 2])
async def test_of_a_payment_and_the_end_of_its_time_one_counts(stage: Stage, payments: int) -> None:
    for late in (False, True):
        one = await waiting(stage)
        tries = [await pay_for(stage, one.buyer.principal, one.sent) for _ in range(payments)]
        if late:
            await end_hold(stage, one.sent)
        ends = [
            *(arrived(ForOrders(stage), each.payment_id) for each in tries),
            sweep_all(stage),
            *(one.ended(stage) for _ in range(2)),
            *(arrived(ForOrders(stage), each.payment_id) for each in tries),
        ]
        found = await asyncio.gather(*ends, return_exceptions=True)
        assert not [
            each
            for each in found
            if isinstance(each, BaseException) and not isinstance(each, ReservationExpired)
        ]
        await sweep_all(stage)
        for each in tries:
            await arrived(ForOrders(stage), each.payment_id)
        await one.ended(stage)
        sent, done = await order_now(stage, one.sent), await last_return(stage, one.order)
        states = {await payment_status(stage, each.payment_id) for each in tries}
        if late:
            assert (sent.status, done.refunded, done.exchanged) == ("cancelled", 1000, None)
            assert await back(stage, one.order) == 1000
            assert "succeeded" not in states
        else:
            assert (sent.status, done.refunded, done.exchanged) == ("paid", 0, 1000)
            assert await back(stage, one.order) == 0
            assert "succeeded" in states
        assert await stock_of(stage, one.large) == ((4, 0) if late else (2, 0))


async def test_the_difference_is_taxed_and_delivery_goes_back_with_the_rest(stage: Stage) -> None:
    async with stage.database.transaction() as connection:
        await change_settings(
            connection,
            {
                "tax_rates": [{"name": "VAT", "rate": 20_000}],
                "shipping_methods": [
                    {"id": "post", "name": "Post", "price": 300, "currency": "EUR"}
                ],
            },
        )
    stage.shop.forget()
    small, large = await in_sizes(stage, 500, 701)
    buyer, order = await bought(stage, small, quantity=2)
    await complete(stage, STAFF, order.id)
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(2)}, "", {0: large.variant_id})
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(2)})
    done = await last_return(stage, order)
    due = 402 + 80  # 20% of 402 is 80.4
    assert (done.refunded, done.exchanged, done.due, done.delivery) == (0, 1200, due, 0)
    sent = await stage.orders.get(exchange_order(done))
    assert sent is not None
    assert (sent.total, sent.tax, sent.shipping, sent.lacks_address) == (due, 80, 0, False)
    await cancel(stage, buyer, order_id=sent.id)
    await end_exchange(stage, asked, WORKER)
    done = await last_return(stage, order)
    assert (done.refunded, done.delivery, done.exchanged) == (1500, 300, None)
    assert await back(stage, order) == order.total == 1500


@pytest.mark.parametrize("end", ["won", "lost"])
async def test_what_stayed_for_an_exchange_that_is_off_waits_for_the_bank(
    stage: Stage, database_url: str, end: Literal["won", "lost"]
) -> None:
    one = await waiting(stage)
    await bank_says(stage, one.order.id, "open", one.order.total)
    await cancel(stage, one.buyer, order_id=one.sent.order_id)
    with pytest.raises(PaymentDisputed):
        await one.ended(stage)
    await bank_says(stage, one.order.id, end, one.order.total)
    assert (await jobs_due(stage)).count("end-exchange") == 1
    for _ in range(2):
        await one.ended(stage)
    done = await last_return(stage, one.order)
    assert done.exchanged is None
    assert (done.refunded, done.deducted) == ((1000, 0) if end == "won" else (0, 1000))
    report = await audit_shop(database_url)
    assert report.clean, report.text()


@pytest.mark.parametrize("exchanged_first", [True, False])
async def test_delivery_goes_back_once_where_a_difference_is_not_paid_and_the_rest_came_back(
    stage: Stage, database_url: str, exchanged_first: bool
) -> None:
    post = {"id": "post", "name": "Post", "price": 300, "currency": "EUR"}
    async with stage.database.transaction() as connection:
        await change_settings(connection, {"shipping_methods": [post]})
    stage.shop.forget()
    small, large = await in_sizes(stage, 500, 700)
    other = await new_goods(stage, 2, 700)
    buyer, order = await bought(stage, small, other, quantity=1)
    await complete(stage, STAFF, order.id)
    (swapped,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "", {0: large.variant_id})
    (back_too,) = await ask_for(stage, buyer, order.id, {1: units(1)}, "")
    both = [(swapped, {0: Came(1)}), (back_too, {1: Came(1)})]
    for one, came in both if exchanged_first else both[::-1]:
        await received(stage, one)
        await inspect(stage, STAFF, one, came)
    assert await back(stage, order) == 700
    done = {one.id: one for one in await returns_now(stage, order)}
    await cancel(stage, buyer, order_id=exchange_order(done[swapped]))
    for _ in range(2):
        await end_exchange(stage, swapped, WORKER)
    assert await back(stage, order) == order.total == 1500
    done = {one.id: one for one in await returns_now(stage, order)}
    assert sum(one.delivery or 0 for one in done.values()) == 300
    assert done[swapped].deducted == 0
    report = await audit_shop(database_url)
    assert report.clean, report.text()
