"""What each operation leaves in the journal and in its hold, to the last field; and the bounds at
which it is still accepted. (Written for mutants that lived: `make mutants`.)"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from holdfast.ledger.rules import decide
from holdfast.ledger.state import Account, Decision, HoldRecord, RowState, State
from holdfast.ledger.types import (
    NOW,
    Accepted,
    AccountState,
    Capture,
    Command,
    Conflict,
    Deposit,
    Expire,
    Expired,
    Hold,
    Line,
    Operation,
    Release,
    SetOnHand,
    StateTable,
    Transition,
    Unknown,
    Withdraw,
)

MOMENT = datetime(2031, 3, 30, 12, tzinfo=UTC)
OLD, NEW = UUID(int=1), UUID(int=2)
ORDERS = StateTable("orders", "id", "status", {"reason": "text", "at": "timestamptz"}, {})


def shop(ends_in: float = 60.0) -> State:
    """Three free and two held, by ``OLD``; of five seats two are taken and two held by it."""
    state = State()
    state.accounts["stock"] = Account("store", "piece", 3, 2, 4)
    state.accounts["seats"] = Account("capacity", "piece", 2, 2, 4)
    lines = (Line("stock", 2), Line("seats", 2, 5))
    end = MOMENT + timedelta(seconds=ends_in)
    state.holds[OLD] = HoldRecord(lines, "held", end, True, "order/1")
    return state


def done(*operations: Operation, state: State | None = None) -> Decision:
    command = Command(operations, actor="me", request="r1")
    return decide(state or shop(), [command], MOMENT)


def test_money_and_stock_that_move_say_whence_and_why() -> None:
    found = done(
        Deposit("stock", 1, counterparty="world/in", note="delivered"),
        Withdraw("stock", 2, counterparty="world/out", note="broken"),
        SetOnHand("stock", 9, note="counted"),
        Withdraw("seats", 1, capacity=5, counterparty="world/a", note="taken"),
        Deposit("seats", 3, capacity=5, counterparty="world/b", note="given back"),
    )
    assert found.entries == [
        ("stock", 5, "deposit", 1, 0, 4, 2, None, "world/in", "delivered", "me", "r1"),
        ("stock", 6, "withdraw", -2, 0, 2, 2, None, "world/out", "broken", "me", "r1"),
        ("stock", 7, "set", 5, 0, 7, 2, None, None, "counted", "me", "r1"),
        ("seats", 5, "withdraw", 1, 0, 3, 2, None, "world/a", "taken", "me", "r1"),
        ("seats", 6, "deposit", -3, 0, 0, 2, None, "world/b", "given back", "me", "r1"),
    ]


def test_who_sets_a_count_is_shown_how_it_stands_then() -> None:
    (counted,) = done(SetOnHand("stock", 9), Withdraw("seats", 1, capacity=5)).outcomes
    assert isinstance(counted, Accepted)
    assert counted.accounts == (AccountState("stock", 7, 2, 5), AccountState("seats", 3, 2, 5))
    (held,) = done(Hold(NEW, (Line("stock", 1),), 30.0)).outcomes
    assert isinstance(held, Accepted)
    assert held.accounts == ()


def test_what_ends_a_hold_says_which_and_how() -> None:
    for ended, name, stock, seats in (
        (done(Release(OLD)), "release", (2, 5), (0, 2)),
        (done(Expire(OLD), state=shop(0)), "expire", (2, 5), (0, 2)),
        (done(Capture(OLD)), "capture", (0, 3), (2, 4)),
    ):
        assert [(e[0], *e[2:8]) for e in ended.entries] == [
            ("stock", name, stock[0], -2, stock[1], 0, OLD),
            ("seats", name, seats[0], -2, seats[1], 0, OLD),
        ]
        assert ended.changed_holds == {OLD}


def test_a_hold_says_what_for() -> None:
    found = done(Hold(NEW, (Line("stock", 1),), 30.0, "order/2"))
    end = MOMENT + timedelta(seconds=30)
    assert found.new_holds[NEW] == HoldRecord((Line("stock", 1),), "held", end, False, "order/2")


def test_a_hold_that_ends_with_another_has_its_end_whatever_its_own_time() -> None:
    anew = Hold(NEW, (Line("stock", 5),), 9999.0, "order/2", OLD)
    found = done(Release(OLD), anew)
    (outcome,) = found.outcomes
    assert isinstance(outcome, Accepted)
    assert outcome.expires_at == MOMENT + timedelta(seconds=60)
    made = found.new_holds[NEW]
    assert (made.expires_at, made.extended) == (MOMENT + timedelta(seconds=60), True)
    over = decide(shop(0.0), [Command((anew,))], MOMENT)
    assert over.outcomes == [Expired(OLD)]
    unknown = decide(State(), [Command((anew,))], MOMENT)
    assert unknown.outcomes == [Unknown(f"hold/{OLD}")]


def test_all_that_was_taken_can_be_given_back_and_no_more() -> None:
    assert isinstance(done(Deposit("seats", 2, capacity=5)).outcomes[0], Accepted)
    assert not isinstance(done(Deposit("seats", 3, capacity=5)).outcomes[0], Accepted)


def test_two_steps_of_one_row_are_steps_of_one_life() -> None:
    state = State()
    state.rows["orders", OLD] = RowState(ORDERS, "new")
    paid = Transition(ORDERS, OLD, ("new",), "paid", (("reason", "card"),))
    sent = Transition(ORDERS, OLD, ("paid",), "sent", (("at", NOW),))
    found = decide(state, [Command((), (paid, sent))], MOMENT)
    assert isinstance(found.outcomes[0], Accepted)
    assert found.changed_rows == {("orders", OLD)}
    row = state.rows["orders", OLD]
    assert row == RowState(ORDERS, "sent", {"reason": "card", "at": MOMENT})
    again = decide(state, [Command((), (sent,)), Command((), (paid,))], MOMENT)
    assert again.outcomes == [Conflict(f"orders/{OLD}", "sent")] * 2


def test_what_two_commands_of_a_batch_set_stands_together() -> None:
    state = State()
    state.rows["orders", OLD] = RowState(ORDERS, "new")
    paid = Transition(ORDERS, OLD, ("new",), "paid", (("reason", "card"),))
    sent = Transition(ORDERS, OLD, ("paid",), "sent", (("at", NOW),))
    decide(state, [Command((), (paid,)), Command((), (sent,))], MOMENT)
    row = state.rows["orders", OLD]
    assert row == RowState(ORDERS, "sent", {"reason": "card", "at": MOMENT})
