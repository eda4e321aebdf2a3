"""Certificates of a service: bought at its price of the day or at one of their own, good for
sessions of one length whatever these cost by then, given back by the policy, never below zero."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Policy, Step
from holdfast.booking.services import Lengths, Need, Price, Service, Terms, change_service
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.services import make_service
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.buying import PackagePriceChanged, buy_package, offered_package
from holdfast.flows.packages.certificates import certificate_of, make_code, worth_of
from holdfast.flows.packages.keeping import NotTransferable, transfer
from holdfast.flows.packages.offering import BadPackage
from holdfast.flows.packages.paying import named_source, way_by_code, ways_of
from holdfast.flows.packages.taking_back import return_units
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.flows.settlement.mixing import RestNotCovered
from holdfast.packages import Item, PackageNotFound
from holdfast.people import Principal
from holdfast.views.liability import liability
from tests.db.flows.booking.making import a_booking, a_taking, booking_now, in_minutes
from tests.db.flows.buying import a_customer
from tests.db.flows.packages.having import (
    a_manager,
    a_package,
    bought,
    has,
    left_of_all,
    pay,
)
from tests.db.flows.stage import Stage

HALF = Policy(steps=(Step(10_000, 50),))


async def a_service(stage: Stage, **more: Any) -> Service:
    terms = Terms(
        name="Portrait",
        currency="EUR",
        lengths=Lengths(minutes=(60, 90)),
        price=more.pop("price", Price(rule="hourly", amount=9000)),
        needs=(Need(role="photographer", kind="photographer"),),
        **more,
    )
    return await make_service(stage.database, Caller(a_manager()), terms)


def a_certificate(service: Service, many: int = 1, price: int | None = None) -> Item:
    return Item(
        kind="sessions",
        units=60 * many,
        price=price,
        services=(service.id,),
        session_minutes=60,
    )


async def held(
    stage: Stage,
    client: Principal,
    service: Service,
    *,
    minutes: int = 60,
    price: int = 9000,
    prepaid: int | None = None,
    **more: Any,
) -> Placed:
    """A booking of the service, held, to be paid."""
    taking = a_taking(start=in_minutes(600), minutes=minutes)
    now = price if prepaid is None else prepaid
    booking = replace(a_booking(taking, price=price), service_id=service.id, prepaid=now, **more)
    return await place(stage, Caller(client), Amount(now, "EUR", "Portrait", booking))


async def costs(stage: Stage, service: Service, amount: int) -> None:
    """From now on."""
    plain = {name: getattr(service, name) for name in Terms.__struct_fields__}
    terms = replace(Terms(**plain), price=Price(rule="hourly", amount=amount))
    async with stage.database.transaction() as connection:
        await change_service(connection, service.id, terms)


async def test_it_costs_what_the_service_does_on_the_day_it_is_bought(stage: Stage) -> None:
    service, client = await a_service(stage), a_customer()
    package = await a_package(stage, a_certificate(service, many=2))
    assert (await offered_package(stage, package.id)).price == 18_000
    await costs(stage, service, 10_000)
    with pytest.raises(PackagePriceChanged) as refusal:
        await buy_package(stage, Caller(client), package.id, expected=18_000)
    assert refusal.value.extra == {"total": 20_000}
    own = await a_package(stage, a_certificate(service, price=7500))
    assert (await offered_package(stage, own.id)).price == 7500


async def test_it_is_of_a_service_and_a_length_that_there_are(stage: Stage) -> None:
    service = await a_service(stage)
    for wrong, field in (
        ({"session_minutes": 45, "units": 45}, "items[0].sessionMinutes"),
        ({"session_minutes": None}, "items[0].sessionMinutes"),
        ({"units": 90}, "items[0].units"),
        ({"services": ()}, "items[0].services"),
        ({"services": (UUID(int=7),)}, "items[0].services"),
    ):
        with pytest.raises(BadPackage) as refusal:
            await a_package(stage, replace(a_certificate(service), **wrong))
        assert [one.field for one in refusal.value.errors] == [field]
    with pytest.raises(BadPackage):
        await a_package(stage, Item(kind="hours", units=60, price=None))


async def test_it_is_not_sold_once_its_service_is_not(stage: Stage) -> None:
    service = await a_service(stage)
    package = await a_package(stage, a_certificate(service))
    terms = Terms(**{name: getattr(service, name) for name in Terms.__struct_fields__})
    async with stage.database.transaction() as connection:
        await change_service(connection, service.id, replace(terms, active=False))
    with pytest.raises(PackageNotFound):
        await offered_package(stage, package.id)


async def test_its_code_books_the_session_whatever_it_costs_by_then(stage: Stage) -> None:
    service, giver, friend = await a_service(stage), a_customer(), a_customer()
    (mine,) = await bought(stage, giver, a_certificate(service, many=2))
    assert (mine.kind, mine.units, mine.session_minutes) == ("sessions", 120, 60)
    assert await worth_of(stage, mine, "en") == "2 × Portrait, 60 min"
    code = (await make_code(stage, Caller(giver), mine.id)).code
    dearer = await held(stage, friend, service, price=14_400)
    way = await way_by_code(stage, friend, dearer.reservation_id, code)
    assert (way.source.kind, way.amount, way.left, way.unit) == ("sessions", 14_400, 120, "minute")
    by_code = await named_source(stage, friend, "certificate", None, None, code)
    begun = await pay(stage, friend, dearer, by_code)
    assert begun.status == "succeeded"
    assert await left_of_all(stage, dearer.order_id) == {"sessions": 14_400}
    assert (await booking_now(stage, dearer)).status == "confirmed"
    assert await has(stage, await certificate_of(stage, code)) == 60
    # Its owner may use what is left without the code.
    own = await held(stage, giver, service)
    _, _, ways = await ways_of(stage, giver, own.reservation_id)
    assert [(one.source.kind, one.amount) for one in ways] == [("sessions", 9000)]
    await pay(stage, giver, own, ways[0].source)
    assert await has(stage, mine) == 0
    third = await held(stage, friend, service)
    with pytest.raises(SourceRefused, match="Nothing is left"):
        await way_by_code(stage, friend, third.reservation_id, code)


async def test_it_pays_no_other_length_and_no_other_service(stage: Stage) -> None:
    service, other, client = await a_service(stage), await a_service(stage), a_customer()
    (mine,) = await bought(stage, client, a_certificate(service, many=3))
    longer = await held(stage, client, service, minutes=90)
    with pytest.raises(SourceRefused, match="sessions of 60 minutes"):
        await pay(stage, client, longer, Source("sessions", mine))
    elsewhere = await held(stage, client, other)
    with pytest.raises(SourceRefused, match="other services"):
        await pay(stage, client, elsewhere, Source("sessions", mine))
    assert await has(stage, mine) == 180
    with pytest.raises(NotTransferable):
        await transfer(stage, Caller(client), mine.id, a_customer().id, 60)


async def test_one_place_is_paid_where_each_head_is(stage: Stage) -> None:
    service, client = await a_service(stage, price=Price(rule="head", amount=3000)), a_customer()
    (mine,) = await bought(stage, client, a_certificate(service))
    three = await held(stage, client, service, people=3)
    with pytest.raises(RestNotCovered) as refusal:
        await pay(stage, client, three, Source("sessions", mine))
    assert refusal.value.extra == {"rest": 6000}
    alone = await held(stage, client, service, price=3000)
    await pay(stage, client, alone, Source("sessions", mine))
    assert await has(stage, mine) == 0


async def test_a_cancel_gives_the_session_back_by_the_policy(stage: Stage) -> None:
    service, client = await a_service(stage), a_customer()
    (mine,) = await bought(stage, client, a_certificate(service))
    free = await held(stage, client, service, policy=Policy(steps=()))
    await pay(stage, client, free, Source("sessions", mine))
    await cancel_booking(stage, Caller(client), (await booking_now(stage, free)).id)
    assert await has(stage, mine) == 60
    late = await held(stage, client, service, policy=HALF)
    await pay(stage, client, late, Source("sessions", mine))
    done = await cancel_booking(stage, Caller(client), (await booking_now(stage, late)).id)
    assert (done.penalty, done.refund) == (4500, 4500)
    # Half a session is left, which pays half of the next, whatever that costs.
    assert await has(stage, mine) == 30
    again = await held(stage, client, service, price=12_000)
    with pytest.raises(RestNotCovered) as refusal:
        await pay(stage, client, again, Source("sessions", mine))
    assert refusal.value.extra == {"rest": 6000}


async def test_a_deposit_and_its_rest_take_one_session(stage: Stage) -> None:
    service, client = await a_service(stage), a_customer()
    (mine,) = await bought(stage, client, a_certificate(service, many=2))
    deposit = await held(stage, client, service, prepaid=3000)
    await pay(stage, client, deposit, Source("sessions", mine))
    assert await has(stage, mine) == 100


async def test_many_at_once_never_use_more_sessions_than_there_are(stage: Stage) -> None:
    service, giver = await a_service(stage), a_customer()
    (mine,) = await bought(stage, giver, a_certificate(service, many=2))
    code = (await make_code(stage, Caller(giver), mine.id)).code
    guests = [a_customer() for _ in range(8)]
    reserved = [await held(stage, one, service) for one in guests]
    source = Source("sessions", await certificate_of(stage, code))
    answers = await asyncio.gather(
        *(pay(stage, who, one, source) for who, one in zip(guests, reserved, strict=True)),
        return_exceptions=True,
    )
    assert sum(not isinstance(one, BaseException) for one in answers) == 2
    assert await has(stage, mine) == 0


async def test_what_is_unused_is_owed_and_returned_at_the_price_paid(stage: Stage) -> None:
    service, client = await a_service(stage), a_customer()
    (mine,) = await bought(stage, client, a_certificate(service, many=2, price=16_000))
    await costs(stage, service, 20_000)
    used = await held(stage, client, service, price=20_000)
    await pay(stage, client, used, Source("sessions", mine))
    (owed,) = [one for one in await liability(stage.database) if one.kind == "sessions"]
    assert (owed.count, owed.units, owed.value) == (1, 60, 8000)
    back = await return_units(stage, Caller(a_manager()), mine.id, 60, "moved away")
    assert back.amount == 8000
    assert await has(stage, mine) == 0


async def test_an_old_certificate_says_its_service_on_paper(stage: Stage) -> None:
    service, client = await a_service(stage), a_customer()
    (mine,) = await bought(stage, client, a_certificate(service))
    assert mine.issued_at < datetime.now(UTC)
    assert await worth_of(stage, mine, "ru") == "Portrait, 60 мин"
    assert await worth_of(stage, mine, "ko") == "Portrait 60분"
