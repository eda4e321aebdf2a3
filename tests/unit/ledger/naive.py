"""A second opinion on the rules: no balances, only a history that is added up on every question.

It keeps what happened (movements and holds) and counts from the start each time somebody asks.
A command works on a deep copy that is kept or thrown away whole.
"""

import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.ledger.types import (
    MAX_BALANCE,
    Accepted,
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
    KeyReused,
    Line,
    Operation,
    Outcome,
    Release,
    SetOnHand,
    Short,
    Shortage,
    Transition,
    Unknown,
    Withdraw,
)

__all__ = ["Naive"]


class Refusal(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@dataclass
class Promise:
    lines: list[Line]
    until: datetime
    state: str = "held"
    extended: bool = False


@dataclass
class Naive:
    """What happened so far."""

    moved: list[tuple[str, int]] = field(default_factory=list)  # from and to outside
    promises: dict[UUID, Promise] = field(default_factory=dict)
    touched: list[tuple[str, str, str]] = field(default_factory=list)  # key, kind, unit
    told: dict[str, tuple[bytes, str, datetime | None]] = field(default_factory=dict)
    rows: dict[UUID, str] = field(default_factory=dict)
    short: list[Shortage] = field(default_factory=list)
    until: datetime | None = None

    # --- questions

    def version(self, key: str) -> int:
        return sum(at == key for at, _, _ in self.touched)

    def kind(self, key: str) -> tuple[str, str] | None:
        return next(((kind, unit) for at, kind, unit in self.touched if at == key), None)

    def held(self, key: str) -> int:
        return self._promised(key, {"held"})

    def balance(self, key: str) -> int:
        """Free in a store, taken of a capacity account."""
        outside = sum(amount for at, amount in self.moved if at == key)
        if (self.kind(key) or ("store",))[0] == "store":
            return outside - self._promised(key, {"held", "captured"})
        return outside + self._promised(key, {"captured"}, kept_only=True)

    def _promised(self, key: str, states: set[str], *, kept_only: bool = False) -> int:
        return sum(
            line.quantity
            for promise in self.promises.values()
            if promise.state in states
            for line in promise.lines
            if line.key == key and (line.kept or not kept_only)
        )

    # --- commands

    def do(self, command: Command, now: datetime) -> tuple[Outcome, "Naive"]:
        """The outcome, and the world after it."""
        asked = command.request_key
        keys = [] if asked is None else [(asked.text, asked.digest, asked.answer)]
        if command.key is not None:
            keys.append((command.key, command.digest, command.answer))
        for key, digest, _ in keys:
            if key in self.told:
                before, answer, until = self.told[key]
                known = AlreadyDone(answer, until) if before == digest else KeyReused(key)
                return known, self
        after = copy.deepcopy(self)
        after.short, after.until = [], None
        try:
            for operation in command.operations:
                after._operate(operation, now)
            for rider in command.riders:
                if isinstance(rider, Transition):
                    after._move(rider)
        except Refusal as refusal:
            return refusal.outcome, self
        if after.short:
            return Short(tuple(after.short)), self
        for key, digest, answer in keys:
            after.told[key] = (digest, answer, after.until)
        return Accepted(command.answer, now, after.until), after

    def _operate(self, op: Operation, now: datetime) -> None:  # noqa: C901 - a case each
        match op:
            case Deposit(key, quantity, unit, capacity) if capacity is None:
                self._same_kind(key, "store", unit)
                if self.balance(key) + self.held(key) + quantity > MAX_BALANCE:
                    raise Refusal(Conflict(key, "full"))
                self._outside(key, quantity, "store", unit)
            case Deposit(key, quantity):
                self._same_kind(key, "capacity")
                if self._enough(key, quantity, self.balance(key)):
                    self._outside(key, -quantity, "capacity", "piece")
            case Withdraw(key, quantity, unit, capacity) if capacity is None:
                self._same_kind(key, "store", unit)
                if self._enough(key, quantity, self.balance(key)):
                    self._outside(key, -quantity, "store", unit)
            case Withdraw(key, quantity, _, int(capacity)):
                self._same_kind(key, "capacity")
                if self._enough(key, quantity, capacity - self.balance(key) - self.held(key)):
                    self._outside(key, quantity, "capacity", "piece")
            case SetOnHand(key, quantity, unit):
                self._same_kind(key, "store", unit)
                if quantity < self.held(key):
                    self.short.append(Shortage(key, self.held(key), quantity, self.held(key)))
                else:
                    change = quantity - self.balance(key) - self.held(key)
                    self._outside(key, change, "store", unit)
            case Expect(key, version):
                if self.version(key) != version:
                    raise Refusal(Conflict(key, f"version {self.version(key)}"))
            case Hold():
                self._hold(op, now)
            case ExpectHeld(hold_id):
                self._running(hold_id, now)
            case Extend(hold_id, ttl):
                promise = self._running(hold_id, now)
                if promise.extended:
                    raise Refusal(Conflict(f"hold/{hold_id}", "extended"))
                promise.extended = True
                promise.until = max(promise.until, now + timedelta(seconds=ttl))
                self.until = promise.until
            case Capture(hold_id):
                self._end(self._running(hold_id, now), "captured")
            case Release(hold_id):
                self._release(hold_id)
            case Expire(hold_id):
                self._expire(hold_id, now)

    def _hold(self, op: Hold, now: datetime) -> None:
        if op.hold_id in self.promises:
            raise Refusal(Conflict(f"hold/{op.hold_id}", "exists"))
        promise = Promise([], now + timedelta(seconds=op.ttl))
        self.promises[op.hold_id] = promise
        for line in op.lines:
            if line.capacity is None:
                self._same_kind(line.key, "store")
                free, kind = self.balance(line.key), "store"
            else:
                self._same_kind(line.key, "capacity")
                free = line.capacity - self.balance(line.key) - self.held(line.key)
                kind = "capacity"
            if self._enough(line.key, line.quantity, free):
                promise.lines.append(line)
                self.touched.append((line.key, kind, "piece"))
        self.until = promise.until

    def _running(self, hold_id: UUID, now: datetime) -> Promise:
        promise = self._promise(hold_id)
        if promise.state == "expired" or (promise.state == "held" and now >= promise.until):
            raise Refusal(Expired(hold_id))
        if promise.state != "held":
            raise Refusal(Conflict(f"hold/{hold_id}", promise.state))
        return promise

    def _release(self, hold_id: UUID) -> None:
        promise = self._promise(hold_id)
        if promise.state == "expired":
            raise Refusal(Expired(hold_id))
        if promise.state != "held":
            raise Refusal(Conflict(f"hold/{hold_id}", promise.state))
        self._end(promise, "released")

    def _expire(self, hold_id: UUID, now: datetime) -> None:
        promise = self._promise(hold_id)
        if promise.state != "expired":
            if promise.state != "held" or now < promise.until:
                raise Refusal(Conflict(f"hold/{hold_id}", promise.state))
            self._end(promise, "expired")

    def _end(self, promise: Promise, state: str) -> None:
        promise.state = state
        for line in promise.lines:
            kind = self.kind(line.key)
            assert kind is not None
            self.touched.append((line.key, *kind))

    def _promise(self, hold_id: UUID) -> Promise:
        if hold_id not in self.promises:
            raise Refusal(Unknown(f"hold/{hold_id}"))
        return self.promises[hold_id]

    def _same_kind(self, key: str, kind: str, unit: str | None = None) -> None:
        known = self.kind(key)
        if known is not None and known[0] != kind:
            raise Refusal(Conflict(key, known[0]))
        if known is not None and unit is not None and known[1] != unit:
            raise Refusal(Conflict(key, known[1]))

    def _enough(self, key: str, wanted: int, free: int) -> bool:
        if wanted > free:
            self.short.append(Shortage(key, wanted, max(free, 0), self.held(key)))
        return wanted <= free

    def _outside(self, key: str, amount: int, kind: str, unit: str) -> None:
        self.moved.append((key, amount))
        self.touched.append((key, kind, unit))

    def _move(self, rider: Transition) -> None:
        if rider.key not in self.rows:
            raise Refusal(Unknown(f"{rider.table.name}/{rider.key}"))
        if self.rows[rider.key] not in rider.states:
            found = self.rows[rider.key]
            raise Refusal(Conflict(f"{rider.table.name}/{rider.key}", found))
        self.rows[rider.key] = rider.to
