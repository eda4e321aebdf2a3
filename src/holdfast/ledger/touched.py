"""What a batch's commands will touch, gathered before anything is locked."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.ledger.limits import OF_A_HOLD
from holdfast.ledger.types import (
    Command,
    Deposit,
    Expect,
    Hold,
    SetOnHand,
    StateTable,
    Transition,
    Wait,
    Withdraw,
)


class Touched:
    """Account keys, accounts to open (kind, unit), those that are only expected to be as they were
    read, holds, idempotency keys, guarded rows."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.keys: set[str] = set()
        self.expected: set[str] = set()
        self.openings: dict[str, tuple[str, str]] = {}
        self.holds: set[UUID] = set()
        self.records: set[str] = set()
        self.rows: dict[str, tuple[StateTable, set[UUID]]] = {}
        for command in commands:
            self._add(command)

    def _add(self, command: Command) -> None:
        if command.key is not None:
            self.records.add(command.key)
        if command.request_key is not None:
            self.records.add(command.request_key.text)
        for op in command.operations:
            if isinstance(op, Hold):
                for line in op.lines:
                    self.keys.add(line.key)
                    if line.capacity is not None:
                        self.openings[line.key] = ("capacity", "piece")
            elif isinstance(op, OF_A_HOLD):
                self.holds.add(op.hold_id)
            else:
                self._add_account(op)
        for rider in command.riders:
            if isinstance(rider, Transition):
                table = rider.table
                self.rows.setdefault(table.name, (table, set()))[1].add(rider.key)

    def _add_account(self, op: Deposit | Withdraw | SetOnHand | Expect | Wait) -> None:
        self.keys.add(op.key)
        if isinstance(op, Deposit | Withdraw) and op.capacity is not None:
            self.openings[op.key] = ("capacity", "piece")
        elif isinstance(op, Deposit | SetOnHand | Wait):
            self.openings.setdefault(op.key, ("store", op.unit))
        elif isinstance(op, Expect):
            self.expected.add(op.key)
