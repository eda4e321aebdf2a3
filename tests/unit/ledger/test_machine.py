"""The rules against a naive model, on whatever Hypothesis thinks of."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec import structs

from holdfast.ledger.rules import decide
from holdfast.ledger.state import Entry, RowState, State
from holdfast.ledger.types import (
    MAX_BALANCE,
    Accepted,
    Capture,
    Command,
    Deposit,
    Expect,
    ExpectHeld,
    Expire,
    Extend,
    Hold,
    Line,
    Operation,
    Release,
    RequestKey,
    SetOnHand,
    StateTable,
    Transition,
    Withdraw,
)
from tests.unit.ledger.naive import Naive

STORES, SEATS = ("apples", "pears"), ("seat", "limit")
KEYS = (*STORES, *SEATS)
HOLDS = tuple(UUID(int=number) for number in range(1, 7))
ROWS = tuple(UUID(int=number) for number in range(101, 104))  # the last one does not exist
PHASES = ("new", "paid", "gone")
TABLE = StateTable("rows", "id", "state", {}, dict.fromkeys(PHASES, PHASES))

quantities = some.integers(1, 4) | some.sampled_from([MAX_BALANCE])
small = some.integers(1, 4)
capacities = some.integers(0, 5)
ttls = some.sampled_from([1.0, 5.0, 20.0])
hold_ids = some.sampled_from(HOLDS)
# Mostly each key as what it is meant for, now and then as the other kind.
store_keys = some.sampled_from([*STORES] * 4 + [*SEATS])
seat_keys = some.sampled_from([*SEATS] * 4 + [*STORES])
units = some.sampled_from(["piece"] * 6 + ["RUB"])
lines = some.one_of(
    some.builds(Line, store_keys, small),
    some.builds(Line, seat_keys, small, capacities, some.booleans()),
)
holds = some.builds(
    Hold, hold_ids,
    some.lists(lines, min_size=1, max_size=3, unique_by=lambda line: line.key).map(tuple), ttls,
)  # fmt: skip
operations: some.SearchStrategy[Operation] = some.one_of(
    some.builds(Deposit, store_keys, quantities, units),
    some.builds(Deposit, seat_keys, small, some.just("piece"), capacities),
    some.builds(Withdraw, store_keys, small, units),
    some.builds(Withdraw, seat_keys, small, some.just("piece"), capacities),
    some.builds(SetOnHand, store_keys, some.integers(0, 9), units),
    some.builds(Expect, some.sampled_from(KEYS), some.integers(0, 4)),
    holds,
    holds,
    some.builds(Extend, hold_ids, ttls),
    some.builds(Capture, hold_ids),
    some.builds(ExpectHeld, hold_ids),
    some.builds(Release, hold_ids),
    some.builds(Expire, hold_ids),
)
transitions = some.builds(
    Transition, some.just(TABLE), some.sampled_from(ROWS),
    some.sets(some.sampled_from(PHASES), min_size=1).map(lambda found: tuple(sorted(found))),
    some.sampled_from(PHASES),
)  # fmt: skip
commands = some.builds(
    Command,
    some.lists(operations, min_size=1, max_size=3).map(tuple),
    some.lists(transitions, max_size=1).map(tuple),
    some.sampled_from([None, None, None, "k1", "k2"]),
    some.sampled_from([b"x", b"y"]),
    some.sampled_from(['"one"', '"two"']),
    request_key=some.none()
    | some.none()
    | some.builds(
        RequestKey,
        some.sampled_from(["r1", "r2"]),
        some.sampled_from([b"x", b"y"]),
        some.sampled_from(['"three"', '"four"']),
    ),
)


class RulesAgainstNaive(RuleBasedStateMachine):
    """Batches and time; after each, every number agrees with the history added up."""

    @initialize()
    def begin(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.state = State()
        self.naive = Naive()
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        for row in ROWS[:2]:
            self.state.rows[TABLE.name, row] = RowState(TABLE, "new")
            self.naive.rows[row] = "new"

    @rule(batch=some.lists(commands, min_size=1, max_size=4))
    def commit(self, batch: list[Command]) -> None:
        expected = []
        for command in batch:
            outcome, self.naive = self.naive.do(command, self.now)
            expected.append(outcome)
        decision = decide(self.state, batch, self.now)
        found = [
            structs.replace(outcome, accounts=()) if isinstance(outcome, Accepted) else outcome
            for outcome in decision.outcomes
        ]
        assert found == expected
        for entry in decision.entries:
            self.entries[entry[0]].append(entry)

    @rule(seconds=some.sampled_from([0.000001, 1.0, 4.0, 30.0, -2.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def balances_are_the_history_added_up(self) -> None:
        for key in KEYS:
            account = self.state.accounts.get(key)
            found = (account.balance, account.held, account.version) if account else (0, 0, 0)
            expected = (self.naive.balance(key), self.naive.held(key), self.naive.version(key))
            assert found == expected, key
            assert min(found) >= 0, key

    @invariant()
    def holds_and_rows_agree(self) -> None:
        found = {
            hold_id: (list(hold.lines), hold.expires_at, hold.state, hold.extended)
            for hold_id, hold in self.state.holds.items()
        }
        assert found == {
            hold_id: (promise.lines, promise.until, promise.state, promise.extended)
            for hold_id, promise in self.naive.promises.items()
        }
        assert {at[1]: row.state for at, row in self.state.rows.items()} == self.naive.rows

    @invariant()
    def every_journal_adds_up(self) -> None:
        for key, journal in self.entries.items():
            balance = held = 0
            for version, entry in enumerate(journal, 1):
                balance, held = balance + entry[3], held + entry[4]
                assert entry[1] == version
                assert (entry[5], entry[6]) == (balance, held)
            account = self.state.accounts[key]
            assert (account.balance, account.held) == (balance, held)


TestRulesAgainstNaive = pytest.mark.timeout(600)(RulesAgainstNaive.TestCase)  # to shrink, too
TestRulesAgainstNaive.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
