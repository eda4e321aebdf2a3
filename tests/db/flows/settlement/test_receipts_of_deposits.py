"""What was paid in part before it was handed over, a deposit and the rest of a session above all,
is set off as well once it is: each payment by a second receipt of its own."""

from datetime import timedelta

from msgspec.structs import replace

from holdfast.booking.bookings import Booking, Policy
from holdfast.flows.booking.attending import let_time_pass
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import place
from holdfast.flows.commit.caller import Caller
from tests.db.flows.booking.making import a_booking, a_taking, booking_now
from tests.db.flows.buying import cart_of, confirm, new_goods
from tests.db.flows.settlement.receipting import RULES, Till, items_of
from tests.db.flows.settlement.test_receipts_of_handovers import Sale, till

__all__ = ["till"]


async def deposited(till: Till, policy: Policy) -> tuple[Sale, Booking]:
    """Of 90 roubles 30 are paid."""
    stage, buyer = till.stage, await till.a_buyer()
    new = replace(a_booking(a_taking(), policy=policy), currency="RUB", prepaid=3000)
    sale = Sale(
        till, buyer, await place(stage, Caller(buyer), Amount(3000, "RUB", "Portrait", new))
    )
    await sale.paid()
    return sale, await booking_now(stage, sale.placed)


async def rest_of(sale: Sale, booking: Booking) -> Sale:
    stage = sale.till.stage
    rest = Sale(sale.till, sale.buyer, await order_rest(stage, Caller(sale.buyer), booking.id))
    await rest.paid()
    await settle_dues(stage, [rest.order_id])
    return rest


def one_of(sale: Sale) -> tuple[str, str, str, int, str, str]:
    (row,) = items_of(sale.till.yookassa.book.payment(sale.name)["_receipts"][0])
    return row


async def test_a_deposit_and_the_rest_are_set_off_when_the_session_took_place(till: Till) -> None:
    """Both are parts of a price that is not due yet; together the whole of it is settled, once."""
    sale, booking = await deposited(till, Policy())
    rest = await rest_of(sale, booking)
    assert one_of(sale)[2:] == ("30.00", 12, "service", "partial_prepayment")
    assert one_of(rest)[2:] == ("60.00", 12, "service", "partial_prepayment")
    for each in (sale, rest):
        await each.told()
    assert (sale.offsets, rest.offsets) == ([], []), "nobody was photographed yet"
    await let_time_pass(till.stage, booking.ends_at + timedelta(days=1))
    for _ in range(2):
        await sale.told()
    assert [row[1:] for row in sale.offsets[0]] == [
        ("1.000", "30.00", 11, "service", "full_payment")
    ]
    assert [row[1:] for row in rest.offsets[0]] == [
        ("1.000", "60.00", 11, "service", "full_payment")
    ]
    assert (len(sale.offsets), len(rest.offsets)) == (1, 1)


async def test_a_rest_that_is_paid_after_the_session_is_paid_in_full(till: Till) -> None:
    """One receipt says all of it; the deposit was set off when the session took place."""
    sale, booking = await deposited(till, Policy())
    await let_time_pass(till.stage, booking.ends_at + timedelta(days=1))
    await sale.told()
    rest = await rest_of(sale, booking)
    assert one_of(rest)[2:] == ("60.00", 11, "service", "full_payment")
    await rest.told()
    assert (len(sale.offsets), rest.offsets) == (1, [])


async def test_what_is_kept_of_a_deposit_is_not_set_off(till: Till) -> None:
    """Nobody came: what was paid ahead stays what it was."""
    sale, booking = await deposited(till, Policy(no_show_minutes=20))
    await let_time_pass(till.stage, booking.ends_at + timedelta(days=1))
    await sale.told()
    assert sale.offsets == []


async def test_a_part_of_goods_is_set_off_as_they_leave(till: Till) -> None:
    """Also where goods are said to be handed over as they are paid: this part was paid before."""
    await till.rules(RULES)
    stage, buyer = till.stage, await till.a_buyer()
    goods = await new_goods(stage, 2, 1000, "RUB")
    sale = Sale(till, buyer, await till.reserved(buyer, *cart_of(goods, quantity=2)))
    first = await till.begun(buyer, sale.placed, 800)
    sale.payment_id, sale.name = first.payment_id, await till.name_of(first)
    till.yookassa.visit(sale.name, "pay")
    await confirm(stage, buyer, sale.placed, first)
    last = await till.begun(buyer, sale.placed)
    till.yookassa.visit(await till.name_of(last), "pay")
    await confirm(stage, buyer, sale.placed, last)
    await sale.ends()
    assert sum(round(float(row[2]) * float(row[1]) * 100) for row in sale.offsets[0]) == 800
    assert len(till.yookassa.book.offsets) == 1, "the last was paid in full"
