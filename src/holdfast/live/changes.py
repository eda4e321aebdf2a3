"""What a batch of the ledger changed that sockets are told of."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.ledger import Committed
from holdfast.live.tracker import Stock

__all__ = ["Changes", "changes_of"]

Opened: TypeAlias = list[tuple[UUID, datetime, list[str]]]


class Changes(Struct, frozen=True):
    """What a batch changed that sockets are told of: states of accounts, holds on stock."""

    states: dict[str, Stock]
    opened: Opened
    closed: list[UUID]


def changes_of(committed: Committed, told: tuple[str, ...], held: str) -> Changes:
    """``told``: what the keys of told accounts begin with; ``held``: those whose holds are told."""
    states = {
        account.key: Stock(account.balance, account.held, account.version)
        for account in committed.accounts
        if account.key.startswith(told)
    }
    opened = []
    for hold in committed.opened:
        keys = [key for key in hold.keys if key.startswith(held)]
        if keys:
            opened.append((hold.hold_id, hold.expires_at, keys))
    return Changes(states, opened, list(committed.closed))
