"""What the tax service is told of a payment as it begins: each line, to the unit, and to whom it
goes. YooKassa's test server refuses what does not come to its amount."""

from collections.abc import AsyncIterator

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.mailing.guest_contact import Contact, contact_guest
from holdfast.flows.payments.receipts import ReceiptContactMissing, ReceiptTooLong
from holdfast.flows.payments.sources import Source
from holdfast.flows.settlement.mixing import pay_mixed
from holdfast.flows.staff.orders import refund
from tests.db.flows.buying import a_guest, cart_of, confirm, new_goods, order_now, state_now
from tests.db.flows.coupons import new_coupon
from tests.db.flows.purses import new_wallet
from tests.db.flows.settlement.receipting import RULES, SITE, STAFF, Till, items_of, till_of
from tests.db.flows.stage import Stage

POST = {"id": "post", "name": "Post", "price": 300, "currency": "RUB"}


@pytest.fixture
async def till(stage: Stage) -> AsyncIterator[Till]:
    async with till_of(stage) as opened:
        yield opened


async def test_a_receipt_has_the_orders_lines_with_its_discounts_and_delivery(till: Till) -> None:
    await till.rules(RULES, shipping_methods=[POST])
    buyer = await till.a_buyer("ann@shop.example")
    goods = await new_goods(till.stage, 5, 333, "RUB")
    coupon = await new_coupon(till.stage, buyer, currency="RUB")
    placed = await till.reserved(buyer, *cart_of(goods, quantity=3), coupon_id=coupon)
    said = await till.said(await till.begun(buyer, placed))
    assert said["customer"] == {"email": "ann@shop.example"}
    assert "tax_system_code" not in said, "YooKassa makes it, and knows"
    assert list(items_of(said)) == [
        ("Goods", "3.000", "3.00", 11, "commodity", "full_payment"),
        ("Доставка", "1.000", "3.00", 1, "service", "full_payment"),
    ]


async def test_units_whose_price_is_no_whole_number_stand_in_two_rows(till: Till) -> None:
    buyer = await till.a_buyer()
    one, other = [await new_goods(till.stage, 5, 1000, "RUB") for _ in range(2)]
    cart = [*cart_of(one, quantity=3), *cart_of(other)]
    coupon = await new_coupon(till.stage, buyer, rule="fixed", value=400, currency="RUB")
    placed = await till.reserved(buyer, *cart, coupon_id=coupon)
    rows = [row[1:3] for row in items_of(await till.said(await till.begun(buyer, placed)))]
    assert rows == [("3.000", "9.00"), ("1.000", "9.00")]
    cart = [*cart_of(one, quantity=2), *cart_of(other)]
    coupon = await new_coupon(till.stage, buyer, rule="fixed", value=401, currency="RUB")
    placed = await till.reserved(buyer, *cart, coupon_id=coupon)
    rows = [row[1:3] for row in items_of(await till.said(await till.begun(buyer, placed)))]
    assert rows == [("1.000", "8.66"), ("1.000", "8.67"), ("1.000", "8.66")]


async def test_a_guest_says_where_it_goes_or_is_not_sent_to_pay(till: Till) -> None:
    guest = a_guest()
    placed = await till.reserved(guest, *cart_of(await new_goods(till.stage, 1, 500, "RUB")))
    with pytest.raises(ReceiptContactMissing) as refused:
        await till.begun(guest, placed)
    assert (refused.value.field, till.yookassa.book.payments) == ("email", {})
    assert (await state_now(till.stage, placed))[0] == "pending", "another way may be chosen"
    to = Contact("bob@shop.example")
    await contact_guest(till.stage, Caller(guest), placed.order_id, to)
    said = await till.said(await till.begun(guest, placed))
    assert said["customer"] == {"email": "bob@shop.example"}


async def test_a_till_is_told_the_tax_system_and_goods_of_a_category_have_their_own_vat(
    till: Till,
) -> None:
    till.yookassa.book.receipts = "till"
    goods = await new_goods(till.stage, 1, 500, "RUB")
    rules = {**RULES, "by": "till", "tax_system": 2, "goods": "full_prepayment"}
    await till.rules(rules)
    buyer = await till.a_buyer()
    said = await till.said(await till.begun(buyer, await till.reserved(buyer, *cart_of(goods))))
    assert said["tax_system_code"] == 2
    (row,) = items_of(said)
    assert row[3:] == (12, "commodity", "full_prepayment"), "of a prepayment the tax is a part"


async def test_a_part_of_an_order_is_a_part_of_each_line(till: Till) -> None:
    buyer = await till.a_buyer()
    goods = await new_goods(till.stage, 3, 1000, "RUB")
    other = await new_goods(till.stage, 3, 500, "RUB")
    placed = await till.reserved(buyer, *cart_of(goods), *cart_of(other))
    first = await till.begun(buyer, placed, 1000)
    assert [row[2:] for row in items_of(await till.said(first))] == [
        ("6.67", 12, "commodity", "partial_prepayment"),
        ("3.33", 12, "commodity", "partial_prepayment"),
    ]
    till.yookassa.visit(await till.name_of(first), "pay")
    await confirm(till.stage, buyer, placed, first)
    last = await till.begun(buyer, placed)
    assert [row[2:] for row in items_of(await till.said(last))] == [
        ("3.33", 11, "commodity", "full_payment"),
        ("1.67", 11, "commodity", "full_payment"),
    ]


async def test_what_a_wallet_pays_first_is_not_on_it(till: Till) -> None:
    buyer = await till.a_buyer()
    await new_wallet(till.stage, buyer, 250, "RUB")
    placed = await till.reserved(buyer, *cart_of(await new_goods(till.stage, 1, 1000, "RUB")))
    begun = await pay_mixed(
        till.stage,
        Caller(buyer),
        placed.reservation_id,
        [Source("wallet")],
        "yookassa",
        origin=SITE,
    )
    assert [row[2:] for row in items_of(await till.said(begun))] == [
        ("7.50", 11, "commodity", "full_payment")
    ]


async def test_an_order_of_more_lines_than_a_receipt_has_is_paid_another_way(till: Till) -> None:
    buyer = await till.a_buyer()
    goods = [await new_goods(till.stage, 1, 100, "RUB") for _ in range(81)]
    placed = await till.reserved(buyer, *cart_of(*goods))
    with pytest.raises(ReceiptTooLong):
        await till.begun(buyer, placed)
    assert till.yookassa.book.payments == {}


async def test_a_shop_without_receipts_sends_none(till: Till) -> None:
    await till.rules({"by": "nobody"})
    till.yookassa.book.receipts = ""
    guest = a_guest()
    placed = await till.reserved(guest, *cart_of(await new_goods(till.stage, 1, 500, "RUB")))
    begun = await till.begun(guest, placed)
    assert begun.next_action is not None


async def test_what_was_said_stays_whatever_the_shop_says_later(till: Till) -> None:
    buyer = await till.a_buyer()
    goods = await new_goods(till.stage, 3, 1001, "RUB")
    placed = await till.reserved(buyer, *cart_of(goods, quantity=3))
    begun = await till.begun(buyer, placed)
    name = await till.name_of(begun)
    till.yookassa.visit(name, "pay")
    await confirm(till.stage, buyer, placed, begun)
    await till.rules({**RULES, "vat": 3})
    order = await order_now(till.stage, placed)
    await refund(till.stage, STAFF, order.id, {0: 1}, "comes back")
    await till.runs_refunds()
    (given,) = till.yookassa.book.refunds.values()
    assert [row[1:] for row in items_of(given["_receipt"])] == [
        ("1.000", "10.01", 11, "commodity", "full_payment")
    ]
    assert till.given_back(name) == {"Goods": 1001}
