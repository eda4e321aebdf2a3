"""One command tried on top of a batch's state: changes nothing until it is accepted."""

from datetime import datetime
from uuid import UUID

from holdfast.ledger.state import Account, Broken, Entry, HoldRecord, RowState, State
from holdfast.ledger.types import MAX_BALANCE, Command, Conflict, Outcome, Shortage, Unknown


class Refused(Exception):
    """Leaves a trial early; never leaves the rules."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class Trial:
    """One command tried on top of the batch's state."""

    __slots__ = (
        "accounts", "command", "entries", "expires_at", "holds", "now", "queued", "rows",
        "shortages", "state",
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
        self.queued: set[str] = set()

    def account(self, key: str, kind: str, unit: str | None = None) -> Account:
        """This trial's copy of the account; one that does not exist reads as empty."""
        account = self.accounts.get(key)
        if account is None:
            found = self.state.accounts.get(key)
            if found is None:
                account = Account(kind, unit or "piece")
            else:
                account = Account(
                    found.kind, found.unit, found.balance, found.held, found.version, found.waits
                )
            self.accounts[key] = account
        if account.version == 0:  # opened for a command that was refused, if at all
            account.kind = kind
            account.unit = unit or account.unit
        if account.kind != kind:
            raise Refused(Conflict(key, account.kind))
        if unit is not None and account.unit != unit:
            raise Refused(Conflict(key, account.unit))
        return account

    def free(self, key: str, account: Account) -> int:
        """What of a store this command may take: while others wait in line, no more than what it
        brings back itself."""
        if not account.waits:
            return account.balance
        before = self.state.accounts.get(key)
        return max(account.balance - (0 if before is None else before.balance), 0)

    def hold(self, hold_id: UUID) -> HoldRecord:
        """This trial's copy of the hold; refuses with Unknown."""
        hold = self.holds.get(hold_id)
        if hold is None:
            found = self.state.holds.get(hold_id)
            if found is None:
                raise Refused(Unknown(f"hold/{hold_id}"))
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
        # What PostgreSQL's CHECKs say, and that every number stays exact.
        if not (0 <= account.balance <= MAX_BALANCE and 0 <= account.held <= MAX_BALANCE):
            raise Broken(f"{operation} leaves {account.balance}, {account.held} held, of {key}")
        self.entries.append(
            (key, account.version, operation, change, held_change, account.balance, account.held,
             hold_id, counterparty, note, self.command.actor, self.command.request)
        )  # fmt: skip
