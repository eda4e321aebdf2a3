"""The rules, pure: what a batch of commands comes to, given what was read under the locks.

``decide`` reads no clock and no database. Each command is tried on an overlay (so that its
operations see one another's effect in order, and a refused command leaves no trace); every
refusal is named before anything is applied; applying cannot fail.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.ledger.state import (
    Account,
    Decision,
    HoldRecord,
    IdempotencyRecord,
    RowState,
    State,
)
from holdfast.ledger.trial import Refused, Trial
from holdfast.ledger.types import (
    MAX_BALANCE,
    NOW,
    Accepted,
    AccountState,
    AlreadyDone,
    Capture,
    Command,
    Conflict,
    Deposit,
    Expect,
    ExpectHeld,
    Expire,
    Expired,
    Extend,
    Hold,
    Insert,
    KeyReused,
    Line,
    OfRequest,
    Outcome,
    Release,
    SetOnHand,
    Short,
    Shortage,
    Transition,
    Unknown,
    Wait,
    Withdraw,
)

# --- operations -----------------------------------------------------------------------------


def _deposit(trial: Trial, op: Deposit) -> None:
    if op.capacity is None:
        account = trial.account(op.key, "store", op.unit)
        if account.balance + account.held + op.quantity > MAX_BALANCE:
            raise Refused(Conflict(op.key, "full"))
        trial.move(op.key, account, "deposit", op.quantity, 0, None, op.counterparty, op.note)
        return
    account = trial.account(op.key, "capacity")
    if account.balance < op.quantity:
        trial.shortages.append(Shortage(op.key, op.quantity, account.balance, account.held))
    else:
        trial.move(op.key, account, "deposit", -op.quantity, 0, None, op.counterparty, op.note)


def _withdraw(trial: Trial, op: Withdraw) -> None:
    if op.capacity is None:
        account = trial.account(op.key, "store", op.unit)
        free, change = trial.free(op.key, account), -op.quantity
    else:
        account = trial.account(op.key, "capacity")
        free, change = op.capacity - account.balance - account.held, op.quantity
    if free < op.quantity:
        trial.shortages.append(Shortage(op.key, op.quantity, max(free, 0), account.held))
    else:
        trial.move(op.key, account, "withdraw", change, 0, None, op.counterparty, op.note)


def _set_on_hand(trial: Trial, op: SetOnHand) -> None:
    account = trial.account(op.key, "store", op.unit)
    if op.quantity < account.held:
        # What is held is promised to somebody: a count below it is short of the promise.
        trial.shortages.append(Shortage(op.key, account.held, op.quantity, account.held))
        return
    change = op.quantity - account.held - account.balance
    trial.move(op.key, account, "set", change, 0, None, None, op.note)


def _hold(trial: Trial, op: Hold) -> None:
    if op.hold_id in trial.holds or op.hold_id in trial.state.holds:
        raise Refused(Conflict(f"hold/{op.hold_id}", "exists"))
    expires_at, extended = trial.now + timedelta(seconds=op.ttl), False
    if op.ends_with is not None:
        before = trial.hold(op.ends_with)
        expires_at, extended = before.expires_at, before.extended
        if expires_at <= trial.now:
            raise Refused(Expired(op.ends_with))
    # A short line takes nothing, so that what follows is judged by what the others took.
    lines = tuple([line for line in op.lines if _take(trial, line, op)])
    trial.holds[op.hold_id] = HoldRecord(lines, "held", expires_at, extended, op.ref)
    trial.expires_at = expires_at


def _take(trial: Trial, line: Line, op: Hold) -> bool:
    if line.capacity is None:
        account = trial.account(line.key, "store")
        free = account.balance if line.key in op.first else trial.free(line.key, account)
        change = -line.quantity
    else:
        account = trial.account(line.key, "capacity")
        free, change = _capacity(trial, line, line.capacity, account), 0
    if free < line.quantity:
        trial.shortages.append(Shortage(line.key, line.quantity, max(free, 0), account.held))
        return False
    trial.move(line.key, account, "hold", change, line.quantity, op.hold_id)
    return True


def _capacity(trial: Trial, line: Line, most: int, account: Account) -> int:
    """How much of the line's capacity is left."""
    if (share := line.share) is not None:
        free = trial.account(share.of, "store").balance + account.held
        most = min(most, max(share.least, free * share.percent // 100))
    return most - account.balance - account.held


def _extend(trial: Trial, op: Extend) -> None:
    hold = _running(trial, op.hold_id)
    if hold.extended:
        raise Refused(Conflict(f"hold/{op.hold_id}", "extended"))
    hold.extended = True
    hold.expires_at = max(hold.expires_at, trial.now + timedelta(seconds=op.ttl))
    trial.expires_at = hold.expires_at


def _capture(trial: Trial, op: Capture) -> None:
    hold = _running(trial, op.hold_id)
    hold.state = "captured"
    for line in hold.lines:
        capacity = line.capacity is not None
        account = trial.account(line.key, "capacity" if capacity else "store")
        change = line.quantity if capacity and line.kept else 0
        trial.move(line.key, account, "capture", change, -line.quantity, op.hold_id)


def _running(trial: Trial, hold_id: UUID) -> HoldRecord:
    """A hold that is held and not due: the sweeper need not have come by for it to be over."""
    return _must_run(trial, hold_id, trial.hold(hold_id))


def _must_run(trial: Trial, hold_id: UUID, hold: HoldRecord) -> HoldRecord:
    if hold.state == "expired" or (hold.state == "held" and hold.expires_at <= trial.now):
        raise Refused(Expired(hold_id))
    if hold.state != "held":
        raise Refused(Conflict(f"hold/{hold_id}", hold.state))
    return hold


def _release(trial: Trial, op: Release) -> None:
    hold = trial.hold(op.hold_id)
    if hold.state == "expired":
        raise Refused(Expired(op.hold_id))
    if hold.state != "held":
        raise Refused(Conflict(f"hold/{op.hold_id}", hold.state))
    _give_back(trial, op.hold_id, hold, "released", "release")


def _expire(trial: Trial, op: Expire) -> None:
    hold = trial.hold(op.hold_id)
    if hold.state == "expired":
        return
    if hold.state != "held" or hold.expires_at > trial.now:
        raise Refused(Conflict(f"hold/{op.hold_id}", hold.state))
    _give_back(trial, op.hold_id, hold, "expired", "expire")


def _give_back(trial: Trial, hold_id: UUID, hold: HoldRecord, state: str, operation: str) -> None:
    hold.state = state
    for line in hold.lines:
        capacity = line.capacity is not None
        account = trial.account(line.key, "capacity" if capacity else "store")
        change = 0 if capacity else line.quantity
        trial.move(line.key, account, operation, change, -line.quantity, hold_id)


def _expect(trial: Trial, op: Expect) -> None:
    account = trial.accounts.get(op.key) or trial.state.accounts.get(op.key)
    version = 0 if account is None else account.version
    if version != op.version:
        raise Refused(Conflict(op.key, f"version {version}"))


def _expect_held(trial: Trial, op: ExpectHeld) -> None:
    # Not this trial's copy, which would be written as changed.
    hold = trial.holds.get(op.hold_id) or trial.state.holds.get(op.hold_id)
    if hold is None:
        raise Refused(Unknown(f"hold/{op.hold_id}"))
    _must_run(trial, op.hold_id, hold)


def _wait(trial: Trial, op: Wait) -> None:
    account = trial.account(op.key, "store", op.unit)
    if op.more > 0 and not account.waits and account.balance >= op.least:
        raise Refused(Conflict(op.key, "free"))
    if account.waits + op.more < 0:
        raise Refused(Conflict(op.key, f"{account.waits} wait"))
    account.waits += op.more
    trial.queued.add(op.key)
    trial.move(op.key, account, "wait", 0, 0)


_APPLY = {
    Deposit: _deposit,
    Withdraw: _withdraw,
    SetOnHand: _set_on_hand,
    Hold: _hold,
    Extend: _extend,
    Capture: _capture,
    Release: _release,
    Expire: _expire,
    Expect: _expect,
    ExpectHeld: _expect_held,
    Wait: _wait,
}


def _transition(trial: Trial, rider: Transition) -> None:
    at = (rider.table.name, rider.key)
    row = trial.rows.get(at)
    if row is None:
        found = trial.state.rows.get(at)
        if found is None:
            raise Refused(Unknown(f"{at[0]}/{at[1]}"))
        row = trial.rows[at] = RowState(found.table, found.state, dict(found.also))
    if row.state not in rider.states:
        raise Refused(Conflict(f"{at[0]}/{at[1]}", row.state))
    row.state = rider.to
    for column, value in rider.also:
        row.also[column] = trial.now if value is NOW else value


# --- deciding -------------------------------------------------------------------------------


def _known(state: State, command: Command) -> Outcome | None:
    """What its idempotency keys already stand for: its client's first, then its own."""
    asked = command.request_key
    known = None if asked is None else _recorded(state, asked.text, asked.digest)
    if known is None and command.key is not None:
        known = _recorded(state, command.key, command.digest)
    return known


def _recorded(state: State, key: str, digest: bytes) -> Outcome | None:
    record = state.records.get(key)
    if record is None:
        return None
    if record.digest != digest:
        return KeyReused(key)
    return AlreadyDone(record.answer, record.hold_expires_at)


def _try(trial: Trial, command: Command) -> Outcome | None:
    """Run the command on the trial; the refusal, or None if it can be applied."""
    try:
        for operation in command.operations:
            _APPLY[type(operation)](trial, operation)  # type: ignore[operator]
        for rider in command.riders:
            if type(rider) is Transition:
                _transition(trial, rider)
    except Refused as refused:
        return refused.outcome
    return Short(tuple(trial.shortages)) if trial.shortages else None


def _filled(rider: Insert, request: str, now: datetime) -> Insert:
    """With the moment in place of ``NOW``, and what is made of the request in its place."""
    rows = [
        tuple(
            [
                now if value is NOW else value.made(request) if type(value) is OfRequest else value
                for value in row
            ]
        )
        for row in rider.rows
    ]
    return Insert(rider.table, tuple(rows))


def _apply(state: State, decision: Decision, trial: Trial, index: int, command: Command) -> None:
    """Make the trial's changes the batch's. Must succeed."""
    decision.entries.extend(trial.entries)
    decision.queued |= trial.queued
    state.accounts.update(trial.accounts)
    for hold_id, hold in trial.holds.items():
        if hold_id in state.holds and hold_id not in decision.new_holds:
            decision.changed_holds.add(hold_id)
        else:
            decision.new_holds[hold_id] = hold
        state.holds[hold_id] = hold
    for at, row in trial.rows.items():
        state.rows[at] = row
        decision.changed_rows.add(at)
    for rider in command.riders:
        if type(rider) is Insert:
            decision.inserts.append((index, _filled(rider, command.request, trial.now)))
    if command.key is not None:
        record = IdempotencyRecord(command.digest, command.answer, trial.expires_at)
        state.records[command.key] = decision.new_records[command.key] = record
    if (asked := command.request_key) is not None:
        record = IdempotencyRecord(asked.digest, asked.answer, trial.expires_at)
        state.records[asked.text] = decision.new_records[asked.text] = record


def decide(state: State, commands: Sequence[Command], now: datetime) -> Decision:
    """What the commands come to, in order, at ``now``; ``state`` is changed along.

    Idempotency first, then every named refusal (of operations and guarded rows, then every
    shortage), then a zone that must succeed.
    """
    decision = Decision()
    for index, command in enumerate(commands):
        outcome = _known(state, command)
        if outcome is None:
            trial = Trial(state, command, now)
            outcome = _try(trial, command)
            if outcome is None:
                _apply(state, decision, trial, index, command)
                outcome = Accepted(command.answer, now, trial.expires_at, _shown(trial))
        decision.outcomes.append(outcome)
    return decision


def _shown(trial: Trial) -> tuple[AccountState, ...]:
    """The accounts a command without holds changed: what staff who set a count want to see."""
    if trial.holds:
        return ()
    return tuple(account.shown(key) for key, account in trial.accounts.items())
