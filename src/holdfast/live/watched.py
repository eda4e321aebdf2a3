"""The states of one channel that somebody watches: absolute, each with a version.

States may be lost, doubled or come in any order: the newest version counts, so that taking them in
any order ends at the newest. What was lost heals by reading again.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, Generic
from uuid import UUID

from msgspec import Struct

from holdfast.ledger import AccountState
from holdfast.live.channel import Accounts, Channel, Key, NextRelease, Reads, State
from holdfast.live.everything import Everything
from holdfast.live.healing import Healing

KEPT: Final = 5  # times as many states of a key as a snapshot has, while it is watched
ROWS_AT_ONCE: Final = 500
MOST_ROWS: Final = 50_000  # that something was said of; what is beyond is told by healing


def _never(_: str) -> datetime | None:
    return None


class _Group(Generic[State]):
    """What a key has. ``told``: whether what is read is news to somebody. ``gone``: states that
    are read no more, and watchers are still to be told so."""

    __slots__ = ("gone", "read", "states", "told", "watchers")

    def __init__(self) -> None:
        self.watchers = 0
        self.read = self.told = False
        self.states: dict[str, State] = {}
        self.gone: dict[str, State] = {}


class Watched(Generic[Key, State]):
    """One process's view. ``changed`` is set when there is news to tell."""

    def __init__(
        self,
        channel: Channel[Key, State],
        reads: Reads[Key, State],
        changed: asyncio.Event | None = None,
        next_release_at: NextRelease = _never,
    ) -> None:
        self.channel = channel
        self.changed = changed or asyncio.Event()
        self._reads = reads
        self._next_release_at = next_release_at
        self._groups: dict[Key, _Group[State]] = {}
        self._key_of: dict[str, Key] = {}
        self._needed: dict[str, set[Key]] = {}
        self._dirty: dict[Key, dict[str, None]] = {}
        self._rows: dict[UUID, None] = {}
        self._heard: dict[str, AccountState] = {}
        self._reading = 0
        self._healing: Healing[Key] = Healing(channel.name, self._groups.keys, self._heal)
        self.everything = Everything(self, reads.everything) if reads.everything else None

    async def start(self) -> None:
        """Begin to heal."""
        await self._healing.start()
        if self.everything is not None:
            await self.everything.start()

    async def stop(self) -> None:
        await self._healing.stop()
        if self.everything is not None:
            await self.everything.stop()

    # --- watching ---------------------------------------------------------------------------

    @property
    def keys(self) -> Collection[Key]:
        """What somebody watches."""
        return self._groups.keys()

    async def watch(self, keys: Collection[Key]) -> None:
        """Follow these; registered before they are read, so that nothing falls between. Every
        ``watch`` needs its ``unwatch``, also when it raises."""
        self.count(keys)
        await self.ensure(keys)

    def count(self, keys: Iterable[Key]) -> None:
        """One more watcher of each; to be read yet."""
        for key in keys:
            self._groups.setdefault(key, _Group()).watchers += 1

    async def ensure(self, keys: Iterable[Key]) -> None:
        """Read what has not been read since it is watched."""
        missing = [one for one in keys if one in self._groups and not self._groups[one].read]
        if missing:
            await self.refresh(missing)

    def unwatch(self, keys: Iterable[Key]) -> None:
        """One watcher less of each; what nobody watches is forgotten."""
        for key in keys:
            group = self._groups.get(key)
            if group is None:
                continue
            group.watchers -= 1
            if group.watchers == 0:
                del self._groups[key]
                self._dirty.pop(key, None)
                for name in group.states:
                    self._key_of.pop(name, None)
                for needed in self._needed.values():
                    needed.discard(key)

    def snapshot(self, keys: Iterable[Key]) -> list[Struct]:
        """All that is known of these now."""
        found: list[Struct] = []
        newest = self.channel.newest
        for key in keys:
            group = self._groups.get(key)
            if group is not None:
                names: Iterable[str] = group.states
                if newest is not None:
                    names = sorted(names, reverse=True)[:newest]
                found += self._told(group, names)
        return found

    def drain(self) -> dict[Key, list[Struct]]:
        """What changed since the last call, the latest of each."""
        dirty, self._dirty = self._dirty, {}
        found = {}
        for key, names in dirty.items():
            group = self._groups[key]
            found[key] = self._told(group, names)
            group.gone.clear()
        return found

    def latest(self, names: Iterable[str], keys: Collection[Key]) -> list[Struct]:
        """One update of each of these keys that one of the accounts belongs to."""
        first: dict[Key, str] = {}
        for name in names:
            key = self._key_of.get(name)
            if key is not None and key in keys:
                first.setdefault(key, name)
        return [one for key, name in first.items() for one in self._told(self._groups[key], [name])]

    def _told(self, group: _Group[State], names: Iterable[str]) -> list[Struct]:
        states, gone, told = group.states, group.gone, self.channel.told
        some = [(name, states.get(name) or gone[name]) for name in names]
        if told is not None:
            return told(states.values(), some, self._next_release_at)
        found: list[Any] = [state for _, state in some]
        return found

    # --- news -------------------------------------------------------------------------------

    def take(self, account: AccountState) -> None:
        """What the ledger committed of one of its accounts."""
        accounts, name = self.channel.accounts, account.key
        assert accounts is not None
        if self.everything is not None:
            self.everything.lately.note(name)
        if self._needed:
            self._read_who_needs(accounts, name)
        key = self._key_of.get(name)
        if key is None:
            self._take_unknown(account)
            return
        group = self._groups[key]
        before = group.states[name]
        if account.version > before.version:
            group.states[name] = accounts.after(before, account)
            self._mark(key, name)
            self._healing.changed(key)
        elif accounts.holds:  # when its next hold ends may be news, though its numbers are not
            self._mark(key, name)

    def _read_who_needs(self, accounts: Accounts[Key, State], name: str) -> None:
        first = accounts.akin(name) if accounts.akin is not None else None
        self.said(self._needed.get(first or name, ()))

    def _note_needs(self, key: Key, state: State) -> None:
        accounts = self.channel.accounts
        if accounts is None or accounts.needs is None:
            return
        for name in accounts.needs(state):
            self._needed.setdefault(name, set()).add(key)

    def _take_unknown(self, account: AccountState) -> None:
        """Whose it is may just be being read, and what is read may be older than this; or it was
        opened after its key was read."""
        before = self._heard.get(account.key)
        if self._reading and (before is None or account.version > before.version):
            self._heard[account.key] = account
        accounts = self.channel.accounts
        if accounts is None:
            return
        key: Key | None = None
        if accounts.key_of is not None:
            key = accounts.key_of(account.key)
        elif accounts.akin is not None and (other := accounts.akin(account.key)) is not None:
            key = self._key_of.get(other)
        if key is not None and key in self._groups and self._groups[key].read:
            self._healing.hurry(key)

    def touch(self, name: str) -> None:
        """Something other than an account's numbers changed (when its next hold ends)."""
        key = self._key_of.get(name)
        if key is not None:
            self._mark(key, name)

    def said(self, keys: Iterable[Key]) -> None:
        """Something of these changed: read them, now."""
        for key in keys:
            if key in self._groups:
                self._healing.hurry(key)

    def said_of_rows(self, rows: Iterable[UUID]) -> None:
        """These rows changed: read them, now, if anybody watches at all."""
        if self._groups and len(self._rows) < MOST_ROWS:
            self._rows.update(dict.fromkeys(rows))
            self._healing.hurry()

    def doubt(self) -> None:
        """News may have been lost: read everything watched again, soon."""
        self._healing.doubt()

    def tell(self, keys: Iterable[Key]) -> None:
        """Somebody who has no snapshot of these is to be told of them, as if all had changed."""
        for key in keys:
            group = self._groups.get(key)
            if group is not None:
                group.told = True
                for name in group.states:
                    self._mark(key, name)

    def _mark(self, key: Key, name: str) -> None:
        self._dirty.setdefault(key, {})[name] = None
        self.changed.set()

    # --- reading ----------------------------------------------------------------------------

    async def _heal(self, keys: Sequence[Key]) -> None:
        rows = list(islice(self._rows, ROWS_AT_ONCE))
        for row in rows:  # what is said of them from now on is another change
            del self._rows[row]
        try:
            await self.refresh(keys, rows)
        except BaseException:
            self._rows.update(dict.fromkeys(rows))
            raise
        if self._rows:
            self._healing.hurry()

    async def refresh(self, keys: Sequence[Key], rows: Sequence[UUID] = ()) -> None:
        """Read these again."""
        self._reading += 1
        try:
            found = await self._reads.read(keys, rows)
            for key in {**dict.fromkeys(keys), **found}:
                group = self._groups.get(key)
                if group is not None:
                    self._apply(key, group, found.get(key, {}), whole=key in keys)
            for account in list(self._heard.values()):
                self.take(account)
        finally:
            self._reading -= 1
            if not self._reading:
                self._heard.clear()

    def _apply(
        self, key: Key, group: _Group[State], found: Mapping[str, State], *, whole: bool
    ) -> None:
        """What a key has, as read; what the first reading says is no news: who watches by then
        gets a snapshot of it."""
        news = group.told or not whole
        if whole:
            group.read = group.told = True
            if self.channel.gone is not None:
                for name in group.states.keys() - found.keys():
                    self._take_off(key, group, name, self.channel.gone)
        for name, state in found.items():
            before = group.states.get(name)
            self._key_of[name] = key
            self._note_needs(key, state)
            if before is None or _is_newer(state, before):
                group.states[name] = state
                if news:
                    self._mark(key, name)
        if self.channel.newest is not None and len(group.states) > KEPT * self.channel.newest:
            for name in sorted(group.states)[: -KEPT * self.channel.newest]:
                del group.states[name]
                self._key_of.pop(name, None)
                self._dirty.get(key, {}).pop(name, None)

    def _take_off(
        self, key: Key, group: _Group[State], name: str, gone: Callable[[State], State]
    ) -> None:
        self._key_of.pop(name, None)
        group.gone[name] = gone(group.states.pop(name))
        self._mark(key, name)


def _is_newer(state: State, before: State) -> bool:
    """Of the same version a reading may know more than its account says."""
    return state.version > before.version or (state.version == before.version and state != before)
