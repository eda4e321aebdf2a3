"""What came goes to those who ordered it before, in the order of their payment."""

from uuid import UUID

from holdfast.preorders import Turn, WaitingLine, given_up, next_turn

FIRST, SECOND = UUID(int=1), UUID(int=2)


def test_who_paid_first_is_served_first_as_far_as_it_goes() -> None:
    lines = [
        WaitingLine(FIRST, 0, 2, 0),
        WaitingLine(FIRST, 1, 3, 1),
        WaitingLine(SECOND, 0, 1, 0),
    ]
    assert next_turn(lines, 3) == Turn(FIRST, {0: 2, 1: 1})
    assert next_turn(lines[2:], 3) == Turn(SECOND, {0: 1})
    assert next_turn(lines, 0) is None, "nothing is there"


def test_who_has_all_waits_for_nothing() -> None:
    assert next_turn([WaitingLine(FIRST, 0, 2, 2), WaitingLine(SECOND, 0, 0, 1)], 5) is None


def test_what_an_order_gave_up_is_taken_back() -> None:
    lines = [
        WaitingLine(FIRST, 0, 2, 0),
        WaitingLine(SECOND, 0, 1, 3),
        WaitingLine(SECOND, 1, 2, 1),
    ]
    assert given_up(lines) == Turn(SECOND, {0: 2})
    assert given_up(lines[:1]) is None
