"""What processes tell each other: what a batch of the ledger changed that sockets are told of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, field

from holdfast.ledger import AccountState, Committed
from holdfast.live.channel import Channel


class News(Struct, array_like=True):
    """Absolute states, so that losing, doubling or reordering news harms nothing for long."""

    accounts: dict[str, AccountState] = field(default_factory=dict)
    opened: dict[UUID, tuple[datetime, list[str]]] = field(default_factory=dict)
    """Holds that were opened or extended, with when they end and their accounts."""
    closed: list[UUID] = field(default_factory=list)
    rows: dict[str, list[UUID]] = field(default_factory=dict)
    """By channel: rows that changed, to be read by whoever is asked for them."""
    keys: dict[str, list[str]] = field(default_factory=dict)
    """By channel: keys something of which changed, to be read likewise."""
    ended: list[UUID] = field(default_factory=list)
    """Users of whom a session or more was ended."""
    origin: str = ""

    def __bool__(self) -> bool:
        return bool(
            self.accounts or self.opened or self.closed or self.rows or self.keys or self.ended
        )

    def add(self, later: "News", most: int) -> None:
        """What came later, too. Of all but accounts at most so much is kept."""
        self.accounts.update(later.accounts)
        if len(self.opened) + len(self.closed) < most:
            self.opened.update(later.opened)
            self.closed += later.closed
        for mine, its in ((self.rows, later.rows), (self.keys, later.keys)):
            _add(mine, its, most)
        if len(self.ended) < most:
            self.ended += later.ended


def _add(mine: dict[str, list[Any]], its: dict[str, list[Any]], most: int) -> None:
    for name, some in its.items():
        known = mine.setdefault(name, [])
        if len(known) < most:
            known += some


class Reporter:
    """What these channels tell of a batch."""

    def __init__(self, channels: Iterable[Channel[Any, Any]]) -> None:
        accounts = [one.accounts for one in channels if one.accounts is not None]
        self._followed = tuple(one.prefix for one in accounts)
        self.held = tuple(one.prefix for one in accounts if one.holds)
        """What the accounts begin with of whose holds is told."""
        self._channel_of = {one.rows: one.name for one in channels if one.rows}

    def follow(self, prefixes: tuple[str, ...]) -> None:
        """Tell of these accounts, too."""
        self._followed += prefixes

    def news_of(self, committed: Committed) -> News:
        news, held = News(), self.held
        for account in committed.accounts:
            if account.key.startswith(self._followed):
                news.accounts[account.key] = account
        if held:
            news.closed += committed.closed
            for hold in committed.opened:
                keys = [key for key in hold.keys if key.startswith(held)]
                if keys:
                    news.opened[hold.hold_id] = hold.expires_at, keys
        for table, row in committed.rows:
            channel = self._channel_of.get(table)
            if channel is not None:
                news.rows.setdefault(channel, []).append(row)
        return news
