"""Which parcel a carrier's number is for, where nobody says which."""

import pytest

from holdfast.fulfilment import NumberTold, Parcel, ParcelStatus, aimed
from holdfast.fulfilment.numbering import NumberStep
from holdfast.kit import Problem, new_id

TOLD = NumberTold("N1", "Post")


def parcel(number: int, status: ParcelStatus, tracking: str | None = None) -> Parcel:
    carrier = "Post" if status in ("shipped", "delivered") else None
    ids = (new_id(), new_id())
    return Parcel(*ids, number, status, "link", carrier=carrier, tracking=tracking)


@pytest.mark.parametrize(
    ("parcels", "left", "step", "which"),
    [
        ([], {0: 1}, "pack", None),
        ([parcel(1, "waiting")], {}, "pick", 1),
        ([parcel(1, "picking")], {}, "ship", 1),
        ([parcel(1, "cancelled"), parcel(2, "picking")], {}, "ship", 2),
        ([parcel(1, "shipped", "N0"), parcel(2, "picking")], {}, "ship", 2),
        ([parcel(1, "shipped", "N0")], {0: 1}, "pack", None),
        ([parcel(1, "shipped")], {}, "number", 1),
        ([parcel(1, "shipped", "N0")], {}, "number", 1),
        ([parcel(1, "shipped", "N0"), parcel(2, "shipped")], {}, "number", 2),
        ([parcel(1, "shipped", "N1"), parcel(2, "picking")], {0: 1}, "same", 1),
        ([parcel(1, "delivered", "N1")], {}, "same", 1),
    ],
)
def test_a_number_is_for_the_one_parcel_that_can_be_meant(
    parcels: list[Parcel], left: dict[int, int], step: NumberStep, which: int | None
) -> None:
    aim = aimed(parcels, left, TOLD)
    assert (aim.step, aim.parcel and aim.parcel.number) == (step, which)


@pytest.mark.parametrize(
    ("parcels", "left", "code"),
    [
        ([parcel(1, "picking"), parcel(2, "waiting")], {}, "parcel-unnamed"),
        ([parcel(1, "picking")], {0: 1}, "parcel-unnamed"),
        ([parcel(1, "shipped")], {0: 1}, "parcel-unnamed"),
        ([parcel(1, "shipped"), parcel(2, "picking")], {}, "parcel-unnamed"),
        ([parcel(1, "shipped"), parcel(2, "shipped")], {}, "parcel-unnamed"),
        ([parcel(1, "shipped", "A"), parcel(2, "shipped", "B")], {}, "parcel-unnamed"),
        ([parcel(1, "delivered", "N0"), parcel(2, "failed")], {}, "parcel-ended"),
    ],
)
def test_where_several_can_be_meant_or_none_it_is_refused(
    parcels: list[Parcel], left: dict[int, int], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        aimed(parcels, left, TOLD)
    assert refused.value.code == code


def test_a_parcel_that_is_named_is_the_one() -> None:
    parcels = [parcel(1, "shipped"), parcel(2, "picking"), parcel(3, "delivered", "N0")]
    steps = {1: "number", 2: "ship", 3: "number"}
    for number, step in steps.items():
        aim = aimed(parcels, {0: 1}, NumberTold("N1", "Post", number))
        assert (aim.step, aim.parcel and aim.parcel.number) == (step, number)
    with pytest.raises(Problem, match="no such parcel"):
        aimed(parcels, {}, NumberTold("N1", "Post", 4))


def test_another_carrier_is_another_number() -> None:
    gone = [parcel(1, "shipped", "N1")]
    assert aimed(gone, {}, NumberTold("N1")).step == "same"
    assert aimed(gone, {}, NumberTold("N1", "Post")).step == "same"
    assert aimed(gone, {}, NumberTold("N1", "Courier")).step == "number"
