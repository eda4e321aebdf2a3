"""Money that is set aside is taken as parcels leave, and given back of what is not taken first: to
the unit, whatever is cut off in between."""

import asyncio
import random
from collections.abc import Iterator

import pytest

from holdfast.db.jobs import NotYet
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff.orders import complete
from holdfast.views.payment_report import set_aside as report_set_aside
from tests.db.flows.breaking import broken
from tests.db.flows.buying import a_customer, new_goods, order_now, reserve
from tests.db.flows.settlement.part_taking import STAFF, SetAside, set_aside
from tests.db.flows.stage import Stage, events_of, select
from tests.support.paypal import PayPalServer

PARTS = "SELECT kind, state, amount::int FROM capture_parts WHERE payment_id = $1 ORDER BY id"


@pytest.fixture(scope="module")
def paypal() -> Iterator[PayPalServer]:
    with PayPalServer.running() as running:
        yield running


@pytest.fixture(autouse=True)
def answers(paypal: PayPalServer) -> None:
    paypal.away = paypal.answer_lost = False
    paypal.book.refuses_captures = paypal.book.looks = paypal.book.refuses_refunds = False


async def test_each_parcel_takes_what_was_paid_for_it(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    for captured in ([500], [500, 500]):
        await till.sends(1)
        for _ in range(2):
            await till.takes()
        assert till.captured == captured
        assert (till.held, await till.state()) == ("PARTIALLY_CAPTURED", "held")
    async with stage.database.read() as connection:
        (row,) = [
            one for one in await report_set_aside(connection) if one.order_id == till.order.id
        ]
    assert (row.amount, row.taken) == (500, 1000)
    await till.sends(1)
    await till.takes()
    assert till.captured == [500, 500, 500]
    assert (till.held, await till.state()) == ("CAPTURED", "captured")
    assert await till.moved() == {"captured": 1500}
    assert (await events_of(stage, till.order.id)).count("order.payment.captured") == 3
    await till.gives_back(700)
    assert till.given_back == 700, "of two captures"
    await till.gives_back(800)
    assert till.given_back == 1500


async def test_two_payments_that_are_set_aside_pay_in_turn_for_what_leaves(
    stage: Stage, paypal: PayPalServer
) -> None:
    await set_aside(stage, paypal)  # as the shop has it
    buyer = a_customer()
    reserved = await reserve(stage, buyer, await new_goods(stage, 3), quantity=3)
    names = {}
    for amount in (800, 700):
        begun = await begin_payment(
            stage,
            Caller(buyer, "test"),
            reserved.reservation_id,
            "paypal",
            amount=amount,
            origin="https://shop.test",
        )
        assert begun.next_action is not None
        name = str(begun.next_action.redirect_url).rpartition("/")[2]
        paypal.visit(name, "pay")
        await arrived(ForOrders(stage, "part"), begun.payment_id)
        names[begun.payment_id] = name
    order = await order_now(stage, reserved)
    assert order.is_paid
    first, second = (SetAside(stage, paypal, order, one, name) for one, name in names.items())
    for captured in (([500], []), ([500, 300], [200]), ([500, 300], [200, 500])):
        await first.sends(1)
        for one in (second, first) * 2:
            await one.takes()
        assert (first.captured, second.captured) == captured


async def test_what_goes_back_is_not_taken_at_all(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    await till.takes()
    await till.gives_back(600)
    assert (till.captured, till.given_back, till.held) == ([500], 0, "PARTIALLY_CAPTURED")
    await till.sends(2)
    await till.takes()
    assert till.captured == [500, 400]
    assert (till.given_back, await till.state()) == (0, "captured")
    await till.gives_back(900)
    assert till.given_back == 900
    assert sum(till.captured) == till.given_back, "and 6.00 were never taken"


async def test_more_than_is_set_aside_goes_back_of_what_was_taken(
    stage: Stage, paypal: PayPalServer
) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    await till.takes()
    await till.gives_back(1200)
    assert (till.captured, till.given_back) == ([500], 200)
    assert (till.held, await till.state()) == ("VOIDED", "captured")
    await till.sends(2)
    await till.takes()
    assert till.captured == [500], "the buyer has the money of the rest"


async def test_all_of_it_goes_back_before_anything_leaves(
    stage: Stage, paypal: PayPalServer
) -> None:
    till = await set_aside(stage, paypal)
    await till.gives_back(400)
    assert (till.held, till.captured) == ("CREATED", [])
    await cancel_by_staff(stage, STAFF, till.order.id, "not wanted")
    await till.runs_refunds()
    assert (till.held, till.captured, await till.state()) == ("VOIDED", [], "voided")
    assert await till.moved() == {}


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_a_cut_between_writing_a_part_and_its_answer_takes_it_once(
    stage: Stage, paypal: PayPalServer, cut: str
) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    paypal.away, paypal.answer_lost = cut == "before", cut == "after"
    if cut == "after":
        paypal.answer_lost = False
        _lose_the_capture(paypal)
    with pytest.raises(ProviderAway):
        await till.takes()
    paypal.away = False
    assert await select(stage, PARTS, till.payment_id) == [("taken", "asked", 500)]
    await till.sends(1)  # what is to be taken by now is more: the part stays what it was
    paypal.forget_keys()
    await till.takes()
    assert till.captured == [500, 500]
    assert await till.moved() == {"captured": 1000}


def _lose_the_capture(paypal: PayPalServer) -> None:
    """The next capture takes effect, and its answer never arrives."""
    ask = paypal.book.capture_authorized

    def once(name: str, asked: dict[str, object]) -> dict[str, object]:
        paypal.book.capture_authorized = ask  # type: ignore[method-assign]
        paypal.answer_lost = True
        return ask(name, asked)

    paypal.book.capture_authorized = once  # type: ignore[method-assign]


async def test_a_refund_waits_for_the_part_that_is_being_taken(
    stage: Stage, paypal: PayPalServer
) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(2)
    _lose_the_capture(paypal)
    with pytest.raises(ProviderAway):
        await till.takes()
    await till.gives_back(700)  # 5.00 of what is not taken, 2.00 of what is
    assert (till.captured, till.given_back) == ([1000], 200)
    assert (till.held, await till.state()) == ("VOIDED", "captured")


async def test_many_jobs_at_once_take_each_part_once(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    await asyncio.gather(*(till.takes() for _ in range(4)), till.gives_back(300))
    await till.sends(2)
    await asyncio.gather(*(till.takes() for _ in range(4)))
    assert sum(till.captured) == 1200
    assert till.captured[0] == 500
    assert till.given_back == 0


async def test_what_paypal_refuses_waits_for_staff_and_can_still_be_given_back(
    stage: Stage, paypal: PayPalServer
) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    paypal.book.refuses_captures = True
    await till.takes()
    assert (await till.state(), till.captured) == ("refused", [])
    async with stage.database.read() as connection:
        (row,) = [
            one for one in await report_set_aside(connection) if one.order_id == till.order.id
        ]
    assert row.refused is not None
    assert "TRANSACTION_REFUSED" in row.refused
    await till.gives_back(1500)
    assert (till.held, await till.state()) == ("VOIDED", "voided")


async def test_an_authorization_that_ran_out_is_told(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    paypal.book.runs_out(till.there["authorizations"][0]["id"])
    await till.sends(3)
    await till.takes()
    assert (await till.state(), till.captured) == ("refused", [])


async def test_what_paypal_looks_at_is_asked_again(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    paypal.book.looks = True
    with pytest.raises(NotYet):
        await till.takes()
    assert await till.moved() == {}
    paypal.book.looked_at(till.name, "COMPLETED")
    paypal.book.looks = False
    await till.takes()
    assert (till.captured, await till.moved()) == ([500], {"captured": 500})


async def test_a_refused_refund_lets_nothing_go(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    await till.takes()
    paypal.book.refuses_refunds = True
    await till.gives_back(1200)
    assert (till.given_back, till.held) == (0, "PARTIALLY_CAPTURED")
    paypal.book.refuses_refunds = False
    await till.gives_back(1500)
    assert (till.given_back, till.held) == (500, "VOIDED")


@pytest.mark.parametrize(
    ("when", "captured"), [("first", [[1500], [1500]]), ("last", [[], [1500]])]
)
async def test_all_is_taken_with_the_first_parcel_or_the_last_if_the_shop_says_so(
    stage: Stage, paypal: PayPalServer, when: str, captured: list[list[int]]
) -> None:
    till = await set_aside(stage, paypal, parcels=when)
    for units, taken in zip((1, 2), captured, strict=True):
        await till.sends(units)
        await till.takes()
        assert till.captured == taken


async def test_a_completed_order_is_taken_whole(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    await complete(stage, STAFF, till.order.id)
    await till.takes()
    assert till.captured == [1500]


async def test_the_tenth_part_takes_the_rest(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal, units=12)
    for _ in range(11):
        await till.sends(1)
        await till.takes()
    assert till.captured == [*[500] * 9, 1500]


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_nothing_is_taken_or_given_back_twice(
    stage: Stage, paypal: PayPalServer, seed: int
) -> None:
    chance = random.Random(seed)
    till = await set_aside(stage, paypal, units=6)
    left, total, back = 6, 3000, 0
    for _ in range(8):
        step = chance.choice(("send", "refund", "take"))
        if step == "send" and left:
            units = chance.randint(1, left)
            left -= units
            await till.sends(units)
        elif step == "refund" and back < total:
            amount = chance.randint(1, min(900, total - back))
            back += amount
            await _shaken(till, chance, amount)
        await _shaken(till, chance, None)
    if left:
        await till.sends(left)
    await till.takes()
    await till.runs_refunds()
    assert sum(till.captured) - till.given_back == total - back
    moved = await till.moved()
    assert moved.get("captured", 0) == sum(till.captured)
    assert till.held != "CREATED"


async def _shaken(till: SetAside, chance: random.Random, amount: int | None) -> None:
    """Take, or give back so much, over a network that loses answers; then until it is done."""
    till.paypal.answer_lost = chance.random() < 0.3
    first = till.takes if amount is None else lambda: till.gives_back(amount)
    try:
        await first()
    except ProviderAway:
        till.paypal.answer_lost = False
        await (till.takes() if amount is None else till.runs_refunds())
    till.paypal.answer_lost = False


BREAKS = {
    "more is taken than there was": "UPDATE capture_parts SET amount = 1400 WHERE {this}",
    "a part is lost": "DELETE FROM capture_parts WHERE {this}",
    "nothing is left, and not all was taken": (
        "UPDATE payment_captures SET state = 'captured' WHERE payment_id = '{payment}'"
    ),
    "the report says less": "DELETE FROM payment_moves WHERE payment_id = '{payment}'",
    "more is let go than was refunded": (
        "UPDATE capture_parts SET amount = 700 WHERE payment_id = '{payment}' AND kind = 'released'"
    ),
}


@pytest.mark.parametrize("how", BREAKS)
async def test_the_audit_notices_a_capture_that_does_not_add_up(
    stage: Stage, paypal: PayPalServer, how: str
) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    await till.takes()
    await till.gives_back(300)
    this = f"payment_id = '{till.payment_id}' AND kind = 'taken'"
    statement = BREAKS[how].format(this=this, payment=till.payment_id)
    report = await broken(stage.database.url, statement)
    found = {(str(one.fault), one.subject) for one in report.violations}
    assert found == {("capture-parts", f"payment {till.payment_id}")}, report.text()
