"""What was paid before it was handed over has a second receipt, once, as it is handed over: all
that was paid ahead is set off in the end, or went back."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Policy
from holdfast.db.jobs import NotYet, reader_of
from holdfast.db.reading import START, Event
from holdfast.flows.booking.attending import let_time_pass
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.ending.refunded_units import UnitsNotThere
from holdfast.flows.fulfilment.capturing import take_for_parcels
from holdfast.flows.fulfilment.handing import hand_over
from holdfast.flows.fulfilment.packing import deliver, make_parcel, ship
from holdfast.flows.payments.give_back import RefundTooLarge
from holdfast.flows.payments.receipt_parts import learn_receipt
from holdfast.flows.payments.sent import take_for_sent
from holdfast.flows.staff.orders import complete, refund
from holdfast.fulfilment import NothingToPack, UnitsNotToPack, parcels_of
from holdfast.kit import utc_now
from holdfast.payments import HandOver, LearnReceipt
from holdfast.people import Principal
from tests.db.flows.booking.making import a_booking, a_taking
from tests.db.flows.buying import Goods, cart_of, confirm, new_goods, order_now
from tests.db.flows.settlement.receipting import RULES, STAFF, Till, items_of, till_of
from tests.db.flows.stage import Stage, select
from tests.support.length import LONG

POST = {"id": "post", "name": "Post", "price": 300, "currency": "RUB"}
LATER = {**RULES, "goods": "full_prepayment"}
_NAMED = "UPDATE order_items SET product_name = product_name || line WHERE order_id = $1"
_JOBS = "DELETE FROM jobs WHERE queue = $1 RETURNING payload"


@pytest.fixture
async def till(stage: Stage) -> AsyncIterator[Till]:
    async with till_of(stage, two_stage=True) as opened:
        await opened.rules(LATER, shipping_methods=[POST])
        yield opened


class Sale:
    """An order that a buyer paid by YooKassa, and the name of the payment there."""

    def __init__(self, till: Till, buyer: Principal, placed: Placed) -> None:
        self.till, self.buyer, self.placed = till, buyer, placed
        self.order_id = placed.order_id
        self.payment_id = UUID(int=0)
        self.name = ""

    async def paid(self) -> None:
        await self.till.stage.database.pool.execute(_NAMED, self.order_id)
        begun = await self.till.begun(self.buyer, self.placed)
        self.payment_id, self.name = begun.payment_id, await self.till.name_of(begun)
        self.till.yookassa.visit(self.name, "pay")
        await confirm(self.till.stage, self.buyer, self.placed, begun)

    async def leaves(self, lines: dict[int, int]) -> None:
        """In a parcel; what is left by that is done."""
        stage = self.till.stage
        await make_parcel(stage, STAFF, self.order_id, lines, packed=True)
        parcel = (await parcels_of(stage.database.pool, [self.order_id]))[self.order_id][-1]
        await ship(stage, STAFF, self.order_id, parcel.id, "Post", "RR1")
        await self.told()

    async def ends(self) -> None:
        """All that left arrives, and the order is completed."""
        stage = self.till.stage
        for parcel in (await parcels_of(stage.database.pool, [self.order_id]))[self.order_id]:
            if not (await order_now(stage, self.placed)).is_completed:
                await deliver(stage, STAFF, self.order_id, parcel.id)
        if not (await order_now(stage, self.placed)).is_completed:
            await complete(stage, STAFF, self.order_id)
        await self.told()

    async def told(self) -> None:
        """Somebody sees that something left."""
        stage = self.till.stage
        event = Event(START, utc_now(), "parcel.shipped", str(self.order_id), {}, "r")
        async with stage.database.transaction() as connection:
            await take_for_sent(connection, [event])
        await self.runs()

    async def runs(self) -> None:
        for (body,) in await select(self.till.stage, _JOBS, HandOver.NAME):
            await hand_over(self.till.stage, reader_of(HandOver)(body).payload.payment_id)

    async def refunded(self, what: dict[int, int] | int) -> None:
        await refund(self.till.stage, STAFF, self.order_id, what, "sorry")
        await self.till.runs_refunds()

    @property
    def offsets(self) -> list[list[tuple[str, str, str, int, str, str]]]:
        book = self.till.yookassa.book.offsets
        return [list(items_of(one)) for one in book.values() if one["payment_id"] == self.name]

    @property
    def last_refund(self) -> list[tuple[str, str, str, int, str, str]]:
        book = list(self.till.yookassa.book.refunds.values())
        return list(items_of(book[-1]["_receipt"]))


async def sold(till: Till, *goods: Goods, quantity: int) -> Sale:
    buyer = await till.a_buyer()
    sale = Sale(till, buyer, await till.reserved(buyer, *cart_of(*goods, quantity=quantity)))
    await sale.paid()
    return sale


async def test_what_leaves_is_set_off_against_what_was_paid_and_the_rest_later(till: Till) -> None:
    goods = [await new_goods(till.stage, 3, price, "RUB") for price in (1000, 333)]
    sale = await sold(till, *goods, quantity=3)
    first = till.yookassa.book.payment(sale.name)["_receipts"][0]
    assert next(row[3:] for row in items_of(first)) == (12, "commodity", "full_prepayment")
    assert sale.offsets == [], "nothing has left"
    await sale.leaves({0: 2})
    for _ in range(2):
        await sale.told()
    assert sale.offsets == [[
        ("Goods0", "2.000", "10.00", 11, "commodity", "full_payment"),
        ("Доставка", "1.000", "3.00", 1, "service", "full_payment"),
    ]]  # fmt: skip
    await sale.leaves({0: 1, 1: 3})
    assert sale.offsets[1:] == [[
        ("Goods0", "1.000", "10.00", 11, "commodity", "full_payment"),
        ("Goods1", "3.000", "3.33", 11, "commodity", "full_payment"),
    ]]  # fmt: skip
    sums = [one["settlements"] for one in till.yookassa.book.offsets.values()]
    assert [one["amount"]["value"] for (one,) in sums] == ["23.00", "19.99"]
    assert {one["type"] for (one,) in sums} == {"prepayment"}


async def test_an_order_completed_without_parcels_is_handed_over_as_a_whole(till: Till) -> None:
    sale = await sold(till, await new_goods(till.stage, 2, 500, "RUB"), quantity=2)
    await sale.ends()
    ((goods, delivery),) = sale.offsets
    assert (goods[:3], delivery[0]) == (("Goods0", "2.000", "5.00"), "Доставка")


async def test_goods_that_are_handed_over_as_they_are_paid_have_one_receipt(till: Till) -> None:
    await till.rules(RULES)
    sale = await sold(till, await new_goods(till.stage, 2, 500, "RUB"), quantity=2)
    await sale.ends()
    assert sale.offsets == []


async def test_what_goes_back_is_what_was_not_handed_over_first(till: Till) -> None:
    sale = await sold(till, await new_goods(till.stage, 3, 1000, "RUB"), quantity=3)
    await sale.leaves({0: 1})
    await sale.refunded({0: 1})
    assert sale.last_refund == [
        ("Goods0", "1.000", "10.00", 12, "commodity", "full_prepayment"),
    ]  # fmt: skip
    await sale.leaves({0: 1})
    await sale.refunded({0: 1})
    assert sale.last_refund == [("Goods0", "1.000", "10.00", 11, "commodity", "full_payment")]
    assert [one[0][:3] for one in sale.offsets] == [("Goods0", "1.000", "10.00")] * 2
    await sale.ends()
    assert len(sale.offsets) == 2, "nothing is left to hand over"


async def test_nothing_is_handed_over_that_was_not_taken(till: Till) -> None:
    await till.rules(LATER, capture_on="shipment")
    sale = await sold(till, await new_goods(till.stage, 1, 1000, "RUB"), quantity=1)
    await sale.leaves({0: 1})
    assert sale.offsets == []
    await take_for_parcels(till.stage, sale.payment_id, "r")
    await sale.runs()
    assert next(row[:3] for row in sale.offsets[0]) == ("Goods0", "1.000", "10.00")


@pytest.mark.parametrize("came", [True, False])
async def test_a_booking_is_handed_over_when_it_took_place(till: Till, came: bool) -> None:
    stage, buyer = till.stage, await till.a_buyer()
    policy = Policy(no_show_minutes=None if came else 20)
    booking = replace(a_booking(a_taking(), policy=policy), currency="RUB")
    for_session = Amount(9000, "RUB", "Portrait", booking)
    sale = Sale(till, buyer, await place(stage, Caller(buyer), for_session))
    await sale.paid()
    (first,) = items_of(till.yookassa.book.payment(sale.name)["_receipts"][0])
    assert first[3:] == (12, "service", "full_prepayment")
    await let_time_pass(stage, booking.when.ends_at + timedelta(days=1))
    assert (await order_now(stage, sale.placed)).is_completed
    for _ in range(2):
        await sale.told()
    whole = ("Portrait", "1.000", "90.00", 11, "service", "full_payment")
    assert sale.offsets == ([[whole]] if came else [])


@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_receipt_whose_answer_was_lost_is_made_once(till: Till, forgotten: bool) -> None:
    sale = await sold(till, await new_goods(till.stage, 2, 1000, "RUB"), quantity=2)
    await sale.leaves({0: 1})
    till.yookassa.busy = True
    with pytest.raises(ProviderAway):
        await sale.leaves({0: 1})
    till.yookassa.busy = False
    if forgotten:
        till.yookassa.forget_keys()
    for _ in range(2):
        await hand_over(till.stage, sale.payment_id)
    assert [one[0][:3] for one in sale.offsets] == [("Goods0", "1.000", "10.00")] * 2


async def test_what_is_refused_or_takes_long_waits_for_a_person(till: Till) -> None:
    sale = await sold(till, await new_goods(till.stage, 2, 1000, "RUB"), quantity=2)
    till.yookassa.book.receipts = ""
    await sale.leaves({0: 1})
    states = "SELECT registration, key FROM receipts WHERE payment_id = $1 AND kind = 'handed'"
    assert [row[0] for row in await select(till.stage, states, sale.payment_id)] == ["canceled"]
    till.yookassa.book.receipts, till.yookassa.book.registers = "yookassa", "pending"
    await sale.leaves({0: 1})
    ((_, key),) = await select(till.stage, states + " AND reference <> ''", sale.payment_id)
    job, days = LearnReceipt(sale.payment_id, str(key)), 0.0
    await select(till.stage, _JOBS, job.NAME)
    later = """
        DELETE FROM jobs WHERE queue = $1
        RETURNING payload, extract(epoch FROM next_attempt_at - now())::float
    """
    with pytest.raises(NotYet):
        for _ in range(1000):
            await learn_receipt(till.stage, job)
            ((body, pause),) = await select(till.stage, later, job.NAME)
            job, days = reader_of(LearnReceipt)(body).payload, days + pause / 86_400
    assert 2 < days < 2.5, "and a third day as any job is tried"
    (receipt,) = till.yookassa.book.offsets.values()
    receipt["status"] = "succeeded"
    await learn_receipt(till.stage, job)
    found = [row[0] for row in await select(till.stage, states, sale.payment_id)]
    assert sorted(found) == ["canceled", "succeeded"]


@pytest.mark.parametrize("seed", range(40 if LONG else 6))
async def test_of_random_orders_all_that_was_paid_ahead_is_set_off_or_goes_back(
    till: Till, seed: int
) -> None:
    chance = random.Random(seed)
    prices = [chance.randrange(1, 2000) for _ in range(chance.randrange(1, 5))]
    quantity = chance.randrange(1, 5)
    goods = [await new_goods(till.stage, 9, price, "RUB") for price in prices]
    sale = await sold(till, *goods, quantity=quantity)
    order = await order_now(till.stage, sale.placed)
    for _ in range(chance.randrange(2, 8)):
        line, units = chance.randrange(len(goods)), chance.randrange(1, quantity + 1)
        try:
            match chance.randrange(3):
                case 0:
                    await sale.leaves({line: units})
                case 1:
                    await sale.refunded({line: units})
                case 2:
                    await sale.refunded(chance.randrange(1, order.total // 2 + 2))
        except (NothingToPack, UnitsNotToPack, UnitsNotThere, RefundTooLarge):
            continue
    if not (await order_now(till.stage, sale.placed)).is_cancelled:
        await sale.ends()
    said: dict[str, int] = {}
    book = till.yookassa.book
    first = book.payment(sale.name)["_receipts"][0]
    backs = [one["_receipt"] for one in book.refunds.values() if one["payment_id"] == sale.name]
    whole = [one for one in backs if one is first]
    for sign, receipts in ((1, [first]), (-1, backs), (0, book.offsets.values())):
        for receipt in receipts:
            for name, count, price, _, _, mode in items_of(receipt):
                amount = int(float(count)) * round(float(price) * 100)
                if sign:
                    said[f"{name} {mode}"] = said.get(f"{name} {mode}", 0) + sign * amount
                else:  # one is taken of what was paid ahead, and is paid in full
                    ahead = f"{name} full_prepayment"
                    said[ahead] = said.get(ahead, 0) - amount
                    said[f"{name} {mode}"] = said.get(f"{name} {mode}", 0) + amount
    if not whole:
        assert all(left >= 0 for left in said.values()), said
        ahead_left = [left for what, left in said.items() if what.endswith("prepayment")]
        assert set(ahead_left) == {0}, said
    paid_back = round(float(book.payment(sale.name)["refunded_amount"]["value"]) * 100)
    assert sum(said.values()) == order.total - paid_back
