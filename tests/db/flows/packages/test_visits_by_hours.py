"""Hours and certificates for some services pay those services of a visit, and what is added to it
is paid by what pays for anything."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import BookedPart, NewBooking, Policy
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.paying import ways_of
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.flows.settlement.mixing import RestNotCovered
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.booking.making import a_booking, a_taking, booking_now
from tests.db.flows.buying import a_customer
from tests.db.flows.packages.having import bought, has, pay
from tests.db.flows.packages.test_sessions_beside_goods import minutes, voucher
from tests.db.flows.stage import Stage

FREE = Policy(steps=())
PORTRAIT, FAMILY = new_id(), new_id()


def a_visit(
    long: int = 60, price: int = 9000, start: int = 0, resource: UUID | None = None
) -> NewBooking:
    """A portrait, 60 minutes of a family at 12000, a make-up artist at 5000."""
    new = a_booking(a_taking(resource, start, long + 60), price=price + 12_000 + 5000, policy=FREE)
    parts = (
        BookedPart("service", str(PORTRAIT), "Portrait", long, price),
        BookedPart("service", str(FAMILY), "Family", 60, 12_000),
        BookedPart("extra", "make-up", "Make-up", 0, 5000),
    )
    return replace(new, service_id=PORTRAIT, parts=parts)


async def held(stage: Stage, client: Principal, new: NewBooking) -> Placed:
    return await place(stage, Caller(client), Amount(new.prepaid, "EUR", "Visit", new))


async def test_hours_pay_the_services_that_they_are_for(stage: Stage) -> None:
    client = a_customer()
    portrait, family, other, every = await bought(
        stage,
        client,
        minutes(600, PORTRAIT),
        minutes(600, FAMILY, new_id()),
        minutes(600, new_id()),
        minutes(600),
    )
    placed = await held(stage, client, a_visit())
    _, due, ways = await ways_of(stage, client, placed.reservation_id)
    assert due == 26_000
    assert {way.source.name: way.amount for way in ways} == {
        portrait.id: 9000, family.id: 12_000, every.id: 21_000
    }  # fmt: skip
    with pytest.raises(SourceRefused, match="other services"):
        await pay(stage, client, placed, Source("hours", other))
    with pytest.raises(RestNotCovered) as refusal:  # the make-up is money
        await pay(stage, client, placed, Source("hours", portrait), Source("hours", family))
    assert refusal.value.extra == {"rest": 5000}
    with pytest.raises(SourceRefused, match="It can pay"):
        await pay(stage, client, placed, Source("hours", every), Source("hours", family))
    (money,) = await bought(stage, client, voucher(5000))
    await pay(
        stage, client, placed,
        Source("hours", portrait), Source("certificate", money), Source("hours", family),
    )  # fmt: skip
    assert [await has(stage, one) for one in (portrait, family, money)] == [540, 540, 0]
    await cancel_booking(stage, Caller(client), (await booking_now(stage, placed)).id)
    assert [await has(stage, one) for one in (portrait, family, money)] == [600, 600, 5000]


async def test_a_certificate_for_the_second_service_pays_that_one(stage: Stage) -> None:
    client = a_customer()
    family, hours, money = await bought(
        stage, client, voucher(50_000, FAMILY), minutes(600), voucher(5000)
    )
    placed = await held(stage, client, a_visit())
    await pay(
        stage, client, placed,
        Source("certificate", family), Source("hours", hours), Source("certificate", money),
    )  # fmt: skip
    # Of 120 minutes at 21000 what is left of it, 9000.
    assert [await has(stage, one) for one in (family, hours, money)] == [38_000, 548, 0]


async def test_deposit_and_rest_pay_no_service_more_than_it_costs(stage: Stage) -> None:
    client = a_customer()
    portrait, family = await bought(stage, client, minutes(600, PORTRAIT), minutes(600, FAMILY))
    placed = await held(stage, client, replace(a_visit(), prepaid=6000))
    await pay(stage, client, placed, Source("hours", portrait))
    booking = await booking_now(stage, placed)
    rest = await order_rest(stage, Caller(client), booking.id)
    _, due, ways = await ways_of(stage, client, rest.reservation_id)
    assert (due, {way.source.name: way.amount for way in ways}) == (
        20_000, {portrait.id: 3000, family.id: 12_000}
    )  # fmt: skip


async def test_a_longer_first_service_is_paid_by_hours_for_it_alone(stage: Stage) -> None:
    client, resource = a_customer(), new_id()
    portrait, family, every = await bought(
        stage, client, minutes(600, PORTRAIT), minutes(60, FAMILY), voucher(5000)
    )
    placed = await held(stage, client, a_visit(resource=resource))
    sources = [Source("hours", portrait), Source("hours", family), Source("certificate", every)]
    await pay(stage, client, placed, *sources)
    longer = a_visit(120, 18_000, 600, resource)
    moved = await move_to(stage, Caller(client), await booking_now(stage, placed), longer, pay=True)
    assert moved is not None
    assert moved.order_id is not None
    due = Placed(moved.order_id, "", moved.reservation_id, booking_id=placed.booking_id)
    await pay(stage, client, due, Source("hours", portrait))
    await settle_dues(stage, [due.order_id])
    assert (await has(stage, portrait), await has(stage, family)) == (480, 0)
    booking = await booking_now(stage, placed)
    assert booking.parts == list(longer.parts)
    # Moved again by the studio, its parts are those of the other time.
    await move_to(stage, Caller(client), booking, a_visit(60, 9000, 0, resource))
    booking = await booking_now(stage, placed)
    assert [(one.minutes, one.price) for one in booking.parts] == [
        (60, 9000), (60, 12_000), (0, 5000)
    ]  # fmt: skip
    assert await has(stage, portrait) == 540
