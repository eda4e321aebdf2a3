"""What comes free of a store while somebody waits in line for it is theirs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit import new_id
from holdfast.ledger.limits import validate
from holdfast.ledger.rules import decide
from holdfast.ledger.state import Account, State
from holdfast.ledger.types import (
    Accepted,
    AccountState,
    Capture,
    Command,
    Conflict,
    Deposit,
    Expire,
    Hold,
    Line,
    Operation,
    Outcome,
    Release,
    SetOnHand,
    Short,
    Shortage,
    Wait,
    Withdraw,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEA = "stock/tea"


def held(quantity: int = 1, *, first: bool = False, hold_id: UUID | None = None) -> Hold:
    return Hold(hold_id or new_id(), (Line(TEA, quantity),), 60, first=(TEA,) if first else ())


def shop(free: int = 0, waits: int = 0) -> State:
    return State({TEA: Account("store", "piece", free, 0, 1, waits)})


def done(state: State, *operations: Operation, at: datetime = NOW) -> Outcome:
    (outcome,) = decide(state, [Command(operations)], at).outcomes
    return outcome


def free_and_kept(state: State) -> tuple[int, int]:
    shown = state.accounts[TEA].shown(TEA)
    return shown.balance, shown.kept


def test_nobody_waits_for_what_is_free_and_nobody_leaves_who_did_not_come() -> None:
    assert done(shop(1), Wait(TEA, 1)) == Conflict(TEA, "free")
    assert done(shop(0, 1), Wait(TEA, -2)) == Conflict(TEA, "1 wait")
    state = shop()
    assert done(state, Wait(TEA, 1)) == Accepted("", NOW, None, (AccountState(TEA, 0, 0, 2),))
    assert isinstance(done(state, Deposit(TEA, 3)), Accepted)
    assert isinstance(done(state, Wait(TEA, 1)), Accepted), "it is kept, so it is not free"
    assert free_and_kept(state) == (0, 3)
    with pytest.raises(ValueError, match="bounds"):
        validate(Command((Wait(TEA, 0),)), {})


def test_what_is_free_is_kept_though_it_is_too_little_for_who_waits() -> None:
    assert done(shop(2), Wait(TEA, 1, least=2)) == Conflict(TEA, "free")
    state = shop(1)
    assert isinstance(done(state, Wait(TEA, 1, least=2)), Accepted)
    assert free_and_kept(state) == (0, 1)
    assert isinstance(done(state, held()), Short)
    assert isinstance(done(state, Wait(TEA, 1)), Accepted), "whoever comes then waits behind them"
    assert isinstance(done(state, Deposit(TEA, 1), held(2, first=True), Wait(TEA, -1)), Accepted)
    with pytest.raises(ValueError, match="bounds"):
        validate(Command((Wait(TEA, 1, least=0),)), {})


def test_a_hold_takes_what_is_kept_only_where_it_is_first() -> None:
    state = shop(1, 1)
    state.accounts["stock/pot"] = Account("store", "piece", 1, 0, 1, 1)
    both = (Line(TEA, 1), Line("stock/pot", 1))
    assert done(state, Hold(new_id(), both, 60, first=(TEA,))) == Short(
        (Shortage("stock/pot", 1, 0, 0),)
    )
    assert isinstance(done(state, Hold(new_id(), both, 60, first=(TEA, "stock/pot"))), Accepted)


@pytest.mark.parametrize("way", ["deposit", "set", "release", "expire"])
def test_whatever_way_it_comes_back_only_the_first_in_line_takes_it(way: str) -> None:
    state, hold_id = shop(1), new_id()
    assert isinstance(done(state, held(hold_id=hold_id)), Accepted)
    assert isinstance(done(state, Wait(TEA, 1)), Accepted)
    back: dict[str, Sequence[Operation]] = {
        "deposit": [Deposit(TEA, 1)],
        "set": [SetOnHand(TEA, 2)],
        "release": [Release(hold_id)],
        "expire": [Expire(hold_id)],
    }
    late = NOW + timedelta(hours=way == "expire")
    assert isinstance(done(state, *back[way], at=late), Accepted)
    assert free_and_kept(state) == (0, 1)
    for taking in (held(), Withdraw(TEA, 1)):
        assert done(state, taking) == Short((Shortage(TEA, 1, 0, state.accounts[TEA].held),))
    assert isinstance(done(state, held(first=True), Wait(TEA, -1)), Accepted)
    assert free_and_kept(state) == (0, 0)


def test_a_command_holds_again_what_it_brings_back_and_no_more_than_that() -> None:
    state, hold_id = shop(2), new_id()
    assert isinstance(done(state, held(2, hold_id=hold_id)), Accepted)
    assert isinstance(done(state, Wait(TEA, 1), Deposit(TEA, 5)), Accepted)
    assert isinstance(done(state, Release(hold_id), held(3)), Short)
    again = new_id()
    assert isinstance(done(state, Release(hold_id), held(2, hold_id=again)), Accepted)
    assert isinstance(done(state, Capture(again)), Accepted)
    assert free_and_kept(state) == (0, 5)
    assert isinstance(done(state, Wait(TEA, -1)), Accepted)
    assert free_and_kept(state) == (5, 0), "nobody waits any more"


_MOVES = st.sampled_from(["join", "leave", "serve", "restock", "buy", "buy", "release"])


@given(st.lists(_MOVES, max_size=40))
def test_nobody_buys_past_the_line(moves: list[str]) -> None:
    state, waiting, holds = shop(), 0, list[UUID]()
    for move in moves:
        account = state.accounts[TEA]
        free = account.balance
        hold_id = new_id()
        if move == "join":
            outcome = done(state, Wait(TEA, 1))
            assert isinstance(outcome, Accepted) == (waiting > 0 or free == 0)
            waiting += isinstance(outcome, Accepted)
        elif move == "leave" and waiting:
            assert isinstance(done(state, Wait(TEA, -1)), Accepted)
            waiting -= 1
        elif move == "serve" and waiting:
            outcome = done(state, held(first=True, hold_id=hold_id), Wait(TEA, -1))
            assert isinstance(outcome, Accepted) == (free > 0)
            waiting -= isinstance(outcome, Accepted)
        elif move == "restock":
            assert isinstance(done(state, Deposit(TEA, 1)), Accepted)
        elif move == "buy":
            outcome = done(state, held(hold_id=hold_id))
            assert isinstance(outcome, Accepted) == (free > 0 and not waiting)
            holds += [hold_id] if isinstance(outcome, Accepted) else []
        elif move == "release" and holds:
            assert isinstance(done(state, Release(holds.pop())), Accepted)
        assert state.accounts[TEA].waits == waiting
