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
    Entry,
    HoldRecord,
    IdempotencyRecord,
    RowState,
    State,
)
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
    Expire,
    Expired,
    Extend,
    Hold,
    Insert,
    KeyReused,
    Line,
    Outcome,
    Release,
    SetOnHand,
    Short,
    Shortage,
    Transition,
    Unknown,
    Withdraw,
)

__all__ = ["decide"]


class _Refused(Exception):
    """Leaves a trial early; never leaves this module."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class _Trial:
    """One command tried on top of the batch's state."""

    __slots__ = (
        "accounts", "command", "entries", "expires_at", "holds", "now", "rows", "shortages",
        "state",
    )  # fmt: skip

    def __init__(self, state: State, command: Command, now: datetime) -> None:
        self.state = state
        self.command = command
        self.now = now
        self.accounts: dict[str, Account] = {}
        self.holds: dict[UUID, HoldRecord] = {}
        self.rows: dict[tuple[str, UUID], RowState] = {}
        self.entries: list[Entry] = []
        self.shortages: list[Shortage] = []
        self.expires_at: datetime | None = None

    def account(self, key: str, kind: str, unit: str | None = None) -> Account:
        """This trial's copy of the account; one that does not exist reads as empty."""
        account = self.accounts.get(key)
        if account is None:
            found = self.state.accounts.get(key)
            if found is None:
                account = Account(kind, unit or "piece")
            else:
                account = Account(found.kind, found.unit, found.balance, found.held, found.version)
            self.accounts[key] = account
        if account.version == 0:  # opened for a command that was refused, if at all
            account.kind = kind
            account.unit = unit or account.unit
        if account.kind != kind:
            raise _Refused(Conflict(key, account.kind))
        if unit is not None and account.unit != unit:
            raise _Refused(Conflict(key, account.unit))
        return account

    def hold(self, hold_id: UUID) -> HoldRecord:
        """This trial's copy of the hold; refuses with Unknown."""
        hold = self.holds.get(hold_id)
        if hold is None:
            found = self.state.holds.get(hold_id)
            if found is None:
                raise _Refused(Unknown(f"hold/{hold_id}"))
            hold = HoldRecord(found.lines, found.state, found.expires_at, found.extended, found.ref)
            self.holds[hold_id] = hold
        return hold

    def move(
        self,
        key: str,
        account: Account,
        operation: str,
        change: int,
        held_change: int,
        hold_id: UUID | None = None,
        counterparty: str | None = None,
        note: str | None = None,
    ) -> None:
        """Change an account and note the entry this makes."""
        account.balance += change
        account.held += held_change
        account.version += 1
        self.entries.append(
            (key, account.version, operation, change, held_change, account.balance, account.held,
             hold_id, counterparty, note, self.command.actor, self.command.request)
        )  # fmt: skip


# --- operations -----------------------------------------------------------------------------


def _deposit(trial: _Trial, op: Deposit) -> None:
    if op.capacity is None:
        account = trial.account(op.key, "store", op.unit)
        if account.balance + account.held + op.quantity > MAX_BALANCE:
            raise _Refused(Conflict(op.key, "full"))
        trial.move(op.key, account, "deposit", op.quantity, 0, None, op.counterparty, op.note)
        return
    account = trial.account(op.key, "capacity")
    if account.balance < op.quantity:
        trial.shortages.append(Shortage(op.key, op.quantity, account.balance, account.held))
    else:
        trial.move(op.key, account, "deposit", -op.quantity, 0, None, op.counterparty, op.note)


def _withdraw(trial: _Trial, op: Withdraw) -> None:
    if op.capacity is None:
        account = trial.account(op.key, "store", op.unit)
        free, change = account.balance, -op.quantity
    else:
        account = trial.account(op.key, "capacity")
        free, change = op.capacity - account.balance - account.held, op.quantity
    if free < op.quantity:
        trial.shortages.append(Shortage(op.key, op.quantity, max(free, 0), account.held))
    else:
        trial.move(op.key, account, "withdraw", change, 0, None, op.counterparty, op.note)


def _set_on_hand(trial: _Trial, op: SetOnHand) -> None:
    account = trial.account(op.key, "store", op.unit)
    if op.quantity < account.held:
        # What is held is promised to somebody: a count below it is short of the promise.
        trial.shortages.append(Shortage(op.key, account.held, op.quantity, account.held))
        return
    change = op.quantity - account.held - account.balance
    trial.move(op.key, account, "set", change, 0, None, None, op.note)


def _hold(trial: _Trial, op: Hold) -> None:
    if op.hold_id in trial.holds or op.hold_id in trial.state.holds:
        raise _Refused(Conflict(f"hold/{op.hold_id}", "exists"))
    # A short line takes nothing, so that what follows is judged by what the others took.
    lines = tuple(line for line in op.lines if _take(trial, line, op.hold_id))
    expires_at = trial.now + timedelta(seconds=op.ttl)
    trial.holds[op.hold_id] = HoldRecord(lines, "held", expires_at, False, op.ref)
    trial.expires_at = expires_at


def _take(trial: _Trial, line: Line, hold_id: UUID) -> bool:
    if line.capacity is None:
        account = trial.account(line.key, "store")
        free, change = account.balance, -line.quantity
    else:
        account = trial.account(line.key, "capacity")
        free, change = line.capacity - account.balance - account.held, 0
    if free < line.quantity:
        trial.shortages.append(Shortage(line.key, line.quantity, max(free, 0), account.held))
        return False
    trial.move(line.key, account, "hold", change, line.quantity, hold_id)
    return True


def _extend(trial: _Trial, op: Extend) -> None:
    hold = _running(trial, op.hold_id)
    if hold.extended:
        raise _Refused(Conflict(f"hold/{op.hold_id}", "extended"))
    hold.extended = True
    hold.expires_at = max(hold.expires_at, trial.now + timedelta(seconds=op.ttl))
    trial.expires_at = hold.expires_at


def _capture(trial: _Trial, op: Capture) -> None:
    hold = _running(trial, op.hold_id)
    hold.state = "captured"
    for line in hold.lines:
        capacity = line.capacity is not None
        account = trial.account(line.key, "capacity" if capacity else "store")
        change = line.quantity if capacity and line.kept else 0
        trial.move(line.key, account, "capture", change, -line.quantity, op.hold_id)


def _running(trial: _Trial, hold_id: UUID) -> HoldRecord:
    """A hold that is held and not due: the sweeper need not have come by for it to be over."""
    hold = trial.hold(hold_id)
    if hold.state == "expired" or (hold.state == "held" and hold.expires_at <= trial.now):
        raise _Refused(Expired(hold_id))
    if hold.state != "held":
        raise _Refused(Conflict(f"hold/{hold_id}", hold.state))
    return hold


def _release(trial: _Trial, op: Release) -> None:
    hold = trial.hold(op.hold_id)
    if hold.state == "expired":
        raise _Refused(Expired(op.hold_id))
    if hold.state != "held":
        raise _Refused(Conflict(f"hold/{op.hold_id}", hold.state))
    _give_back(trial, op.hold_id, hold, "released", "release")


def _expire(trial: _Trial, op: Expire) -> None:
    hold = trial.hold(op.hold_id)
    if hold.state == "expired":
        return
    if hold.state != "held" or hold.expires_at > trial.now:
        raise _Refused(Conflict(f"hold/{op.hold_id}", hold.state))
    _give_back(trial, op.hold_id, hold, "expired", "expire")


def _give_back(trial: _Trial, hold_id: UUID, hold: HoldRecord, state: str, operation: str) -> None:
    hold.state = state
    for line in hold.lines:
        capacity = line.capacity is not None
        account = trial.account(line.key, "capacity" if capacity else "store")
        change = 0 if capacity else line.quantity
        trial.move(line.key, account, operation, change, -line.quantity, hold_id)


def _expect(trial: _Trial, op: Expect) -> None:
    account = trial.accounts.get(op.key) or trial.state.accounts.get(op.key)
    version = 0 if account is None else account.version
    if version != op.version:
        raise _Refused(Conflict(op.key, f"version {version}"))


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
}


def _transition(trial: _Trial, rider: Transition) -> None:
    at = (rider.table.name, rider.key)
    row = trial.rows.get(at)
    if row is None:
        found = trial.state.rows.get(at)
        if found is None:
            raise _Refused(Unknown(f"{at[0]}/{at[1]}"))
        row = trial.rows[at] = RowState(found.table, found.state, dict(found.also))
    if row.state not in rider.states:
        raise _Refused(Conflict(f"{at[0]}/{at[1]}", row.state))
    row.state = rider.to
    for column, value in rider.also:
        row.also[column] = trial.now if value is NOW else value


# --- deciding -------------------------------------------------------------------------------


def _known(state: State, command: Command) -> Outcome | None:
    """What an idempotency key already stands for."""
    if command.key is None:
        return None
    record = state.records.get(command.key)
    if record is None:
        return None
    if record.digest != command.digest:
        return KeyReused()
    return AlreadyDone(record.answer, record.hold_expires_at)


def _try(trial: _Trial, command: Command) -> Outcome | None:
    """Run the command on the trial; the refusal, or None if it can be applied."""
    try:
        for operation in command.operations:
            _APPLY[type(operation)](trial, operation)  # type: ignore[operator]
        for rider in command.riders:
            if type(rider) is Transition:
                _transition(trial, rider)
    except _Refused as refused:
        return refused.outcome
    return Short(tuple(trial.shortages)) if trial.shortages else None


def _apply(state: State, decision: Decision, trial: _Trial, index: int, command: Command) -> None:
    """Make the trial's changes the batch's. Must succeed."""
    decision.entries.extend(trial.entries)
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
            decision.inserts.append((index, rider))
    if command.key is not None:
        record = IdempotencyRecord(command.digest, command.answer, trial.expires_at)
        state.records[command.key] = record
        decision.new_records[command.key] = record


def decide(state: State, commands: Sequence[Command], now: datetime) -> Decision:
    """What the commands come to, in order, at ``now``; ``state`` is changed along.

    Idempotency first, then every named refusal (of operations and guarded rows, then every
    shortage), then a zone that must succeed.
    """
    decision = Decision()
    for index, command in enumerate(commands):
        outcome = _known(state, command)
        if outcome is None:
            trial = _Trial(state, command, now)
            outcome = _try(trial, command)
            if outcome is None:
                _apply(state, decision, trial, index, command)
                outcome = Accepted(command.answer, now, trial.expires_at, _shown(trial))
        decision.outcomes.append(outcome)
    return decision


def _shown(trial: _Trial) -> tuple[AccountState, ...]:
    """The accounts a command without holds changed: what staff who set a count want to see."""
    if trial.holds:
        return ()
    return tuple(
        AccountState(key, account.balance, account.held, account.version)
        for key, account in trial.accounts.items()
    )
