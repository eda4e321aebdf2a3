"""What parcels come to, and what may be done with each."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.fulfilment import (
    PARCEL_ACTIONS,
    LineStanding,
    Parcel,
    ParcelAction,
    ParcelStatus,
    UnitsNotToPack,
    left_to_pack,
    must_be_left,
    sum_of,
    why_not,
)
from holdfast.fulfilment.tables import PARCEL_STATES
from holdfast.kit import new_id

_numbers = count(1)


def parcel(status: ParcelStatus, **units: int) -> Parcel:
    """With so many units of lines ``a``, ``b``, ..."""
    lines = {ord(line) - ord("a"): quantity for line, quantity in units.items()}
    return Parcel(new_id(), new_id(), next(_numbers), status, "link", lines=lines)


TWO = (LineStanding(3), LineStanding(1))


@pytest.mark.parametrize(
    ("parcels", "come_to"),
    [
        ([], "unfulfilled"),
        ([parcel("picking", a=3, b=1)], "unfulfilled"),
        ([parcel("cancelled", a=3, b=1), parcel("failed", a=3, b=1)], "unfulfilled"),
        ([parcel("shipped", a=2)], "partly-shipped"),
        ([parcel("delivered", a=3), parcel("waiting", b=1)], "partly-shipped"),
        ([parcel("shipped", a=2), parcel("shipped", a=1, b=1)], "shipped"),
        ([parcel("delivered", a=3), parcel("shipped", b=1)], "shipped"),
        ([parcel("delivered", a=3), parcel("delivered", b=1)], "delivered"),
        ([parcel("delivered", a=3), parcel("failed", b=1)], "partly-shipped"),
    ],
)
def test_an_order_shows_the_sum_of_its_parcels(parcels: list[Parcel], come_to: str) -> None:
    assert sum_of(TWO, parcels) == come_to


def test_what_was_refunded_is_not_waited_for() -> None:
    lines = (LineStanding(3, returned=1), LineStanding(1, returned=1))
    assert left_to_pack(lines, []) == {0: 2}
    assert sum_of(lines, [parcel("delivered", a=2)]) == "delivered"
    assert sum_of(lines, [parcel("shipped", a=2)]) == "shipped"
    # Refunded after they were sent: nothing is left, and nothing is below it.
    assert left_to_pack(lines, [parcel("shipped", a=3)]) == {}


def test_what_came_back_was_sent_and_the_rest_is_still_to_be() -> None:
    lines = (LineStanding(3, returned=1, came=1),)
    assert left_to_pack(lines, [parcel("delivered", a=2)]) == {0: 1}
    assert sum_of(lines, [parcel("delivered", a=2)]) == "partly-shipped"
    assert sum_of(lines, [parcel("delivered", a=2), parcel("shipped", a=1)]) == "shipped"
    assert sum_of(lines, [parcel("delivered", a=2), parcel("delivered", a=1)]) == "delivered"


def test_units_of_parcels_that_failed_or_were_taken_apart_are_left_again() -> None:
    parcels = [parcel("failed", a=3), parcel("cancelled", b=1), parcel("picking", a=1)]
    assert left_to_pack(TWO, parcels) == {0: 2, 1: 1}


def test_too_many_units_are_refused_line_by_line() -> None:
    with pytest.raises(UnitsNotToPack) as refused:
        must_be_left({0: 3, 1: 2, 7: 1}, {0: 3, 1: 1})
    assert [one.field for one in refused.value.errors] == ["lines[1].quantity", "lines[7].quantity"]
    with pytest.raises(UnitsNotToPack, match=r"Lamp: 1 left to pack\."):
        must_be_left({0: 2}, {0: 1}, ["Lamp"])


MAY: dict[ParcelStatus, set[ParcelAction]] = {
    "waiting": {"pick", "split", "cancel"},
    "picking": {"ship", "split", "cancel", "label"},
    "shipped": {"deliver", "fail"},
    "delivered": set(),
    "failed": set(),
    "cancelled": set(),
}


@pytest.mark.parametrize("status", MAY)
def test_what_may_be_done_with_a_parcel(status: ParcelStatus) -> None:
    one = parcel(status, a=2)
    refusals = {action: why_not(action, one) for action in PARCEL_ACTIONS}
    assert {action for action, refusal in refusals.items() if refusal is None} == MAY[status]
    if status == "waiting":
        lone = why_not("split", parcel(status, a=1))
        assert lone is not None
        assert lone.code == "nothing-to-pack"


def test_every_state_has_its_moves() -> None:
    assert set(PARCEL_STATES.moves) == set(MAY)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=4),
    st.lists(
        st.tuples(
            st.sampled_from(sorted(MAY)), st.dictionaries(st.integers(0, 3), st.integers(1, 4))
        ),
        max_size=5,
    ),
)
def test_what_is_packed_is_never_more_than_what_is_due(
    bought: list[tuple[int, int]], made: list[tuple[ParcelStatus, dict[int, int]]]
) -> None:
    """Parcels made one after the other, each of what was left then."""
    lines = tuple(LineStanding(quantity, min(back, quantity)) for quantity, back in bought)
    parcels: list[Parcel] = []
    for status, wanted in made:
        left = left_to_pack(lines, parcels)
        inside = {line: min(units, left[line]) for line, units in wanted.items() if line in left}
        if inside:
            one = Parcel(new_id(), new_id(), next(_numbers), status, "link", lines=inside)
            parcels.append(one)
    for at, line in enumerate(lines):
        packed = sum(one.lines.get(at, 0) for one in parcels if one.counts)
        assert packed + left_to_pack(lines, parcels).get(at, 0) == line.due
