"""The search by bits finds what a search minute by minute finds: starts, and who can serve them."""

from collections import Counter
from datetime import timedelta
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.booking import Kind
from holdfast.booking.services import Choice, Grid, Need
from holdfast.booking.slots import (
    Asked,
    Bookable,
    Pool,
    Times,
    Warmth,
    Window,
    bits_of,
    combinations,
    enough_for_all,
    first_together,
    grid_bits,
    heat,
    moment_of,
    ordered,
    search,
    slot_at,
    together,
    why_none,
)
from holdfast.kit.zones import zone
from tests.support.length import LONG
from tests.unit.booking.naive import Person, World

FIRST = 20_400 * 288
MINUTES = 12 * 60
PAD = 288
WINDOW = Window(FIRST - PAD, MINUTES // 5 + 2 * PAD)
WANTED = WINDOW.between(FIRST, FIRST + MINUTES // 5)
STUDIOS = [UUID(int=number) for number in (1, 2)]
KINDS: tuple[Kind, ...] = ("photographer", "studio", "room", "equipment")
CHOICES: tuple[Choice, ...] = ("fair", "least-loaded")


def a_world(random: Random, capacity: int = 1) -> World:
    people = []
    for number in range(random.randint(1, 7)):
        kind = random.choice(KINDS)
        studio = random.choice([None, *STUDIOS]) if kind in ("room", "equipment") else None
        cell = random.choice((5, 15, 30, 60))
        made = UUID(int=number + 1 if kind == "studio" and number < 2 else number + 10)
        who = Bookable(
            id=made,
            kind=kind,
            studio=studio,
            tags=frozenset(random.sample(["portrait", "light"], random.randint(0, 2))),
            capacity=random.randint(1, capacity),
            before=cell * random.randint(0, 1),
            after=cell * random.randint(0, 1),
        )
        opened: dict[int, frozenset[UUID | None]] = {}
        for _ in range(random.randint(1, 3)):
            begin = 5 * random.randint(0, MINUTES // 5 - 1)
            at = random.choice([None, None, *STUDIOS]) if kind == "photographer" else None
            for minute in range(begin, min(begin + 5 * random.randint(6, 90), MINUTES)):
                opened[minute] = opened.get(minute, frozenset()) | {at}
        used: Counter[int] = Counter()
        for _ in range(random.randint(0, 4)):
            begin = cell * random.randint(0, MINUTES // cell - 1)
            seats = random.randint(1, who.capacity)
            for minute in range(begin, begin + cell):
                used[minute] = min(used[minute] + seats, who.capacity)
        people.append(Person(who, opened, used))
    beyond = frozenset(
        (one.bookable.id, place)
        for one in people
        for place in STUDIOS
        if one.bookable.kind == "photographer" and random.random() < 0.3
    )
    return World(MINUTES, people, 5 * random.choice((0, 0, 24)), beyond)


def a_pool(world: World, grid: Grid) -> Pool:
    by_id = {one.bookable.id: one for one in world.people}

    def bits(minutes: set[int]) -> int:
        return sum(1 << (slot + FIRST - WINDOW.first) for slot in {one // 5 for one in minutes})

    def times(one: Bookable, seats: int) -> Times:
        person = by_id[one.id]
        opened = {
            at: bits({minute for minute, some in person.open.items() if at in some})
            for at in {at for some in person.open.values() for at in some}
        }
        return Times(
            open=opened,
            taken=bits({m for m, used in person.used.items() if used + seats > one.capacity}),
        )

    earliest = FIRST + world.earliest // 5, WINDOW.end
    step = bits({minute for minute in range(0, MINUTES, 5) if minute % grid.step == 0})
    return Pool(
        window=WINDOW,
        resources=[one.bookable for one in world.people],
        times=times,
        grid=lambda _: step,
        offered=lambda _: earliest,
        load=lambda one, _: len(by_id[one.id].used),
        beyond=lambda one, place: (one.id, place) in world.beyond,
    )


def an_ask(random: Random, people: int = 1) -> Asked:
    needs = [
        Need(
            role=f"role-{number}",
            kind=random.choice(KINDS),
            tags=tuple(random.sample(["portrait", "light"], random.choice((0, 0, 1)))),
            seats=random.choice(("one", "people")),
            choice=random.choice(("fair", "least-loaded", "rating")),
        )
        for number in range(random.randint(1, 3))
    ]
    grid = Grid(step=random.choice((5, 15, 30, 45)), gap=random.choice((0, 0, 0, 15, 30)))
    return Asked(
        needs=tuple(needs),
        grid=grid,
        minutes=5 * random.randint(1, 30),
        people=people,
        most=random.randint(1, 4),
    )


@settings(max_examples=2_000 if LONG else 150, deadline=None)
@given(st.integers(0, 2**32))
def test_the_bits_find_what_is_found_minute_by_minute(seed: int) -> None:
    random = Random(seed)
    people = random.randint(1, 3)
    world, asked = a_world(random, capacity=4), an_ask(random, people)
    pool = a_pool(world, asked.grid)
    expected = world.starts(asked)
    found: dict[int, set[tuple[UUID, ...]]] = {}
    for one in search(asked, pool, WANTED):
        for at, some in combinations(asked, pool, one).items():
            minute = 5 * (at + WINDOW.first - FIRST)
            found.setdefault(minute, set()).update(
                tuple(who.id for who in together) for together in some
            )
            assert len(some) <= asked.most
    assert found.keys() == expected.keys()
    for minute, those in found.items():
        assert those <= expected[minute]
        assert len(those) >= min(asked.most, len(expected[minute]), 1)


@settings(max_examples=1_000 if LONG else 100, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_the_first_times_are_those_that_all_times_begin_with(seed: int, limit: int) -> None:
    random = Random(seed)
    world, asked = a_world(random, capacity=4), an_ask(random, random.randint(1, 3))
    pool = a_pool(world, asked.grid)
    found = search(asked, pool, WANTED)
    every = together(asked, pool, found)
    expected = [(at, name, every[at, name]) for at, name in sorted(every)][:limit]
    assert first_together(asked, pool, found, limit) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_day_without_times_has_its_reasons_and_one_with_times_has_none(seed: int) -> None:
    random = Random(seed)
    world, asked = a_world(random), an_ask(random)
    pool = a_pool(world, asked.grid)
    there = search(asked, pool, WANTED)
    offered = {at for one in there for at in combinations(asked, pool, one)}
    why = why_none(asked, pool, WANTED)
    assert bool(why) != bool(offered)
    if why:
        assert {one.role for one in why} >= {need.role for need in asked.needs}
    (warmth,) = heat(asked, pool, [WANTED])
    assert warmth.free <= warmth.possible
    assert warmth.free == len(offered)


def test_a_day_on_which_one_would_have_to_be_two_is_not_warm() -> None:
    """Two roles of the same kind, and one who could fill either; with a second one each start at
    which both have time counts, and no other."""

    def people(*begins: int) -> Pool:
        made = [
            Person(
                Bookable(id=UUID(int=number + 1), kind="photographer"),
                {minute: frozenset({None}) for minute in range(begin, MINUTES)},
                Counter(),
            )
            for number, begin in enumerate(begins)
        ]
        return a_pool(World(MINUTES, made, 0), grid)

    grid = Grid(step=60)
    needs = tuple(Need(role=role, kind="photographer") for role in ("first", "second"))
    asked = Asked(needs=needs, grid=grid, minutes=60)
    assert heat(asked, people(0), [WANTED]) == [Warmth(0, 0)]
    assert heat(asked, people(0, 480), [WANTED]) == [Warmth(4, 4)]
    (found,) = search(asked, people(0, 480), WANTED)
    assert enough_for_all(found).bit_count() == 4 < found.bits.bit_count() == 12


def test_fair_counts_all_that_is_searched_and_least_loaded_the_day() -> None:
    """Anna has two hours on the first day, Boris three on the second."""
    anna, boris = (Bookable(id=UUID(int=number), kind="photographer") for number in (2, 1))
    first, second = (Window(FIRST + day * 288, 288) for day in range(2))
    window = Window(FIRST, 2 * 288)
    taken = {
        anna.id: window.between(first.first, first.first + 24),
        boris.id: window.between(second.first, second.first + 36),
    }

    def who_first(choice: Choice) -> list[list[UUID]]:
        """At noon of each day, in order."""
        need = Need(role="photographer", kind="photographer", choice=choice)
        pool = Pool(
            window=window,
            resources=[boris, anna],
            times=lambda one, _: Times(open={None: window.all}, taken=taken[one.id]),
            grid=lambda _: window.all,
            offered=lambda _: (window.first, window.end),
            load=lambda one, part: (
                taken[one.id] & window.between(part.first, part.end)
            ).bit_count(),
        )
        asked = Asked(needs=(need,), grid=Grid(step=5), minutes=60)
        noons = 1 << 144 | 1 << 288 + 144
        found = together(asked, pool, search(asked, pool, noons))
        return [[who.id for (who,) in found[at, "UTC"]] for at in (144, 288 + 144)]

    assert who_first("fair") == [[anna.id, boris.id], [anna.id, boris.id]]
    assert who_first("least-loaded") == [[boris.id, anna.id], [anna.id, boris.id]]


def test_who_has_as_little_to_do_comes_first_by_id_and_rating_goes_by_the_best() -> None:
    some = [
        Bookable(id=UUID(int=number), kind="photographer", rating=rating)
        for number, rating in ((3, 4.5), (1, 4.0), (2, 5.0))
    ]

    def order(choice: Choice, load: dict[int, int]) -> list[int]:
        need = Need(role="photographer", kind="photographer", choice=choice)
        loads = {UUID(int=number): much for number, much in load.items()}
        return [one.id.int for one in ordered(need, some, None, loads)]

    for choice in CHOICES:
        assert order(choice, {}) == [1, 2, 3]
        assert order(choice, {1: 3, 2: 2, 3: 1}) == [3, 2, 1]
    assert order("rating", {1: 0, 2: 9, 3: 9}) == [2, 3, 1]


def test_a_step_is_of_the_local_clock_on_the_nights_it_changes() -> None:
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"):
        clock = zone(name)
        for start in range(20_454 * 288, 20_454 * 288 + 366 * 288, 17 * 288):  # all over 2026
            window = Window(start, 3 * 288)
            bits = grid_bits(Grid(step=60), clock, window)
            fixed = grid_bits(Grid(fixed=(90, 150)), clock, window)
            for number in range(window.count):
                local = moment_of(window.first + number).astimezone(clock)
                minute = 60 * local.hour + local.minute
                assert bool(bits >> number & 1) == (minute % 60 == 0)
                assert bool(fixed >> number & 1) == (minute in (90, 150) and not local.fold)


def test_a_span_counts_the_five_minutes_that_lie_whole_in_it() -> None:
    window = Window(1000, 100)
    start = moment_of(1010) + timedelta(seconds=1)
    assert bits_of(window, [(start, moment_of(1013))]) == 0b11 << 11
    assert slot_at(start) == 1010
    assert bits_of(window, [(moment_of(0), moment_of(1001)), (moment_of(1099), moment_of(2000))]) \
        == 1 | 1 << 99  # fmt: skip
