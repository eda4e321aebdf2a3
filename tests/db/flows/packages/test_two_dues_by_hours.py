"""Two dues of one booking, paid at the same instant in two processes by what is for sessions alone:
together they pay no more than the services cost that it is for, nor more minutes than they last."""

import asyncio

from msgspec.structs import replace

from holdfast.booking.bookings import NewBooking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.people import Principal
from tests.db.flows.booking.making import booking_now
from tests.db.flows.buying import a_customer, confirm, pay_for
from tests.db.flows.packages.having import bought, has, pay
from tests.db.flows.packages.test_sessions_beside_goods import minutes, voucher
from tests.db.flows.packages.test_visits_by_hours import PORTRAIT, a_visit, held
from tests.db.flows.stage import Stage
from tests.support.length import LONG

ROUNDS = 20 if LONG else 4
PORTRAIT_COSTS = 9000


def dearer(new: NewBooking) -> NewBooking:
    """Make-up costs 3000 more, and 9000 more are to be paid to move."""
    *services, extra = new.parts
    parts = (*services, replace(extra, price=extra.price + 3000))
    return replace(new, parts=parts, price=new.price + 3000, prepaid=10_000)


async def two_dues(stage: Stage, client: Principal) -> tuple[Placed, Placed]:
    """A rest of 25000 and a dearer time's 9000; of the visit a deposit of 1000 was paid."""
    placed = await held(stage, client, replace(a_visit(), prepaid=1000))
    await confirm(stage, client, placed, await pay_for(stage, client, placed))
    assert placed.booking_id is not None
    rest = await order_rest(stage, Caller(client), placed.booking_id)
    plan = dearer(a_visit(start=600))
    move = await move_to(stage, Caller(client), await booking_now(stage, placed), plan, pay=True)
    assert move is not None and move.order_id is not None
    return rest, Placed(move.order_id, "", move.reservation_id, booking_id=placed.booking_id)


async def test_hours_for_a_service_pay_it_once(stage: Stage) -> None:
    other = await stage.spare()
    for _ in range(ROUNDS):
        client = a_customer()
        (mine,) = await bought(stage, client, minutes(600, PORTRAIT))
        rest, move = await two_dues(stage, client)
        by_hours = Source("hours", mine, PORTRAIT_COSTS)
        done = await asyncio.gather(
            pay(stage, client, rest, by_hours, provider="scripted"),
            pay(other, client, move, by_hours),
            return_exceptions=True,
        )
        assert {type(one) for one in done} == {PaymentBegun, SourceRefused}
        assert await has(stage, mine) == 540


async def test_two_packages_pay_a_service_once(stage: Stage) -> None:
    """Hours for one due and a certificate for the same service for the other."""
    other = await stage.spare()
    for _ in range(ROUNDS):
        client = a_customer()
        hours, certificate = await bought(
            stage, client, minutes(600, PORTRAIT), voucher(50_000, PORTRAIT)
        )
        rest, move = await two_dues(stage, client)
        await asyncio.gather(
            pay(stage, client, rest, Source("hours", hours), provider="scripted"),
            pay(other, client, move, Source("certificate", certificate), provider="scripted"),
            return_exceptions=True,
        )
        by_hours = (600 - await has(stage, hours)) * PORTRAIT_COSTS // 60
        by_certificate = 50_000 - await has(stage, certificate)
        assert by_hours + by_certificate == PORTRAIT_COSTS


async def test_what_pays_for_anything_is_in_nobodys_way(stage: Stage) -> None:
    """Of the two, one is paid by money alone: both are paid, at the first try."""
    client, other = a_customer(), await stage.spare()
    (mine,) = await bought(stage, client, minutes(600, PORTRAIT))
    rest, move = await two_dues(stage, client)
    await asyncio.gather(
        pay(stage, client, rest, Source("hours", mine), provider="scripted"),
        pay_for(other, client, move),
    )
    assert await has(stage, mine) == 540
