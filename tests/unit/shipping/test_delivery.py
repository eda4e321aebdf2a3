"""Ways to deliver: which are offered, at what price, and when they arrive."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.shipping import WorkingDays, arrival
from holdfast.shop import (
    Load,
    ShippingMethod,
    ShippingRate,
    ShippingZone,
    delivery_faults,
    price_of,
)

EU = ShippingZone("eu", "Union", ("DE", "FR"))
WEST = ShippingZone("west", "West coast", ("US-CA", "US-OR"))
ZONES = (EU, WEST)
TABLE = (
    ShippingRate(500, "eu", grams=1000),
    ShippingRate(900, "eu", grams=5000),
    ShippingRate(100, "west", amount=2000, units=2),
    ShippingRate(2500, grams=1000),
)
POST = ShippingMethod("post", "Post", 0, "EUR", rates=TABLE)


def load(place: str | None, grams: int = 0, amount: int = 0, units: int = 1) -> Load:
    return Load(place, grams, amount, units)


def test_the_first_row_that_fits_is_the_price() -> None:
    told = [
        price_of(POST, ZONES, one)
        for one in (
            load("DE", 1000), load("DE", 1001), load("DE", 5001), load("FR-75", 20),
            load("US-CA", 9999, 2000, 2), load("US-CA", 9999, 2001, 2), load("US-CA", 10, 0, 3),
            load("US-NY", 1000), load(None, 1000), load(None, 1001),
        )
    ]  # fmt: skip
    assert told == [500, 900, None, 500, 100, None, 2500, 2500, 2500, None]


def test_a_method_is_offered_in_its_zones() -> None:
    here = ShippingMethod("courier", "Courier", 700, "EUR", zones=("west",))
    places = ("US-CA", "US", "DE", None)
    assert [price_of(here, ZONES, load(place)) for place in places] == [700, None, None, None]
    everywhere = ShippingMethod("post", "Post", 700, "EUR")
    assert [price_of(everywhere, ZONES, load(place)) for place in places] == [700] * 4


def test_what_cannot_be_is_said_at_its_field() -> None:
    odd = ShippingMethod(
        "post", "Post", 0, "EUR", to_address=True, zones=("none",), pickup="Here",
        rates=(ShippingRate(1, "gone"),), days_from=3, days_to=1,
    )  # fmt: skip
    found = {field for field, _ in delivery_faults([odd, odd], [EU, EU, ShippingZone("x", "X")])}
    assert found == {
        "shippingZones[1].id", "shippingZones[2].places", "shippingMethods[1].id",
        *(f"shippingMethods[{at}].{name}" for at in (0, 1)
          for name in ("zones", "rates[0].zone", "pickup", "daysTo")),
    }  # fmt: skip
    assert not list(delivery_faults([POST], ZONES))


def days(
    *, work: tuple[int, ...] = (0, 1, 2, 3, 4), off: tuple[str, ...] = (), handling: int = 0
) -> WorkingDays:
    holidays = {date.fromisoformat(one) for one in off}
    return WorkingDays(work, holidays.__contains__, 14 * 60, handling)


def told(at: str, working: WorkingDays, span: tuple[int, int]) -> tuple[str, str]:
    found = arrival(datetime.fromisoformat(at), working, span)
    assert found is not None
    return found.earliest.isoformat(), found.latest.isoformat()


def test_what_is_ordered_in_time_leaves_the_same_day() -> None:
    # 2026-11-23 is a Monday.
    assert told("2026-11-23T13:59", days(), (1, 3)) == ("2026-11-24", "2026-11-26")
    assert told("2026-11-23T14:00", days(), (1, 3)) == ("2026-11-25", "2026-11-27")
    assert told("2026-11-27T15:00", days(), (1, 1)) == ("2026-12-01", "2026-12-01")
    assert told("2026-11-28T09:00", days(), (0, 0)) == ("2026-11-30", "2026-11-30")
    assert told("2026-11-23T09:00", days(), (0, 0)) == ("2026-11-23", "2026-11-23")
    assert told("2026-11-23T09:00", days(handling=2), (1, 2)) == ("2026-11-26", "2026-11-27")
    new_year = days(off=("2026-12-25", "2027-01-01"))
    assert told("2026-12-24T15:00", new_year, (1, 5)) == ("2026-12-29", "2027-01-05")


def test_a_shop_that_never_works_tells_no_day() -> None:
    never = WorkingDays((0,), lambda _: True, 0)
    assert arrival(datetime.fromisoformat("2026-11-23T09:00"), never, (0, 1)) is None


@given(
    st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-01-01")),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 1440),
    st.integers(0, 5),
    st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted),
)
def test_who_orders_later_gets_it_no_sooner(
    at: datetime, work: set[int], cut_off: int, handling: int, span: list[int]
) -> None:
    working = WorkingDays(work, lambda day: day.day == 13, cut_off, handling)
    both = [arrival(one, working, (span[0], span[1])) for one in (at, at + timedelta(hours=7))]
    sooner, later = both
    assert sooner is not None
    assert later is not None
    assert at.date() <= sooner.earliest <= sooner.latest
    assert (sooner.earliest, sooner.latest) <= (later.earliest, later.latest)
    for found in (sooner.earliest, sooner.latest):
        assert working.works(found)
