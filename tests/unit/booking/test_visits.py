"""A service with what is added to it, and several services one after another: lengths add up, who
serves one serves all, and each is priced in its own time."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from holdfast.booking.services import (
    Deposit,
    Extra,
    Lengths,
    Need,
    NotTogether,
    Point,
    Price,
    Service,
    Uplift,
    Visit,
    cost_of,
    extras_asked,
    parts_of,
    service_faults,
    visit_of,
    whole_length,
)
from holdfast.kit.zones import zone

FIVE = datetime.fromisoformat("2026-11-27T17:00")
PERSON = Need(role="photographer", kind="photographer", tags=("portrait",))
RETOUCHING = Extra(id="retouching", name="Retouching", price=2_000, minutes=15)
MAKE_UP = Extra(
    id="make-up",
    name="Make-up",
    price=4_000,
    minutes=30,
    need=Need(role="artist", kind="photographer", tags=("make-up",)),
)


def service(name: str = "Portrait", **more: Any) -> Service:
    said: dict[str, Any] = {
        "id": uuid4(),
        "name": name,
        "currency": "EUR",
        "lengths": Lengths(minutes=(60, 120)),
        "price": Price(rule="hourly", amount=9_000),
        "needs": (PERSON,),
        "people": 4,
        "extras": (RETOUCHING, MAKE_UP),
    }
    return Service(**said | more)


def test_a_service_alone_stays_what_it_is() -> None:
    one = service()
    assert visit_of(one, (), ()) is one
    assert whole_length(one, 60) == 60
    assert parts_of(one, FIVE, 60, 1, None) == ()


def test_extras_take_time_cost_more_and_may_need_somebody() -> None:
    visit = visit_of(service(), ("retouching", "make-up"), ())
    assert isinstance(visit, Visit)
    assert visit.name == "Portrait + Retouching + Make-up"
    assert visit.lengths.allowed() == (105, 165)
    assert whole_length(visit, 120) == 165
    assert [need.role for need in visit.needs] == ["photographer", "artist"]
    price, due = cost_of(visit, FIVE, 105)
    assert (price.amount, due.amount) == (15_000, 15_000)
    half = visit_of(service(deposit=Deposit(rule="percent", value=50)), ("make-up",), ())
    assert [one.amount for one in cost_of(half, FIVE, 90)] == [13_000, 6_500]
    fixed = visit_of(service(deposit=Deposit(rule="fixed", value=500)), ("make-up",), ())
    assert [one.amount for one in cost_of(fixed, FIVE, 90)] == [13_000, 500]


def test_services_come_one_after_another_each_at_the_price_of_its_time() -> None:
    evening = Uplift(start=18 * 60, percent=50)
    one = service(price=Price(rule="hourly", amount=10_000, uplifts=(evening,)))
    other = service(
        "Family",
        lengths=Lengths(minutes=(30,)),
        price=Price(amount=6_000, uplifts=(evening,)),
        needs=(
            Need(role="photographer", kind="photographer", tags=("family",), within_km=5),
            Need(role="room", kind="room", seats="people"),
        ),
        people=2,
        revision=3,
    )
    visit = visit_of(one, ("retouching",), ((other, None),))
    assert visit.lengths.allowed() == (105, 165)
    assert visit.people == 2
    assert visit.revision == 4
    both, room = visit.needs
    assert (both.tags, both.within_km, room.seats) == (("portrait", "family"), 5, "people")
    # 17:00 to 18:00, a quarter for retouching, and from 18:15 in the evening.
    parts = parts_of(visit, FIVE, 105, 1, None)
    assert [(one.kind, one.name, one.minutes, one.price) for one in parts] == [
        ("service", "Portrait", 60, 10_000),
        ("service", "Family", 30, 9_000),
        ("extra", "Retouching", 15, 2_000),
    ]
    assert cost_of(visit, FIVE, 105)[0].amount == 21_000
    assert isinstance(visit, Visit)
    extras, also = extras_asked(visit.chosen)
    assert (extras, also) == (["retouching"], [(other.id, 30)])


def test_of_two_services_near_places_the_place_and_the_shorter_way_count() -> None:
    alex = Point(name="Alexanderplatz", latitude=52.5219, longitude=13.4132)
    potsdam = Point(name="Potsdam", latitude=52.4, longitude=13.06)

    def near(km: int | None, point: Point | None) -> Service:
        need = Need(role="photographer", kind="photographer", within_km=km, around=point)
        return service("Family", needs=(need,))

    def both(one: Service, other: Service) -> tuple[int | None, Point | None]:
        (need,) = visit_of(one, (), ((other, None),)).needs
        return need.within_km, need.around

    assert both(near(5, alex), near(3, alex)) == (3, alex)
    assert both(near(5, alex), near(None, None)) == (5, alex)
    assert both(near(None, None), near(5, alex)) == (5, alex)
    for other in (potsdam, None):  # None: near the client
        with pytest.raises(NotTogether):
            both(near(5, alex), near(3, other))


def test_over_a_change_of_clocks_the_second_service_begins_when_the_first_has_ended() -> None:
    day = Uplift(start=180, percent=50)  # from three on
    one = service(lengths=Lengths(minutes=(60,)), price=Price(amount=10_000))
    other = service(
        "Dawn", lengths=Lengths(minutes=(60,)), price=Price(amount=6_000, uplifts=(day,))
    )
    visit = visit_of(one, (), ((other, None),))
    spring = datetime(2027, 3, 28, 1, tzinfo=zone("Europe/Berlin"))
    assert cost_of(visit, spring, 120)[0].amount == 10_000 + 9_000  # after 02:00 it is three
    autumn = datetime(2027, 10, 31, 2, tzinfo=zone("Europe/Berlin"))
    assert cost_of(visit, autumn, 120)[0].amount == 10_000 + 6_000  # it is two once more


def test_what_cannot_be_one_visit_is_refused() -> None:
    one, other = service(), service("Family")
    named = Need(role="photographer", kind="photographer", resources=(UUID(int=1),))
    wrong: list[tuple[Service, tuple[str, ...], Service, int | None]] = [
        (one, ("unknown",), other, None),
        (one, ("retouching", "retouching"), other, None),
        (one, (), service(currency="KRW"), None),
        (one, (), other, 45),
        (one, (), service(needs=(Need(role="photographer", kind="room"),)), None),
        (
            service(needs=(named,)),
            (),
            service(
                needs=(Need(role="photographer", kind="photographer", resources=(UUID(int=2),)),)
            ),
            None,
        ),
        (one, (), service(needs=tuple(Need(role=f"r{at}", kind="room") for at in range(6))), None),
    ]
    for first, extras, second, minutes in wrong:
        with pytest.raises(NotTogether):
            visit_of(first, extras, ((second, minutes),))
    with pytest.raises(NotTogether):
        visit_of(one, (), tuple((service(), None) for _ in range(4)))
    for text in ("x:", f"{UUID(int=1)}:much", "nobody:60"):
        with pytest.raises(ValueError, match=r"."):
            extras_asked(text)


def test_extras_that_cannot_be_are_named_by_field() -> None:
    bad = Extra(id="Make up", name=" ", price=-1, minutes=7, texts={"xx": "?"}, need=PERSON)
    assert {one.field for one in service_faults(service(extras=(bad,)))} == {
        "extras[0].id", "extras[0].name", "extras[0].price", "extras[0].minutes",
        "extras[0].texts", "extras[0].need.role", "needs[0].role",
    } - {"needs[0].role"}  # fmt: skip
    assert service_faults(service()) == ()
    assert [one.field for one in service_faults(service(extras=(RETOUCHING, RETOUCHING)))] == [
        "extras[0].id", "extras[1].id",
    ]  # fmt: skip
