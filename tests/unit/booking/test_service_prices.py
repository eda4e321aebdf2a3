"""What a service costs: whole minor units, whatever its rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from holdfast.booking.services import (
    Deposit,
    Lengths,
    Need,
    Price,
    Terms,
    Uplift,
    deposit_of,
    price_of,
    service_faults,
)
from holdfast.kit.money import Money
from holdfast.kit.zones import zone

FRIDAY = datetime.fromisoformat("2026-11-27T17:00")
ALL = Deposit()
QUICK = settings(max_examples=150, deadline=None)


def service(price: Price, deposit: Deposit = ALL) -> Terms:
    return Terms(
        name="Portrait",
        currency="EUR",
        lengths=Lengths(minutes=(60,)),
        price=price,
        deposit=deposit,
        needs=(Need(role="photographer", kind="photographer"),),
    )


@pytest.mark.parametrize(
    ("price", "minutes", "people", "level", "expected"),
    [
        (Price(rule="flat", amount=9_000), 90, 3, None, 9_000),
        (Price(rule="hourly", amount=9_000), 90, 3, None, 13_500),
        (Price(rule="hourly", amount=1_000), 5, 1, None, 83),
        (Price(rule="hourly", amount=999), 50, 1, None, 833),  # 832.5, half up
        (Price(rule="head", amount=2_500), 90, 3, None, 7_500),
        (Price(rule="flat", amount=9_000, levels={"master": 15_000}), 60, 1, "master", 15_000),
        (Price(rule="flat", amount=9_000, levels={"master": 15_000}), 60, 1, "junior", 9_000),
    ],
)
def test_a_price_is_flat_by_the_hour_or_by_the_head_and_may_depend_on_the_level(
    price: Price, minutes: int, people: int, level: str | None, expected: int
) -> None:
    assert price_of(service(price), FRIDAY, minutes, people, level) == Money(expected, "EUR")


def test_the_evening_and_the_weekend_are_paid_by_the_minute_and_add_up() -> None:
    evening = Uplift(start=18 * 60, percent=20)
    weekend = Uplift(weekdays=(6, 7), percent=50)
    of = service(Price(rule="flat", amount=10_000, uplifts=(evening, weekend)))
    assert price_of(of, FRIDAY, 60).amount == 10_000
    assert price_of(of, FRIDAY, 120).amount == 11_000  # an hour of two is in the evening
    assert price_of(of, FRIDAY.replace(hour=23), 120).amount == 10_000 + 1_000 + 2_500
    assert price_of(of, FRIDAY + timedelta(days=1, hours=2), 60).amount == 17_000


def test_an_uplift_is_for_true_minutes_when_the_clocks_change() -> None:
    """In spring an hour of the night is not there, in autumn one comes twice."""
    night = Uplift(start=0, end=180, percent=100)
    of = service(Price(rule="flat", amount=3_000, uplifts=(night,)))
    spring = datetime(2027, 3, 28, 1, tzinfo=zone("Europe/Berlin"))
    assert price_of(of, spring, 180).amount == 4_000  # 01:00 to 02:00, then it is three
    autumn = datetime(2027, 10, 31, 1, tzinfo=zone("Europe/Berlin"))
    assert price_of(of, autumn, 180).amount == 6_000  # 01:00 to 03:00 are three hours
    assert price_of(of, autumn.replace(hour=2, fold=1), 120).amount == 4_500


@QUICK
@given(
    st.sampled_from(("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe")),
    st.integers(0, 366 * 24),
    st.integers(1, 600).map(lambda n: 5 * n),
    st.integers(0, 1_380),
    st.sampled_from(((7,), (6, 7), (1, 2, 3, 4, 5, 6, 7))),
)
@example("Europe/Berlin", 86 * 24, 180, 0, (7,))
@example("America/Santiago", 93 * 24, 600, 1_380, (6, 7))
def test_whichever_clock_the_uplift_is_for_the_minutes_it_shows(
    name: str, hours: int, minutes: int, first: int, days: tuple[int, ...]
) -> None:
    uplift = Uplift(weekdays=days, start=first, end=1_440, percent=100)
    start = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    inside = 0
    for number in range(0, minutes, 5):
        at = (start + timedelta(minutes=number)).astimezone(zone(name))
        inside += 5 * (at.isoweekday() in days and 60 * at.hour + at.minute >= first // 5 * 5)
    uplift = replace(uplift, start=first // 5 * 5)
    of = service(Price(rule="flat", amount=100 * minutes, uplifts=(uplift,)))
    found = price_of(of, start.astimezone(zone(name)), minutes)
    assert found.amount == 100 * (minutes + inside)


def test_a_deposit_is_a_part_of_the_price_or_all_of_it() -> None:
    price = Money(10_001, "EUR")
    assert deposit_of(Deposit(), price) == price
    assert deposit_of(Deposit(rule="percent", value=50), price).amount == 5_001
    assert deposit_of(Deposit(rule="fixed", value=3_000), price).amount == 3_000
    assert deposit_of(Deposit(rule="fixed", value=30_000), price) == price


uplifts = st.builds(
    Uplift,
    weekdays=st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(tuple),
    start=st.integers(0, 1_439),
    end=st.just(1_440),
    percent=st.integers(-100, 300),
)
prices = st.builds(
    Price,
    rule=st.sampled_from(("flat", "hourly", "head")),
    amount=st.integers(0, 10**9),
    uplifts=st.lists(uplifts, max_size=3).map(tuple),
)


@QUICK
@given(
    prices,
    st.integers(0, 7 * 1_440),
    st.integers(1, 288).map(lambda n: 5 * n),
    st.integers(1, 20),
    st.one_of(
        st.builds(Deposit),
        st.builds(Deposit, rule=st.just("percent"), value=st.integers(1, 100)),
        st.builds(Deposit, rule=st.just("fixed"), value=st.integers(1, 10**9)),
    ),
)
def test_a_price_is_what_counting_its_minutes_one_by_one_comes_to(
    price: Price, begins: int, minutes: int, people: int, deposit: Deposit
) -> None:
    start = FRIDAY - timedelta(days=4, hours=17) + timedelta(minutes=begins)
    base = {"flat": price.amount, "head": price.amount * people}.get(price.rule)
    if base is None:
        base = (price.amount * minutes + 30) // 60
    expected = base
    for one in price.uplifts:
        inside = 0
        for number in range(minutes):
            at = start + timedelta(minutes=number)
            minute = 60 * at.hour + at.minute
            inside += at.isoweekday() in one.weekdays and one.start <= minute < one.end
        expected += (2 * base * one.percent * inside + 100 * minutes) // (200 * minutes)
    found = price_of(service(price), start, minutes, people)
    assert found.amount == max(expected, 0)
    assert 0 <= deposit_of(deposit, found).amount <= found.amount


def test_what_cannot_be_a_service_is_named_field_by_field() -> None:
    bad = Terms(
        name=" ",
        currency="EURO",
        people=0,
        lengths=Lengths(least=60, most=30, step=7),
        price=Price(amount=-1, uplifts=(Uplift(weekdays=(0,), start=60, end=60, percent=2_000),)),
        deposit=Deposit(rule="percent", value=101),
        needs=(
            Need(role="1st photographer", kind="photographer", within_km=0),
            Need(role="room", kind="room", tags=("",)),
            Need(role="room", kind="room"),
        ),
    )
    assert {one.field for one in service_faults(bad)} == {
        "name", "currency", "people", "lengths.step", "price.amount", "price.uplifts[0].weekdays",
        "price.uplifts[0].end", "price.uplifts[0].percent", "deposit.value", "needs[0].role",
        "needs[0].withinKm", "needs[1].role", "needs[1].tags", "needs[2].role",
    }  # fmt: skip
    assert service_faults(service(Price(amount=0))) == ()
    roles = ("Второй фотограф", "보조", "make-up", "Photographer 2")
    in_any_language = Terms(
        name="Wedding",
        currency="EUR",
        lengths=Lengths(minutes=(60,)),
        price=Price(amount=0),
        needs=tuple(Need(role=one, kind="photographer") for one in roles),
    )
    assert service_faults(in_any_language) == ()
