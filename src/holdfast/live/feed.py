"""The feed: what this process's ledger commits and what the other processes say becomes the news of
those who watch."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from holdfast.kit.tasks import Tasks
from holdfast.ledger import AccountState, Committed
from holdfast.live.channel import Channel, Reads
from holdfast.live.holds import Holds, OpenHolds
from holdfast.live.news import News, Reporter
from holdfast.live.watched import Watched

if TYPE_CHECKING:
    from holdfast.live.bus import Bus

_Follower: TypeAlias = tuple[
    tuple[str, ...], Callable[[AccountState], None], Callable[[], None]
]  # fmt: skip


def _bus_at(
    redis_url: str, hear: Callable[[News], None] | None, on_gap: Callable[[], None]
) -> "Bus":
    from holdfast.live.bus import Bus  # Redis' client takes long to load, for several processes

    return Bus(redis_url, hear, on_gap)


class Feed:
    """One process's part. It tells the others what it commits of ``channels``; it watches those
    that ``reads`` has, and knows when holds end if ``open_holds`` reads those there are. With
    neither it does not listen. ``changed`` is set when there is news to tell."""

    def __init__(
        self,
        channels: Sequence[Channel[Any, Any]],
        reads: Mapping[str, Reads[Any, Any]] | None = None,
        redis_url: str | None = None,
        open_holds: OpenHolds | None = None,
    ) -> None:
        self._reporter = Reporter(channels)
        self._open_holds = open_holds
        self.changed = asyncio.Event()
        self.holds = Holds()
        self.watched: dict[str, Watched[Any, Any]] = {
            one.name: Watched(one, reads[one.name], self.changed, self.next_release_at)
            for one in channels
            if reads and one.name in reads
        }
        self._following = [
            (one.channel.accounts.prefix, one)
            for one in self.watched.values()
            if one.channel.accounts
        ]
        self._listens = bool(self.watched or open_holds)
        hear = self.hear if self._listens else None
        self._bus = _bus_at(redis_url, hear, self._doubt) if redis_url is not None else None
        self._followers: list[_Follower] = []
        self.silent = False
        """Whether nothing is said to the others."""
        self.on_ended: Callable[[UUID], None] = _ignored
        """Called with every user of whom another process says that sessions are over."""
        self.on_gap: Callable[[], None] = _nothing
        """Called when some of what the others said may have been missed."""
        self._tasks = Tasks()

    async def start(self) -> None:
        """Begin to listen and to heal."""
        if self._bus is not None:
            await self._bus.start()
        for watched in self.watched.values():
            await watched.start()
        if self._open_holds is not None:
            loading = self.holds.load(self._open_holds, self._reporter.held)
            self._tasks.begin(loading, "live holds")
            self._tasks.begin(self.holds.forgetting(), "live forgetting")

    async def stop(self) -> None:
        await self._tasks.end()
        for watched in self.watched.values():
            await watched.stop()
        if self._bus is not None:
            await self._bus.stop()

    def follow(
        self,
        prefixes: tuple[str, ...],
        take: Callable[[AccountState], None],
        doubt: Callable[[], None],
    ) -> None:
        """Hand on what is heard of accounts whose keys begin so, from every process; ``doubt`` is
        called when some of it may have been missed."""
        self._followers.append((prefixes, take, doubt))
        self._reporter.follow(prefixes)

    # --- news -------------------------------------------------------------------------------

    def on_commit(self, committed: Committed) -> None:
        """The ledger's hook: what a batch of this process changed."""
        self._tell(self._reporter.news_of(committed))

    def changed_keys(self, channel: str, keys: Sequence[str]) -> None:
        """For what is written without the ledger: something of these keys changed."""
        self._tell(News(keys={channel: list(keys)}))

    def _tell(self, news: News) -> None:
        if news:
            if self._listens:
                self._take(news)
            if self._bus is not None and not self.silent:
                self._bus.say(news)

    def hear(self, news: News) -> None:
        """What another process says."""
        self._take(news)
        for user in news.ended:
            self.on_ended(user)

    def _take(self, news: News) -> None:
        touched = []
        for hold_id, (expires_at, names) in news.opened.items():
            self.holds.opened(hold_id, expires_at, names)
            touched += [name for name in names if name not in news.accounts]
        for hold_id in news.closed:
            self.holds.closed(hold_id)
        for prefix, watched in self._following:
            for name in touched:
                watched.touch(name)
            for name, account in news.accounts.items():
                if name.startswith(prefix):
                    watched.take(account)
        self._hand_on(news)
        for channel, rows in news.rows.items():
            if channel in self.watched:
                self.watched[channel].said_of_rows(rows)
        for channel, keys in news.keys.items():
            if channel in self.watched:
                kind = self.watched[channel].channel.key
                self.watched[channel].said(map(kind, keys))

    def _hand_on(self, news: News) -> None:
        for prefixes, take, _ in self._followers:
            for name, account in news.accounts.items():
                if name.startswith(prefixes):
                    take(account)

    def _doubt(self) -> None:
        """Word from the others may have been lost: read everything watched again, soon."""
        for watched in self.watched.values():
            watched.doubt()
        for _, _, doubt in self._followers:
            doubt()
        self.on_gap()

    def nobody_has_seen(self) -> None:
        """What changed so far, no page has shown otherwise."""
        for watched in self.watched.values():
            if watched.everything is not None:
                watched.everything.lately.clear()

    def next_release_at(self, key: str) -> datetime | None:
        """When the next hold on an account ends, for any account of ours, watched or not."""
        return self.holds.next_release_at(key)

    # --- sessions that are over -------------------------------------------------------------

    def hears(self) -> bool:
        """Whether what the other processes say is heard."""
        return self._bus is not None and self._bus.listening.is_set()

    def say_ended(self, user: UUID) -> None:
        """Tell the other processes that sessions of this user are over. (Who does not hear this
        does not remember who somebody is.)"""
        if self._bus is not None:
            self._bus.say(News(ended=[user]))


def _ignored(_: UUID) -> None: ...


def _nothing() -> None: ...
