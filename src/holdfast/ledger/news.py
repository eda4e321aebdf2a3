"""What a committed batch changed, for whoever shows it."""

from datetime import datetime
from typing import cast
from uuid import UUID

from msgspec import Struct

from holdfast.ledger.state import Decision, State
from holdfast.ledger.types import AccountState


class OpenedHold(Struct, frozen=True, gc=False):
    """A hold that a batch opened or extended."""

    hold_id: UUID
    expires_at: datetime
    keys: tuple[str, ...]


class Committed(Struct, frozen=True, gc=False):
    """What one committed batch changed, as absolute states, for whoever shows it."""

    accounts: tuple[AccountState, ...]
    opened: tuple[OpenedHold, ...]
    closed: tuple[UUID, ...]
    rows: frozenset[tuple[str, UUID]] = frozenset()
    """Of the riders: rows that moved or are new, by table and id."""


def news_of(decision: Decision, state: State) -> Committed:
    """Absolute states of the accounts, holds opened or extended, holds closed, rows moved
    or made."""
    keys = {entry[0] for entry in decision.entries}
    accounts = tuple(state.accounts[key].shown(key) for key in keys)
    opened = [
        OpenedHold(hold_id, hold.expires_at, tuple(line.key for line in hold.lines))
        for hold_id, hold in decision.new_holds.items()
        if hold.state == "held"
    ]
    closed = []
    for hold_id in decision.changed_holds:
        hold = state.holds[hold_id]
        if hold.state == "held":  # extended
            opened.append(
                OpenedHold(hold_id, hold.expires_at, tuple(line.key for line in hold.lines))
            )
        else:
            closed.append(hold_id)
    rows = set(decision.changed_rows)
    for _, insert in decision.inserts:
        if insert.table.columns[0] == "id":
            rows.update((insert.table.name, cast("UUID", row[0])) for row in insert.rows)
    return Committed(accounts, tuple(opened), tuple(closed), frozenset(rows))
