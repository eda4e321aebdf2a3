"""Who waits for goods, for what is made of them, or for both, has them in one order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from holdfast.flows.waiting.turns import Moved, Served, Standing, short_of, turns
from holdfast.kit import new_id

LAMP, BULB, CORD = (UUID(int=number) for number in (1, 2, 3))
GOODS = (LAMP, BULB, CORD)
MOST = 10_000


def at(number: int, line: UUID, quantity: int = 1, **units: int) -> Standing:
    named = {"lamp": LAMP, "bulb": BULB, "cord": CORD}
    return Standing(
        UUID(int=100 + number), line, {named[name]: n for name, n in units.items()}, quantity
    )


def there(**units: int) -> dict[UUID, dict[str, int]]:
    named = {"lamp": LAMP, "bulb": BULB, "cord": CORD}
    return {named[name]: {f"stock/{name}": n} for name, n in units.items()}


def said(
    places: list[Standing],
    room: Mapping[UUID, Mapping[str, int]],
    read_until: Mapping[UUID, UUID] | None = None,
) -> list[tuple[int, object]]:
    """By place, how many it has or where it goes."""
    return [
        (one.place.id.int - 100, one.quantity if isinstance(one, Served) else one.to)
        for one in turns(places, room, MOST, read_until or {})
    ]


def test_who_waits_for_a_set_stands_among_those_who_wait_for_its_part() -> None:
    line = [at(1, LAMP, lamp=1), at(2, LAMP, lamp=1, bulb=2), at(3, LAMP, lamp=1)]
    assert said(line, there(lamp=2, bulb=9)) == [(1, 1), (2, 1)]
    assert said(line[1:], there(lamp=3, bulb=9)) == [(2, 1), (3, 1)]


def test_a_set_that_lacks_another_part_too_waits_for_that_and_lets_others_have_this() -> None:
    line = [at(1, LAMP, lamp=1, bulb=2), at(2, LAMP, lamp=1)]
    assert said(line, there(lamp=1, bulb=0)) == [(1, BULB), (2, 1)]
    assert said(line, there(lamp=1, bulb=1)) == [(1, BULB), (2, 1)]


def test_what_is_too_little_is_set_aside_for_the_first_if_it_alone_is_missing() -> None:
    first, second = at(1, BULB, lamp=1, bulb=2), at(2, BULB, bulb=1)
    assert said([first, second], there(lamp=4, bulb=1)) == []
    assert said([first, second], there(lamp=0, bulb=1)) == [(1, LAMP), (2, 1)]
    assert said([first, second], there(lamp=4, bulb=3)) == [(1, 1), (2, 1)]


def test_the_one_order_holds_over_all_lines() -> None:
    early, late = at(1, LAMP, lamp=1, bulb=1), at(2, BULB, bulb=3)
    assert said([late, early], there(lamp=1, bulb=2)) == [(1, 1)], "past the line for bulbs"
    early, late = at(1, BULB, bulb=3), at(2, LAMP, lamp=1, bulb=1)
    assert said([late, early], there(lamp=1, bulb=2)) == [(2, BULB)], "behind who came before"
    early, late = at(1, BULB, bulb=1, cord=1), at(2, LAMP, lamp=1, bulb=1)
    assert said([late, early], there(lamp=1, bulb=1, cord=0)) == [(1, CORD), (2, 1)]


def test_as_many_sets_as_there_are_of_those_that_are_wanted() -> None:
    assert said([at(1, LAMP, 5, lamp=1, bulb=2)], there(lamp=9, bulb=7)) == [(1, 3)]
    (turn,) = turns(
        [at(1, LAMP, 2, lamp=1, bulb=2)],
        {LAMP: {"a": 1, "b": 1}, BULB: {"c": 0, "d": 3, "e": 9}},
        MOST,
        {},
    )
    assert isinstance(turn, Served)
    assert turn.taken == {"a": 1, "b": 1, "d": 3, "e": 1}


def test_whose_line_was_read_in_part_is_not_overtaken() -> None:
    late = at(9, LAMP, lamp=1, bulb=1)
    room = there(lamp=1, bulb=5)
    assert said([late], room, {BULB: UUID(int=105)}) == [(9, BULB)]
    assert said([late], room, {BULB: UUID(int=110)}) == [(9, 1)]


def test_no_more_than_a_command_takes() -> None:
    line = [at(number, LAMP, lamp=1) for number in range(50)]
    made = turns(line, there(lamp=50), 24, {})
    assert len(made) == 20, "four operations say that the line is as it was, and is shorter"


def test_one_stays_in_line_where_it_is_as_good_as_elsewhere() -> None:
    units = {LAMP: 1, BULB: 2}
    assert short_of(units, {LAMP: 0, BULB: 0}, BULB) == BULB
    assert short_of(units, {LAMP: 0, BULB: 1}, BULB) == LAMP, "nothing is set aside there"
    assert short_of(units, {LAMP: 1, BULB: 1}, LAMP) == BULB
    assert short_of(units, {LAMP: 1, BULB: 2}) is None


# --- any lines, anything that comes -------------------------------------------------------------


@dataclass
class Shop:
    """What is free or kept, and who waits where: as the flow does it, a command at a time."""

    room: dict[UUID, int] = field(default_factory=lambda: dict.fromkeys(GOODS, 0))
    standing: list[Standing] = field(default_factory=list)
    served: int = 0

    def line(self, goods: UUID) -> list[Standing]:
        return [one for one in self.standing if one.line == goods]

    def join(self, units: Mapping[UUID, int], quantity: int) -> None:
        free = {one: 0 if self.line(one) else self.room[one] for one in units}
        line = short_of(units, free)
        if line is not None:
            self.standing.append(Standing(new_id(), line, units, quantity))

    def buy(self, units: Mapping[UUID, int]) -> bool:
        """By somebody who does not wait."""
        if any(self.line(one) or self.room[one] < n for one, n in units.items()):
            return False
        for one, n in units.items():
            self.room[one] -= n
        return True

    def come(self, goods: UUID, quantity: int) -> None:
        self.room[goods] += quantity
        self.serve()

    def serve(self) -> None:
        """One line after the other where something is kept, until nothing moves."""
        moved = 0
        goods = iter(GOODS)
        while (one := next(goods, None)) is not None:
            looked = self._look(one)
            made = turns(looked, {k: {str(k): n} for k, n in self.room.items()}, MOST, {})
            if not made:
                continue
            moved, goods = moved + 1, iter(GOODS)
            assert moved < 200, "it comes to an end"
            self._check(looked, made)
            for turn in made:
                self.standing.remove(turn.place)
                if isinstance(turn, Moved):
                    self.standing.append(
                        Standing(turn.place.id, turn.to, turn.place.units, turn.place.quantity)
                    )
                    continue
                self.served += 1
                for one, n in turn.place.units.items():
                    assert turn.taken[str(one)] == n * turn.quantity
                    self.room[one] -= n * turn.quantity
                    assert self.room[one] >= 0, "none is given twice"

    def _look(self, goods: UUID) -> list[Standing]:
        """Those who stand there, and in lines for what those take besides, where that is kept."""
        found, lines = list[Standing](), {goods}
        todo = [goods] if self.room[goods] else []
        while todo:
            found += [one for one in self.standing if one.line in todo]
            needed = {part for one in found for part in one.units} - lines
            todo = [part for part in needed if self.room[part] and self.line(part)]
            lines |= set(todo)
        return found

    def _check(self, looked: list[Standing], made: list[Served | Moved]) -> None:
        """In the order they came nobody is passed over who could have been served then."""
        left, waits_first = dict(self.room), set[UUID]()
        by_id = {turn.place.id: turn for turn in made}
        for place in sorted(looked, key=lambda one: one.id):
            turn = by_id.get(place.id)
            can = all(one not in waits_first and left[one] >= n for one, n in place.units.items())
            assert isinstance(turn, Served) == can
            if isinstance(turn, Served):
                for one, n in place.units.items():
                    left[one] -= n * turn.quantity
            else:
                waits_first.add(turn.to if isinstance(turn, Moved) else place.line)

    def nobody_could_be_served(self) -> None:
        """Nor does anybody keep off sale as much as one takes, or what others wait for less."""
        for place in self.standing:
            before = [one for one in self.standing if one.id < place.id]
            there = {
                one: 0 if any(other.line == one for other in before) else self.room[one]
                for one in place.units
            }
            assert place.line in place.units
            assert any(there[one] < n for one, n in place.units.items())
            assert there[place.line] < place.units[place.line]
        for goods in GOODS:
            if line := self.line(goods):
                first = min(line, key=lambda one: one.id)
                assert self.room[goods] < first.units[goods]


_UNITS = st.dictionaries(st.sampled_from(GOODS), st.integers(1, 3), min_size=1)
_MOVES = st.one_of(
    st.tuples(st.just("join"), _UNITS, st.integers(1, 3)),
    st.tuples(st.just("buy"), _UNITS, st.just(1)),
    st.tuples(st.just("come"), st.sampled_from(GOODS), st.integers(1, 4)),
    st.tuples(st.just("leave"), st.integers(0, 5), st.just(1)),
)


@given(st.lists(_MOVES, max_size=40))
def test_whatever_comes_all_who_can_are_served_in_order_and_nothing_is_kept_in_vain(
    moves: list[tuple[str, object, int]],
) -> None:
    shop = Shop()
    for move, what, quantity in moves:
        if move == "join" and isinstance(what, dict):
            shop.join(what, quantity)
        elif move == "buy" and isinstance(what, dict):
            shop.buy(what)
        elif move == "come" and isinstance(what, UUID):
            shop.come(what, quantity)
        elif move == "leave" and isinstance(what, int) and what < len(shop.standing):
            del shop.standing[what]
        shop.serve()
        shop.nobody_could_be_served()


@given(st.lists(_UNITS, min_size=1, max_size=8))
def test_once_there_is_enough_of_everything_nobody_waits(wanted: list[dict[UUID, int]]) -> None:
    shop = Shop()
    for units in wanted:
        shop.join(units, 1)
    joined = len(shop.standing)
    for goods in GOODS:
        shop.come(goods, 100)
    assert not shop.standing
    assert shop.served == joined == len(wanted)
