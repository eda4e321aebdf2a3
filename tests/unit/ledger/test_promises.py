"""The rules check their own sums: what PostgreSQL would refuse is never decided."""

from datetime import UTC, datetime

import pytest

from holdfast.kit import new_id
from holdfast.ledger.rules import decide
from holdfast.ledger.state import Account, Broken, HoldRecord, State
from holdfast.ledger.trial import Trial
from holdfast.ledger.types import MAX_BALANCE, Capture, Command, Line

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "held_change"), [(-4, 0), (0, -3), (-1, -3), (MAX_BALANCE, 0), (0, MAX_BALANCE)]
)
def test_no_number_leaves_its_bounds(change: int, held_change: int) -> None:
    trial = Trial(State(), Command(), NOW)
    with pytest.raises(Broken, match=r"hold leaves .* of tea"):
        trial.move("tea", Account("store", "piece", 3, 2, 5), "hold", change, held_change)
    assert trial.entries == []


def test_a_number_may_reach_its_bounds() -> None:
    trial = Trial(State(), Command(), NOW)
    account = Account("store", "piece", 3, 2, 5)
    trial.move("tea", account, "withdraw", -3, -2)
    trial.move("tea", account, "deposit", MAX_BALANCE, MAX_BALANCE)
    assert (account.balance, account.held, account.version) == (MAX_BALANCE, MAX_BALANCE, 7)


def test_a_hold_of_more_than_is_held_ends_no_command() -> None:
    hold_id = new_id()
    record = HoldRecord((Line("tea", 2),), "held", NOW.replace(hour=1))
    state = State({"tea": Account("store", "piece", 9, 1, 5)}, {hold_id: record})
    with pytest.raises(Broken, match="capture leaves 9, -1 held, of tea"):
        decide(state, [Command((Capture(hold_id),))], NOW)
