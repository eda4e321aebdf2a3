"""What one batch sees and what it changes: working copies, discarded if the batch fails."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct, field

from holdfast.ledger.types import AccountState, Insert, Line, Outcome, StateTable


class Broken(Exception):
    """A fault of the ledger's own: what was decided may not be, or is not what was written. Nothing
    of it is committed; its command fails, the others of its batch are decided again."""


class Account(Struct):
    """One locked account. ``balance``: free units of a store, taken units of a capacity one;
    ``waits``: how many wait in line for what comes free."""

    kind: str
    unit: str
    balance: int = 0
    held: int = 0
    version: int = 0
    waits: int = 0

    def shown(self, key: str) -> AccountState:
        """As others see it: what is kept for a line is not free."""
        if self.waits:
            return AccountState(key, 0, self.held, self.version, self.balance)
        return AccountState(key, self.balance, self.held, self.version)


class HoldRecord(Struct):
    """A hold as read under the locks of its accounts."""

    lines: tuple[Line, ...]
    state: str
    expires_at: datetime
    extended: bool = False
    ref: str = ""


class IdempotencyRecord(Struct):
    """What a key was accepted with."""

    digest: bytes
    answer: str
    hold_expires_at: datetime | None


class RowState(Struct):
    """A guarded row: its state now, and the columns transitions set beside it."""

    table: StateTable
    state: str
    also: dict[str, object] = field(default_factory=dict)


class State(Struct):
    """Everything the commands of a batch touch, as locked and read."""

    accounts: dict[str, Account] = field(default_factory=dict)
    holds: dict[UUID, HoldRecord] = field(default_factory=dict)
    records: dict[str, IdempotencyRecord] = field(default_factory=dict)
    rows: dict[tuple[str, UUID], RowState] = field(default_factory=dict)
    unused: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Kind and unit that accounts were opened with which no command has changed yet."""


# key, version, operation, change, held_change, balance, held, hold, counterparty, note, actor,
# request: the journal's columns but for partition and time.
Entry: TypeAlias = tuple[
    str, int, str, int, int, int, int, UUID | None, str | None, str | None, str, str
]


class Decision(Struct):
    """What a batch comes to: an outcome for each command, and every change to write."""

    outcomes: list[Outcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    new_holds: dict[UUID, HoldRecord] = field(default_factory=dict)
    changed_holds: set[UUID] = field(default_factory=set)
    new_records: dict[str, IdempotencyRecord] = field(default_factory=dict)
    changed_rows: set[tuple[str, UUID]] = field(default_factory=set)
    inserts: list[tuple[int, Insert]] = field(default_factory=list)
    """Rows to insert, with the index of the command they belong to."""
    queued: set[str] = field(default_factory=set)
    """Accounts for which more or fewer wait in line."""

    @property
    def writes(self) -> bool:
        """Whether anything at all has to be written."""
        return bool(
            self.entries
            or self.changed_holds
            or self.new_records
            or self.inserts
            or self.changed_rows
        )
