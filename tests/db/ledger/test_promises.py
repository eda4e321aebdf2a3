"""What is written is what was decided: another batch is undone, and only its culprit fails."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Deposit, Ledger, Release, store
from holdfast.ledger.rules import decide
from holdfast.ledger.state import Account, Broken, Decision, HoldRecord, RowState, State
from tests.db.ledger.scene import THINGS, Scene, hold, move, note
from tests.db.ledger.test_riders import together_or_raised
from tests.support.postgres import execute

WRONG = Command((Deposit("wrong", 1),), (note(7),), key="wrong")


def _row_of_nobody(state: State, decision: Decision) -> None:
    at = (THINGS.name, new_id())
    state.rows[at] = RowState(THINGS, "paid")
    decision.changed_rows.add(at)


def _hold_of_nobody(state: State, decision: Decision) -> None:
    hold_id = new_id()
    state.holds[hold_id] = HoldRecord((), "captured", datetime.now().astimezone())
    decision.changed_holds.add(hold_id)


def _account_of_nobody(state: State, decision: Decision) -> None:
    state.accounts["nobody"] = Account("store", "piece", 1, 0, 1)
    decision.entries.append(("nobody", 1, *decision.entries[0][2:]))


def _more_than_its_entry(state: State, decision: Decision) -> None:
    state.accounts["wrong"].balance += 1


def _entry_left_out(state: State, decision: Decision) -> None:
    decision.entries.append(("wrong", 9, *decision.entries[0][2:]))


def _outcome_left_out(state: State, decision: Decision) -> None:
    decision.outcomes.pop()


@pytest.mark.parametrize(
    "fault",
    [
        _row_of_nobody, _hold_of_nobody, _account_of_nobody, _more_than_its_entry, _entry_left_out,
        _outcome_left_out,
    ],
)  # fmt: skip
async def test_a_wrong_decision_is_not_committed(
    scene: Scene,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[State, Decision], None],
) -> None:
    """Of nine commands one is decided wrongly, whatever batch it is in."""

    def deciding(state: State, commands: Sequence[Command], now: datetime) -> Decision:
        decision = decide(state, commands, now)
        if WRONG in commands:
            fault(state, decision)
        return decision

    monkeypatch.setattr(store, "decide", deciding)
    good = [Command((Deposit("tea", 1),), (note(n),), key=f"good {n}") for n in range(8, 16)]
    results = await together_or_raised(ledger, [*good[:4], WRONG, *good[4:]])
    assert isinstance(results.pop(4), Broken)
    assert [type(result) for result in results] == [Accepted] * 8
    assert await scene.account("tea") == (8, 0, 8)
    assert await scene.account("wrong") == (0, 0, 0)
    assert await scene.notes() == 8
    monkeypatch.undo()
    assert isinstance(await ledger.commit(WRONG), Accepted)


@pytest.mark.parametrize(
    ("table", "when"), [("things", "UPDATE"), ("notes", "INSERT"), ("ledger_accounts", "UPDATE")]
)
async def test_a_row_that_a_trigger_swallows_is_missed(
    scene: Scene, ledger: Ledger, table: str, when: str
) -> None:
    """A merchant's own trigger that drops a change says nothing: the counts do."""
    (thing,) = await scene.add_things("pending")
    await ledger.commit(Command((Deposit("wrong", 1),)))
    named = {"things": f"id = '{thing}'", "notes": "number = 7", "ledger_accounts": "key = 'wrong'"}
    await execute(
        scene.url,
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        f"CREATE TRIGGER swallow BEFORE {when} ON {table} FOR EACH ROW "
        f"WHEN (new.{named[table]}) EXECUTE FUNCTION swallow()",
    )
    wrong = Command((Deposit("wrong", 1),), (note(7), move(thing, "pending", "paid")))
    good = [Command((Deposit("tea", 1),), (note(n),)) for n in range(8, 12)]
    results = await together_or_raised(ledger, [*good[:2], wrong, *good[2:]])
    assert isinstance(results.pop(2), Broken)
    assert [type(result) for result in results] == [Accepted] * 4
    assert (await scene.thing(thing))[0] == "pending"
    assert await scene.account("wrong") == (1, 0, 1)
    assert await scene.notes() == 4


async def test_a_hold_of_more_than_is_held_hurts_only_its_own(scene: Scene, ledger: Ledger) -> None:
    """Somebody wrote into the ledger's tables."""
    await scene.stock(tea=5)
    taken = hold("tea")
    await ledger.commit(Command((taken,)))
    await execute(scene.url, "UPDATE ledger_accounts SET held = 0 WHERE key = 'tea'")
    commands = [Command((Deposit("tea", 1),)), Command((Release(taken.hold_id),))]
    results = await together_or_raised(ledger, commands)
    assert isinstance(results[0], Accepted)
    assert isinstance(results[1], Broken)
    assert await scene.hold_state(taken.hold_id) == "held"
    # The journal says what there is to be; the audit at the end finds it so again.
    await execute(
        scene.url,
        "UPDATE ledger_accounts SET held = 1 WHERE key = 'tea'",
        "UPDATE ledger_entries SET held = 1 WHERE key = 'tea' AND version = 3",
    )
    scene.tampered = True
