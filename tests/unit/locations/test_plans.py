"""Where units come from: no plan takes what a location does not have, whatever lies where."""

from collections import Counter
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.kit.positions import Position
from holdfast.locations import (
    FIRST_LOCATION,
    MOST_PLANS,
    Destination,
    Location,
    Plan,
    Wanted,
    account_at,
    location_faults,
    plans,
    to_come_key,
    with_to_come,
)
from tests.support.length import LONG

FIRST = Location(FIRST_LOCATION, "Main", country="DE", priority=1)
NEAR = Location(UUID(int=1), "Paris", country="FR")
FAR = Location(UUID(int=2), "Seoul", country="KR", priority=2)
ALL = (FIRST, NEAR, FAR)
LAMP, BULB = "stock/lamp", "stock/bulb"


def lies(**where: tuple[int, int, int]) -> dict[str, int]:
    """By goods, how many at the first, the near and the far location."""
    return {
        account_at(f"stock/{name}", one.id): count
        for name, counts in where.items()
        for one, count in zip(ALL, counts, strict=True)
    }


def at(one: Location, key: str = LAMP) -> str:
    return account_at(key, one.id)


def test_one_parcel_then_near_then_full() -> None:
    one = [Wanted(LAMP, 2)]
    free = lies(lamp=(5, 5, 9))
    assert plans(one, free, ALL)[0] == ({at(NEAR): 2},), "by priority"
    assert plans(one, free, ALL, Destination("KR"))[0] == ({at(FAR): 2},), "the country's own first"
    same = [Location(one.id, one.name) for one in ALL]
    assert plans(one, free, same)[0] == ({at(FAR): 2},), "then where most lies"
    closed = (FIRST, Location(NEAR.id, "Paris", active=False), FAR)
    assert [next(iter(plan[0])) for plan in plans(one, free, closed)] == [
        at(FIRST), at(FAR), at(NEAR),
    ], "one that is closed is sold out last"  # fmt: skip
    assert plans([Wanted(LAMP, 12)], free, ALL)[0] == ({at(NEAR): 5, at(FIRST): 5, at(FAR): 2},)
    both = [Wanted(LAMP, 1), Wanted(BULB, 2)]
    together = plans(both, lies(lamp=(1, 1, 1), bulb=(1, 1, 2)), ALL)[0]
    assert together == ({at(FAR): 1}, {at(FAR, BULB): 2}), "one parcel, though it is far"
    assert plans([Wanted(LAMP, 4)], lies(lamp=(1, 1, 1)), ALL) == ()
    assert plans([Wanted(LAMP, 2), Wanted(LAMP, 2)], lies(lamp=(3, 0, 0)), ALL) == ()


def test_near_is_by_the_postal_code_within_the_country() -> None:
    north = Location(UUID(int=3), "Hamburg", country="DE", priority=0, postal_code="20095")
    south = Location(UUID(int=4), "Munich", country="DE", priority=9, postal_code="80331")
    french = Location(UUID(int=5), "Paris", country="FR", postal_code="80100")
    free = {account_at(LAMP, one.id): 5 for one in (north, south, french)}

    def first(to: Destination) -> str:
        (taken,) = plans([Wanted(LAMP, 1)], free, (north, south, french), to)[0]
        return next(iter(taken))

    assert first(Destination("DE", "80999")) == at(south), "before one of a lower priority"
    assert first(Destination("DE", "de 8-0")) == at(north), (
        "what is no code of theirs tells nothing"
    )
    assert first(Destination("DE", "10117")) == at(north), "equally near: by priority"
    assert first(Destination("FR", "20095")) == at(french), "the country first"


def test_near_is_by_the_distance_where_it_is_known_where_both_are() -> None:
    hamburg = Location(
        UUID(int=3), "Hamburg", country="DE", postal_code="20095", latitude=53.55, longitude=10.0
    )
    munich = Location(
        UUID(int=4), "Munich", country="DE", postal_code="80331", latitude=48.14, longitude=11.58
    )
    unknown = Location(UUID(int=5), "Somewhere", country="DE", postal_code="24103")
    free = {account_at(LAMP, one.id): 5 for one in (hamburg, munich, unknown)}

    def first(to: Destination) -> str:
        (taken,) = plans([Wanted(LAMP, 1)], free, (munich, unknown, hamburg), to)[0]
        return next(iter(taken))

    kiel = Destination("DE", "24103", Position(54.32, 10.13))
    ulm = Destination("DE", "89073", Position(48.4, 9.99))
    assert first(kiel) == at(hamburg), "whatever the codes are"
    assert first(ulm) == at(munich)
    assert first(Destination("DE", "24103")) == at(unknown), "else by the postal code"
    assert first(Destination("FR", "24103", Position(54.32, 10.13))) == at(hamburg)


counts = st.integers(0, 6)
scenes = st.tuples(
    st.lists(st.tuples(st.sampled_from([LAMP, BULB]), st.integers(1, 8)), min_size=1, max_size=4),
    st.fixed_dictionaries({at(one, key): counts for one in ALL for key in (LAMP, BULB)}),
    st.sampled_from([None, "DE", "KR", "US"]),
)


@settings(max_examples=2_000 if LONG else 300, deadline=None)
@given(scenes)
def test_no_plan_takes_what_is_not_there(
    scene: tuple[list[tuple[str, int]], dict[str, int], str | None],
) -> None:
    lines, free, country = scene
    wanted = [Wanted(key, quantity) for key, quantity in lines]
    found = plans(wanted, free, ALL, Destination(country, "75001"))
    needed: Counter[str] = Counter()
    for line in wanted:
        needed[line.key] += line.quantity
    enough = all(sum(free[at(one, key)] for one in ALL) >= n for key, n in needed.items())
    assert bool(found) == enough
    assert len(found) <= MOST_PLANS
    for plan in found:
        _fits(plan, wanted, free)
    alone = [
        one for one in ALL if all(free[at(one, key)] >= n for key, n in needed.items())
    ]  # who could send all of it
    if alone:
        assert len({key.split("/")[2:].__str__() for some in found[0] for key in some}) == 1


def _fits(plan: Plan, wanted: list[Wanted], free: dict[str, int]) -> None:
    taken: Counter[str] = Counter()
    for line, some in zip(wanted, plan, strict=True):
        assert sum(some.values()) == line.quantity
        assert all(key.startswith(line.key) and units > 0 for key, units in some.items())
        taken.update(some)
    assert all(units <= free[key] for key, units in taken.items())


def test_what_is_no_location() -> None:
    bad = Location(
        FIRST_LOCATION, " ", "x" * 501, "Germany", -1, active=False, postal_code="1" * 21
    )
    assert {one.field for one in location_faults(bad)} == {
        "name", "address", "country", "priority", "active", "postalCode",
    }  # fmt: skip
    assert not list(location_faults(FIRST))


def test_of_what_is_announced_only_the_rest_is_taken() -> None:
    free = lies(lamp=(1, 2, 0)) | {to_come_key(LAMP): 5}
    assert with_to_come([Wanted(LAMP, 6)], free, ALL) == (
        {at(NEAR): 2, at(FIRST): 1, to_come_key(LAMP): 3},
    )
    assert with_to_come([Wanted(LAMP, 2)], free, ALL) == ({at(NEAR): 2},), "stock is there"
    assert with_to_come([Wanted(LAMP, 9)], free, ALL) is None
