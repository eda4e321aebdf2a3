"""Seasons: packages with a first and a last day of their own, the same for all who buy them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.buying import offered_package, sold_today
from holdfast.flows.packages.certificates import give_due
from holdfast.flows.packages.giving import give_package
from holdfast.flows.packages.keeping import transfer
from holdfast.flows.packages.offering import BadPackage
from holdfast.flows.packages.paying import ways_of
from holdfast.flows.packages.running_out import look_after_packages
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.packages import Gift, PackageExpired, PackageExpiring, PackageNotFound, grants_of
from holdfast.shop import change_settings
from tests.db.flows.booking.making import a_taking, book
from tests.db.flows.buying import a_customer
from tests.db.flows.packages.having import VOUCHER, a_manager, a_package, bought, has, pay
from tests.db.flows.stage import Stage, events_of, select


def today() -> date:
    return datetime.now(UTC).date()


def days(count: int) -> date:
    return today() + timedelta(days=count)


async def in_zone(stage: Stage, zone: str) -> None:
    async with stage.database.transaction() as connection:
        await change_settings(connection, {"dispatch": {"zone": zone}})
    stage.shop.forget()


async def test_whoever_buys_it_has_it_from_its_first_day_to_its_last(stage: Stage) -> None:
    await in_zone(stage, "Asia/Seoul")
    first, last = date(2040, 3, 1), date(2040, 5, 31)
    one, other = a_customer(), a_customer()
    (mine,) = await bought(stage, one, first_day=first, last_day=last)
    (theirs,) = await bought(stage, other, first_day=first, last_day=last, grace_days=7)
    assert mine.valid_from == datetime(2040, 2, 29, 15, tzinfo=UTC)
    assert mine.valid_until == theirs.valid_until == datetime(2040, 5, 31, 14, 59, 59, tzinfo=UTC)
    assert theirs.grace_until == theirs.valid_until + timedelta(days=7)
    assert mine.warn_at == mine.valid_until - timedelta(days=14)


@pytest.mark.parametrize(
    ("zone", "begins"),
    [("America/Los_Angeles", "2040-03-01T08:00Z"), ("Asia/Seoul", "2040-02-29T15:00Z")],
)
async def test_a_present_is_given_on_its_day_by_the_shops_clock(
    stage: Stage, zone: str, begins: str
) -> None:
    await in_zone(stage, zone)
    gift = Gift(to_name="Mina", to_email="mina@test.example", on=date(2040, 3, 1))
    (mine,) = await bought(stage, a_customer(), VOUCHER, gift=gift)
    day = datetime.fromisoformat(begins)
    assert await give_due(stage, day - timedelta(minutes=1)) == 0
    assert await give_due(stage, day) == 1
    assert (await events_of(stage, mine.id))[-1] == "certificate.given"
    ((told,),) = await select(
        stage, "SELECT data->>'on' FROM events WHERE type = 'certificate.given' AND subject = $1",
        str(mine.id),
    )  # fmt: skip
    assert told == "2040-03-01"


async def test_it_pays_nothing_before_its_first_day(stage: Stage) -> None:
    client, friend = a_customer(), a_customer()
    (mine,) = await bought(stage, client, first_day=days(20), last_day=days(100))
    held = await book(stage, client, a_taking())
    with pytest.raises(SourceRefused, match="has not begun"):
        await pay(stage, client, held, Source("hours", mine))
    assert (await ways_of(stage, client, held.reservation_id))[2] == []
    assert await has(stage, mine) == 600
    # It may go to somebody else meanwhile, and begins there on the same day.
    await transfer(stage, Caller(client), mine.id, friend.id, 60)
    (theirs,) = await grants_of(stage.database.pool, friend.id, None, 1)
    assert (theirs.valid_from, theirs.valid_until) == (mine.valid_from, mine.valid_until)


async def test_in_its_days_it_pays_and_after_them_it_is_warned_of_graced_and_over(
    stage: Stage,
) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, first_day=days(-10), last_day=days(30))
    held = await book(stage, client, a_taking())
    await pay(stage, client, held, Source("hours", mine))
    assert await has(stage, mine) == 540
    assert mine.usable(mine.valid_until + timedelta(days=1), ()) == "usable"
    assert mine.usable(mine.grace_until, ()) == "expired"
    now = mine.valid_until - timedelta(days=1)
    while await look_after_packages(stage, now):
        pass
    while await look_after_packages(stage, mine.grace_until):
        pass
    (row,) = await select(stage, "SELECT status FROM package_grants WHERE id = $1", mine.id)
    assert row[0] == "expired"
    assert (await events_of(stage, mine.id))[-2:] == [PackageExpiring.TYPE, PackageExpired.TYPE]


async def test_it_is_sold_until_its_last_day_and_may_be_given_by_staff_after_it(
    stage: Stage,
) -> None:
    over = await a_package(stage, last_day=days(-2))
    last = await a_package(stage, last_day=days(1))
    sold = [one.id for one in await sold_today(stage)]
    assert (over.id in sold, last.id in sold) == (False, True)
    with pytest.raises(PackageNotFound):
        await offered_package(stage, over.id)
    client = a_customer()
    await give_package(stage, Caller(a_manager()), last.id, client.id, "a prize")
    (mine,) = await grants_of(stage.database.pool, client.id, None, 1)
    assert mine.valid_from is None
    assert mine.valid_until.date() == days(1)


async def test_its_days_follow_one_another(stage: Stage) -> None:
    for wrong, field in (
        ({"first_day": days(3)}, "lastDay"),
        ({"first_day": days(3), "last_day": days(2)}, "lastDay"),
        ({"first_day": days(3), "last_day": days(5), "warn_days": 4}, "warnDays"),
    ):
        with pytest.raises(BadPackage) as refusal:
            await a_package(stage, **wrong)
        assert [one.field for one in refusal.value.errors] == [field]
