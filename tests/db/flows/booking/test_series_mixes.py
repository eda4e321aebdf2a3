"""A series is paid by any mix of what its client has, in the order they chose, as one booking is:
all of it or nothing, once, and it goes back the way it came."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.services import Price
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.series.ending import cancel_series
from holdfast.flows.booking.series.holding import hold_series
from holdfast.flows.booking.series.paying import SeriesPaid, pay_series
from holdfast.flows.booking.series.settling import bookings_in, one_of_many
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import ReservationNotFound
from holdfast.flows.payments.sources import Source
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.mixing import RestNotCovered
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import Problem, new_id
from holdfast.packages import Grant, Item
from holdfast.people import Principal
from holdfast.wallets import Wallet
from tests.db.flows.booking.series import SERVICE, STAFF, a_room, at, states, wanted
from tests.db.flows.buying import a_customer
from tests.db.flows.packages.having import bought, has, left_of_all
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.settlement.part_paying import work
from tests.db.flows.stage import Stage, select
from tests.support.patience import PATIENCE

DAYS = [12, 19, 26, 33]
EACH = 4_500
"""Paid first of each, half of an hour's 9000: thirty minutes."""


async def held(stage: Stage, client: Principal) -> UUID:
    room = await a_room(stage, f"Room {new_id()}")
    asked = wanted([room], [at(day) for day in DAYS])
    return (await hold_series(stage, STAFF, OnBehalf(client), asked)).series_id


async def packages(stage: Stage, client: Principal) -> tuple[Grant, Grant, Wallet]:
    """45 minutes, a certificate over 30.00 and 100.00 of money."""
    hours, certificate = await bought(
        stage,
        client,
        Item(kind="hours", units=45, price=5_000),
        Item(kind="certificate", units=3_000, price=3_000),
    )
    return hours, certificate, await new_wallet(stage, client, 10_000)


async def paid_by(parts: ShopParts, series: UUID) -> list[dict[str, int]]:
    """Of each booking, what paid how much."""
    return [await left_of_all(parts, one.order_id) for one in await bookings_in(parts, series)]


async def refused(
    stage: Stage, client: Principal, series: UUID, *sources: Source, provider: str | None = None
) -> Problem:
    with pytest.raises(Problem) as refusal:
        await pay_series(stage, Caller(client), series, provider, sources)
    assert await states(stage, series) == ["held"] * 4
    return refusal.value


async def test_each_pays_in_its_order_and_has_back_what_it_paid(stage: Stage) -> None:
    client = a_customer()
    series, (hours, certificate, wallet) = await held(stage, client), await packages(stage, client)
    mix = Source("hours", hours), Source("certificate", certificate), Source("wallet")
    done = await pay_series(stage, Caller(client), series, None, mix)
    assert done == SeriesPaid(4, 0)
    assert await states(stage, series) == ["confirmed"] * 4
    assert await paid_by(stage, series) == [
        {"hours": 4_500},
        {"hours": 2_250, "certificate": 2_250},
        {"certificate": 750, "wallet": 3_750},
        {"wallet": 4_500},
    ]
    assert (await has(stage, hours), await has(stage, certificate)) == (0, 0)
    assert await balance_of(stage, wallet) == 10_000 - 8_250
    ((commands,),) = await select(
        stage, "SELECT count(DISTINCT xid) FROM events WHERE type = 'booking.confirmed'"
    )
    assert commands == 1
    gone = await cancel_series(stage, Caller(client), series, None)
    assert (gone.cancelled, gone.penalty, gone.refund) == (4, 0, 4 * EACH)
    assert (await has(stage, hours), await has(stage, certificate)) == (45, 3_000)
    assert await balance_of(stage, wallet) == 10_000


async def test_whoever_asks_again_after_a_death_is_told_all_that_is_off(stage: Stage) -> None:
    """Each booking says that the series tells of it; the series tells of those before the process
    ended, too."""
    client = a_customer()
    series, (hours, certificate, wallet) = await held(stage, client), await packages(stage, client)
    mix = Source("hours", hours), Source("certificate", certificate), Source("wallet")
    await pay_series(stage, Caller(client), series, None, mix)
    caller = Caller(client, key=scoped_key("cancel", client.id, "one", b""))
    some = await bookings_in(stage, series)
    for one in some[:2]:
        await cancel_booking(stage, one_of_many(caller, one.id), one.id, together=True)
    gone = await cancel_series(stage, caller, series, None, expected=4 * EACH)
    assert (gone.cancelled, gone.refund) == (4, 4 * EACH)
    assert await cancel_series(stage, caller, series, None) == gone
    ((told,),) = await select(
        stage, "SELECT data::text FROM events WHERE type = 'series.cancelled'"
    )
    assert all(str(one.id) in told for one in some)
    rows = await select(
        stage,
        "SELECT subject FROM events WHERE type = 'booking.cancelled'"
        " AND (data ->> 'together')::boolean",
    )
    assert {row[0] for row in rows} == {str(one.id) for one in some}
    assert await balance_of(stage, wallet) == 10_000


async def test_a_series_of_nothing_is_paid_whatever_pays_for_it(stage: Stage) -> None:
    client, room = a_customer(), await a_room(stage, f"Room {new_id()}")
    free = replace(SERVICE, price=Price(amount=0))
    asked = wanted([room], [at(day) for day in DAYS], service=free)
    series = (await hold_series(stage, STAFF, OnBehalf(client), asked)).series_id
    async with asyncio.timeout(PATIENCE):
        done = await pay_series(stage, Caller(client), series, None, (Source("wallet"),))
    assert (done.paid, done.left) == (4, 0)
    assert await states(stage, series) == ["confirmed"] * 4
    await cancel_series(stage, Caller(client), series, None)
    assert await states(stage, series) == ["cancelled"] * 4


async def test_what_they_leave_is_paid_by_a_provider(stage: Stage) -> None:
    client = a_customer()
    series, (hours, _, wallet) = await held(stage, client), await packages(stage, client)
    mix = Source("wallet", amount=1_200), Source("hours", hours)
    done = await pay_series(stage, Caller(client), series, "scripted", mix)
    assert (done.paid, done.left) == (4, 0)
    assert await states(stage, series) == ["confirmed"] * 4
    first, second, *rest = await paid_by(stage, series)
    assert first == {"wallet": 1_200, "hours": 3_300}
    assert second == {"hours": 3_450, "scripted": 1_050}
    assert rest == [{}, {}]  # whole, by the provider alone
    assert (await has(stage, hours), await balance_of(stage, wallet)) == (0, 8_800)
    gone = await cancel_series(stage, Caller(client), series, None)
    assert gone.refund == 4 * EACH
    await work(stage)
    assert (await has(stage, hours), await balance_of(stage, wallet)) == (45, 10_000)
    assert sum(stage.provider.refunded.values()) == 2 * EACH + 1_050


async def test_what_does_not_pay_is_named_and_nothing_is_taken(stage: Stage) -> None:
    client = a_customer()
    series, (hours, certificate, wallet) = await held(stage, client), await packages(stage, client)
    by_hours, by_certificate = Source("hours", hours), Source("certificate", certificate)
    short = await refused(stage, client, series, by_hours, by_certificate)
    assert isinstance(short, RestNotCovered)
    assert short.extra["rest"] == 4 * EACH - 6_750 - 3_000
    twice = await refused(stage, client, series, by_hours, by_hours)
    assert (twice.code, twice.field) == ("source-refused", "sources[1]")
    too_much = Source("certificate", certificate, 3_001)
    above = await refused(stage, client, series, by_hours, too_much, provider="scripted")
    assert (above.code, above.field) == ("source-refused", "sources[1]")
    points = await refused(stage, client, series, by_hours, Source("points"), provider="scripted")
    assert (points.code, points.field) == ("source-refused", "sources[1]")
    assert isinstance(await refused(stage, client, series), RestNotCovered)
    assert await refused(stage, client, series, by_hours, provider="none")
    with pytest.raises(RestNotCovered) as more:  # than the client was shown
        await pay_series(stage, Caller(client), series, "scripted", [by_hours], most=11_249)
    assert more.value.extra["rest"] == 11_250
    with pytest.raises(RestNotCovered) as alone:  # by the provider alone
        await pay_series(stage, Caller(client), series, "scripted", most=4 * EACH - 1)
    assert alone.value.extra["rest"] == 4 * EACH
    with pytest.raises(ReservationNotFound):  # with what staff have, nobody's series is paid
        await pay_series(stage, STAFF, series, "scripted", [Source("wallet")])
    assert (await has(stage, hours), await has(stage, certificate)) == (45, 3_000)
    assert await balance_of(stage, wallet) == 10_000
    assert await paid_by(stage, series) == [{}] * 4


async def tried(one: Caller, parts: ShopParts, series: UUID, mix: Sequence[Source]) -> object:
    try:
        return await pay_series(parts, one, series, None, mix)
    except Problem as refusal:
        return refusal


async def test_sent_again_and_at_once_it_is_taken_once(stage: Stage) -> None:
    other, client = await stage.spare(), a_customer()
    wallet = await new_wallet(stage, client, 3 * 4 * EACH)
    for keyed in (True, False):
        series = await held(stage, client)
        before = await balance_of(stage, wallet)
        key = scoped_key("pay-series", client.id, str(series), b"") if keyed else None
        by, mix = Caller(client, "", key), [Source("wallet")]
        await asyncio.gather(*(tried(by, one, series, mix) for one in (stage, other, stage)))
        assert await states(stage, series) == ["confirmed"] * 4
        assert await balance_of(stage, wallet) == before - 4 * EACH
        await tried(by, other, series, mix)
        assert await balance_of(stage, wallet) == before - 4 * EACH


async def test_one_too_long_for_a_command_is_paid_by_several(stage: Stage) -> None:
    """Each of its days has 96 cells; sent at once and again, each command is done once."""
    other, client, room = await stage.spare(), a_customer(), await a_room(stage, "North")
    asked = wanted([room], [at(day) for day in range(10, 34)], minutes=1440)
    series = (await hold_series(stage, STAFF, OnBehalf(client), asked)).series_id
    wallet = await new_wallet(stage, client, 40 * EACH)
    by = Caller(client, "", scoped_key("pay-series", client.id, str(series), b""))
    await asyncio.gather(*(tried(by, one, series, [Source("wallet")]) for one in (stage, other)))
    await tried(by, other, series, [Source("wallet")])
    assert await states(stage, series) == ["confirmed"] * 24
    assert await balance_of(stage, wallet) == 16 * EACH
    ((commands,),) = await select(
        stage, "SELECT count(DISTINCT xid) FROM events WHERE type = 'booking.confirmed'"
    )
    assert commands == 2


async def test_two_series_are_not_paid_by_the_same_money(stage: Stage) -> None:
    other, client = await stage.spare(), a_customer()
    one, two = await held(stage, client), await held(stage, client)
    wallet = await new_wallet(stage, client, 6 * EACH)
    done = await asyncio.gather(
        tried(Caller(client), stage, one, [Source("wallet")]),
        tried(Caller(client), other, two, [Source("wallet")]),
    )
    assert sorted(type(each).__name__ for each in done) == ["RestNotCovered", "SeriesPaid"]
    assert await balance_of(stage, wallet) == 2 * EACH
    assert sorted([await states(stage, one), await states(stage, two)]) == [
        ["confirmed"] * 4, ["held"] * 4,
    ]  # fmt: skip


async def test_of_one_that_a_provider_declines_what_was_taken_goes_back(stage: Stage) -> None:
    client = a_customer()
    series, (hours, _, _) = await held(stage, client), await packages(stage, client)
    stage.provider.begins = "failed"
    done = await pay_series(stage, Caller(client), series, "scripted", [Source("hours", hours)])
    assert (done.paid, done.left) == (1, 3)  # the first by hours alone: that stays
    assert done.begun is not None and done.begun.status == "failed"
    assert await has(stage, hours) == 15
    assert await states(stage, series) == ["confirmed", "cancelled", "held", "held"]


async def test_where_a_buyer_is_asked_something_the_rest_waits(stage: Stage) -> None:
    client = a_customer()
    series, (hours, _, _) = await held(stage, client), await packages(stage, client)
    stage.provider.begins = "pending"
    key = scoped_key("pay-series", client.id, str(series), b"")
    by, mix = Caller(client, "", key), [Source("hours", hours)]
    first = await pay_series(stage, by, series, "scripted", mix)
    assert (first.paid, first.left) == (1, 3)
    assert await has(stage, hours) == 0
    again = await pay_series(stage, by, series, "scripted", mix)  # sent again
    assert (again.begun, again.order_id, again.left) == (first.begun, first.order_id, 3)
    assert await has(stage, hours) == 0
    for one in await bookings_in(stage, series):
        order = await stage.orders.known(one.order_id)
        if order.is_pending:
            stage.provider.decide(order.reservation_id, "succeeded")
    stage.provider.begins = "succeeded"
    assert first.begun is not None and first.order_id is not None
    paid = await stage.orders.get(first.order_id)
    assert paid is not None
    await confirm_order(stage, Caller(client), paid.reservation_id, first.begun.payment_id)
    rest = await pay_series(stage, Caller(client), series, "scripted")
    assert (rest.paid, rest.left) == (2, 0)
    assert await states(stage, series) == ["confirmed"] * 4
    assert await paid_by(stage, series) == [
        {"hours": 4_500}, {"hours": 2_250, "scripted": 2_250}, {}, {},
    ]  # fmt: skip
