"""What an order comes to of which some lines are codes: they are given, and never packed."""

import pytest

from holdfast.fulfilment import LineStanding, Parcel, left_to_pack, sum_of
from tests.unit.fulfilment.test_rules import parcel


def codes(bought: int, given: int, returned: int = 0) -> LineStanding:
    return LineStanding(bought, returned, packed=False, given=given)


@pytest.mark.parametrize(
    ("given", "parcels", "come_to"),
    [
        (0, [], "unfulfilled"),
        (1, [], "partly-shipped"),
        (2, [], "partly-shipped"),
        (0, [parcel("delivered", a=3)], "partly-shipped"),
        (2, [parcel("shipped", a=2)], "partly-shipped"),
        (2, [parcel("shipped", a=3)], "shipped"),
        (1, [parcel("delivered", a=3)], "partly-shipped"),
        (2, [parcel("delivered", a=3)], "delivered"),
    ],
)
def test_goods_and_codes_come_to_the_sum_of_both(
    given: int, parcels: list[Parcel], come_to: str
) -> None:
    assert sum_of((LineStanding(3), codes(2, given)), parcels) == come_to


def test_codes_alone_are_delivered_once_all_are_given() -> None:
    assert sum_of((codes(2, 1),), []) == "partly-shipped"
    assert sum_of((codes(2, 2),), []) == "delivered"
    assert sum_of((codes(2, 1, returned=1),), []) == "delivered"


def test_codes_are_given_and_never_packed() -> None:
    lines = (LineStanding(3), codes(5, 2, returned=1))
    assert left_to_pack(lines, []) == {0: 3}
    assert [one.to_give for one in lines] == [0, 2]
