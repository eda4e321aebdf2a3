"""Limits every command keeps, whoever wrote it, and the legal moves of its rows: a command beyond
them is a bug of its author."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from holdfast.ledger.types import (
    MAX_BALANCE,
    MAX_KEY,
    MAX_LINES,
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
    SetOnHand,
    Transition,
    Wait,
    Withdraw,
)

MAX_TTL: Final = 366 * 24 * 3600.0  # seconds: a year of prepaid hold is more than anybody sells
MAX_OF_A_COMMAND: Final = 4 * MAX_LINES
"""Lines: what one hold took comes back line by line, with what is expected of each, and as much is
taken elsewhere."""
MAX_LOCKED: Final = 4096  # rows: by a command at most, by a batch until another one would not fit
HoldLines = Mapping[UUID, Sequence[Line]]
OF_A_HOLD: Final = (Capture, Release, Expire, Extend, ExpectHeld)
"""Operations that name a hold there is. A tuple: of `A | B` each call would make another union."""


class TooLarge(ValueError):
    """The command locks more than a batch may, counting the lines of the holds it names."""

    def __init__(self, locked: int) -> None:
        super().__init__(f"a command locks at most {MAX_LOCKED} rows, not {locked}")


def locked_by(command: Command, known: HoldLines) -> int:
    """How many rows the command locks; a hold that is not ``known`` (yet) counts as one."""
    made: dict[UUID, int] = {}
    rows = len(command.riders)
    for op in command.operations:
        if type(op) is Hold:
            rows += len(op.lines)
            made[op.hold_id] = len(op.lines)
        elif isinstance(op, OF_A_HOLD):
            rows += made.get(op.hold_id) or len(known.get(op.hold_id, ())) or 1
        else:
            rows += 1
    return rows


def validate(command: Command, known: HoldLines) -> int:
    """How many rows the command locks, as far as its holds are ``known``; raises ValueError when it
    breaks a limit."""
    lines = 0
    for op in command.operations:
        if isinstance(op, Hold):
            _hold(op)
            lines += len(op.lines)
            continue
        lines += 1
        _other(op)
    if lines > MAX_OF_A_COMMAND:
        raise ValueError(f"a command has at most {MAX_OF_A_COMMAND} lines, not {lines}")
    for rider in command.riders:
        if type(rider) is Transition:
            _legal(rider)
    _idempotency_key(command.key)
    if command.request_key is not None:
        _idempotency_key(command.request_key.text)
    locked = locked_by(command, known)
    if locked > MAX_LOCKED:
        raise TooLarge(locked)
    return locked


def _other(op: Operation) -> None:
    if isinstance(op, Deposit | Withdraw):
        _key(op.key)
        _quantity(op.quantity, 1)
    elif isinstance(op, SetOnHand):
        _key(op.key)
        _quantity(op.quantity, 0)
    elif isinstance(op, Wait):
        _key(op.key)
        _quantity(abs(op.more), 1)
        _quantity(op.least, 1)
    elif isinstance(op, Expect):
        _key(op.key)
    elif isinstance(op, Extend):
        _ttl(op.ttl)


def _hold(op: Hold) -> None:
    if not op.lines:
        raise ValueError("a hold needs at least one line")
    if len(op.lines) > MAX_LINES:
        raise ValueError(f"a hold has at most {MAX_LINES} lines, not {len(op.lines)}")
    _ttl(op.ttl)
    seen = set()
    for line in op.lines:
        _key(line.key)
        _quantity(line.quantity, 1)
        if line.key in seen:
            raise ValueError(f"two lines of one hold name {line.key}")
        seen.add(line.key)
    for line in op.lines:
        if line.share is not None and line.share.of not in seen:
            raise ValueError(f"a share of {line.share.of}, which the hold does not name")


def _legal(move: Transition) -> None:
    table, to = move.table, move.to
    for state in move.states:
        if to not in table.moves.get(state, ()) and (state != to or to not in table.moves):
            raise ValueError(f"{table.name}: no move from {state!r} to {to!r}")
    for column, _ in move.also:
        if column not in table.types:
            raise ValueError(f"{table.name}: a move does not set {column!r}")


def _idempotency_key(key: str | None) -> None:
    if key is not None and not 0 < len(key) <= 2 * MAX_KEY:
        raise ValueError("an idempotency key has 1 to 400 characters")


def _key(key: str) -> None:
    if not 0 < len(key) <= MAX_KEY or "\x00" in key:
        raise ValueError("an account key has 1 to 200 characters")


def _quantity(quantity: int, least: int) -> None:
    if not least <= quantity <= MAX_BALANCE:
        raise ValueError(f"quantity {quantity} is out of bounds")


def _ttl(ttl: float) -> None:
    if not 0 < ttl <= MAX_TTL:
        raise ValueError(f"ttl {ttl} is out of bounds")
