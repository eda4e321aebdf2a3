"""A capacity that follows what is free of a store."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from holdfast.kit import new_id
from holdfast.ledger.limits import validate
from holdfast.ledger.rules import decide
from holdfast.ledger.state import Account, State
from holdfast.ledger.types import Accepted, Command, Hold, Line, Release, Share, Short, Shortage

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def asked(quantity: int, *, percent: int = 50, least: int = 2, most: int = 100) -> Command:
    line = Line("limit/units", quantity, most, False, Share("stock", percent, least))
    return Command((Hold(new_id(), (line, Line("stock", quantity)), 60),))


def shop(free: int) -> State:
    capacity = Account("capacity", "piece")
    return State({"stock": Account("store", "piece", free), "limit/units": capacity})


def outcome(state: State, command: Command) -> object:
    return decide(state, [command], NOW).outcomes[0]


@pytest.mark.parametrize(
    ("free", "percent", "least", "most", "may"),
    [(10, 50, 2, 100, 5), (11, 50, 2, 100, 5), (3, 50, 2, 100, 2), (1000, 50, 2, 100, 100),
     (10, 0, 3, 100, 3), (10, 100, 1, 100, 10), (0, 50, 2, 100, 2)],
)  # fmt: skip
def test_the_share_the_least_and_the_most(
    free: int, percent: int, least: int, most: int, may: int
) -> None:
    terms = {"percent": percent, "least": least, "most": most}
    found = outcome(shop(free), asked(may + 1, **terms))
    assert isinstance(found, Short)
    assert Shortage("limit/units", may + 1, may, 0) in found.shortages
    if may <= free:
        assert isinstance(outcome(shop(free), asked(may, **terms)), Accepted)


def test_what_the_account_holds_counts_as_free() -> None:
    state = shop(10)
    for _ in range(5):
        assert isinstance(outcome(state, asked(1)), Accepted)
    assert outcome(state, asked(1)) == Short((Shortage("limit/units", 1, 0, 5),))


def test_what_others_hold_does_not() -> None:
    state = shop(10)
    others = Command((Hold(new_id(), (Line("stock", 6),), 60),))
    assert isinstance(outcome(state, others), Accepted)
    assert outcome(state, asked(3)) == Short((Shortage("limit/units", 3, 2, 0),))


def test_commands_of_one_batch_see_one_another() -> None:
    state = shop(10)
    found = decide(state, [asked(3), asked(3), asked(2)], NOW).outcomes
    assert [type(one) for one in found] == [Accepted, Short, Accepted]


def test_it_is_given_back_whole() -> None:
    state = shop(10)
    command = asked(5)
    (hold,) = command.operations
    assert isinstance(hold, Hold)
    decide(state, [command, Command((Release(hold.hold_id),))], NOW)
    assert state.accounts["limit/units"].held == 0
    assert state.accounts["stock"].balance == 10


def test_a_share_is_of_something_the_hold_names() -> None:
    line = Line("limit/units", 1, 5, False, Share("stock", 50, 1))
    with pytest.raises(ValueError, match="does not name"):
        validate(Command((Hold(UUID(int=1), (line,), 60),)), {})
