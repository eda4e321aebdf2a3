"""With which order the pieces of a change are counted: all that are sold, each once."""

import json

from hypothesis import given
from hypothesis import strategies as st

from holdfast.edits import pieces_moved


def change(first: bool, off: list[tuple[int, int, int, int]], added: int) -> dict[str, object]:
    """``off``: line, units, what was kept and what of that went back."""
    lines = [
        {"line": line, "units": units, "paid": kept, "kept": kept, "back": back}
        for line, units, kept, back in off
    ]
    return {"first": first, "off": lines, "added": added}


def moved(quantities: list[int], *changes: dict[str, object]) -> list[int]:
    return pieces_moved(json.dumps(changes) if changes else None, quantities)


def test_an_order_that_was_not_changed_has_what_it_has() -> None:
    assert moved([2, 1]) == [0, 0]


def test_as_many_as_were_taken_off_are_counted_with_these_and_the_rest_with_what_was_added() -> (
    None
):
    off = [(1, 2, 900, 0)]
    assert moved([1, 3], change(True, off, 5)) == [0, 2]
    assert moved([1, 4], change(False, off, 5)) == [-1, -1]


def test_with_their_money_they_go() -> None:
    assert moved([2], change(True, [(0, 2, 900, 450)], 2)) == [1]
    assert moved([2], change(True, [(0, 2, 900, 451)], 2)) == [1]
    assert moved([2], change(True, [(0, 2, 900, 900)], 2)) == [0]
    assert moved([2], change(True, [(0, 2, 0, 0)], 2)) == [0]


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
)
def test_of_all_that_was_added_each_is_counted_once(off: list[int], added: list[int]) -> None:
    lines = [(line, units, 100, 0) for line, units in enumerate(off)]
    first = moved(off, change(True, lines, sum(added)))
    other = moved(added, change(False, lines, sum(added)))
    assert sum(first) + sum(added) + sum(other) == sum(added)
    assert all(0 <= one <= units for one, units in zip(first, off, strict=True))
    assert all(one + units >= 0 for one, units in zip(other, added, strict=True))
