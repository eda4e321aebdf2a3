"""What may be sent back of a line, and what may be done with a return: each rule."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from holdfast.kit import Problem
from holdfast.returns import (
    LineFacts,
    NotArrived,
    NotReturnable,
    Return,
    Returnable,
    ReturnAction,
    ReturnLine,
    ReturnStatus,
    ReturnWindowOver,
    UnitsNotReturnable,
    judged,
    must_be_returnable,
    units_asked,
    why_not,
)
from holdfast.shop import CategoryReturns, ReturnRules, return_faults, returns_in

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=3)


SOLD = LineFacts(quantity=3, arrived=3, arrived_at=SINCE, days=14)


def line(**other: object) -> LineFacts:
    return replace(SOLD, **other)


@pytest.mark.parametrize(
    ("facts", "units"),
    [
        (line(), 3),
        (line(refunded=1), 2),
        (line(refunded=1, asked=1), 1),
        (line(arrived=2), 2),
        (line(arrived=2, refunded=1), 2),  # what was lost was refunded
        (line(arrived_at=NOW - timedelta(days=14)), 3),  # to the second
    ],
)
def test_what_arrived_and_was_not_refunded_may_be_sent_back(facts: LineFacts, units: int) -> None:
    found = judged(facts, NOW)
    assert (found.units, found.refusal) == (units, None)
    assert facts.arrived_at is not None
    assert found.until == facts.arrived_at + timedelta(days=14)


@pytest.mark.parametrize(
    ("facts", "refusal", "staff_may"),
    [
        (line(arrived=0), NotArrived, 0),
        (line(days=0), NotReturnable, 3),
        (line(arrived_at=NOW - timedelta(days=14, seconds=1)), ReturnWindowOver, 3),
        (line(refunded=3), UnitsNotReturnable, 0),
        (line(arrived=2, came=2, refunded=2), UnitsNotReturnable, 0),  # the third is on its way
        (line(refunded=1, asked=2), UnitsNotReturnable, 0),
    ],
)
def test_what_may_not_be_sent_back_says_why_and_staff_go_by_the_units_alone(
    facts: LineFacts, refusal: type[Problem], staff_may: int
) -> None:
    found = judged(facts, NOW)
    assert (found.units, type(found.refusal)) == (0, refusal)
    assert judged(facts, NOW, by_staff=True).units == staff_may


def test_all_lines_have_to_be_there_and_the_rules_approve_all_or_nothing() -> None:
    may = [Returnable(2, by_rule=True), Returnable(1), Returnable(0, None, NotArrived("Later"))]
    assert must_be_returnable({0: 2}, may)
    assert not must_be_returnable({0: 1, 1: 1}, may)
    with pytest.raises(NotArrived):
        must_be_returnable({0: 1, 2: 1}, may)
    with pytest.raises(UnitsNotReturnable) as refused:
        must_be_returnable({0: 3, 1: 2, 9: 1}, may)
    assert [one.field for one in refused.value.errors] == [
        "lines[0].quantity",
        "lines[1].quantity",
        "lines[9].line",
    ]


def one(status: ReturnStatus) -> Return:
    lines = {0: ReturnLine(2, "other")}
    return Return(uuid4(), uuid4(), 1, status, lines=lines)


def test_units_of_a_return_count_as_long_as_it_is_open() -> None:
    every: list[ReturnStatus] = [
        "requested", "approved", "refused", "received", "inspected", "cancelled"
    ]  # fmt: skip
    assert units_asked([one(status) for status in every], 0) == 6
    assert units_asked([one("requested")], 1) == 0


MAY: dict[ReturnStatus, set[ReturnAction]] = {
    "requested": {"approve", "refuse", "cancel"},
    "approved": {"refuse", "receive", "cancel"},
    "received": {"inspect"},
    "refused": set(),
    "inspected": set(),
    "cancelled": set(),
}


@pytest.mark.parametrize("status", MAY)
def test_what_may_be_done_is_what_the_life_allows(status: ReturnStatus) -> None:
    actions: list[ReturnAction] = ["approve", "refuse", "receive", "inspect", "cancel"]
    found = {action for action in actions if why_not(action, one(status)) is None}
    assert found == MAY[status]


def test_the_rule_of_the_nearest_category_holds() -> None:
    root, below, other = (UUID(int=number) for number in (1, 2, 3))
    rules = ReturnRules(
        days=14,
        by_rule=True,
        categories=(CategoryReturns(root, 30), CategoryReturns(below, 0)),
    )
    assert returns_in(rules, []) == returns_in(rules, [other]) == (14, True)
    assert returns_in(rules, [root]) == returns_in(rules, [root, other]) == (30, False)
    assert returns_in(rules, [root, below]) == (0, False)
    twice = ReturnRules(categories=(CategoryReturns(root, 1), CategoryReturns(root, 2)))
    assert [field for field, _ in return_faults(twice)] == ["returns.categories[1].categoryId"]
    assert not list(return_faults(rules))
