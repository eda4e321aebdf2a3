"""Who listens to a channel: ``subscribe:{name}`` with ids (added to those before), with none for
everything where that is offered, or for one's own; ``unsubscribe:{name}`` likewise.

A listener is registered before the snapshot is taken, and both come from the same memory, so a
snapshot and the updates after it equal a fresh snapshot; what the snapshot says is not told again.
Whose one's own is, is settled by who opened the socket; a client cannot name an owner.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Generic
from uuid import UUID

from msgspec import Struct, field

from holdfast.kit import Problem, iso, shop_now
from holdfast.kit.sentences import say
from holdfast.live.channel import Channel, Key, Who
from holdfast.live.everything import MOST_WHOLE, TooMuchToWatch
from holdfast.live.telling import Teller, event_text
from holdfast.live.watched import Watched
from holdfast.live.watchers import Limits, Visitor, Watcher
from holdfast.live.wire import Frames

MOST_ASKED: Final = 1000  # ids in one subscription


class BadSubscription(Problem):
    status = 422
    code = "invalid-request"
    title = "The subscription is not valid"


class NotLoggedIn(Problem):
    status = 401
    code = "login-required"
    title = "Log in first"


class NotStaff(Problem):
    status = 403
    code = "forbidden"
    title = "Not allowed"


class DutyTaken(Problem):
    status = 403
    code = "duty-lacking"
    title = "This is not among your duties"

    def __init__(self, duty: str) -> None:
        super().__init__(
            say("This needs the duty {duties}. Ask an admin for it.", duties=duty),
            extra={"duties": [duty]},
        )


class Listener(Struct, Generic[Key], eq=False):
    """One connection at one channel. ``missed``: keys of which it is to be told the latest, once it
    reads again, or (``unsure``) once it is seen that its visitor is still logged in."""

    watcher: Watcher
    keys: set[Key] = field(default_factory=set)
    whole: bool = False
    view: str | None = None
    unsure: bool = False
    missed: set[Key] = field(default_factory=set)


class Listeners(Generic[Key]):
    """All of one channel."""

    def __init__(self, watched: Watched[Key, Any], teller: Teller, limits: Limits | None) -> None:
        self.watched = watched
        self.channel: Channel[Key, Any] = watched.channel
        self._teller = teller
        self._most = self.channel.most
        if limits is not None and limits.watched is not None:
            self._most = min(self._most, limits.watched)
        self._of_key: dict[Key, dict[str, Listener[Key]]] = {}
        self._whole: dict[str, Listener[Key]] = {}

    # --- subscribing ------------------------------------------------------------------------

    async def subscribe(self, watcher: Watcher, data: object) -> None:
        """Tell the watcher of what it asks for, if it may; raises a Problem if not."""
        view = None
        if self.channel.by_ids:
            keys = self._asked(data)
            if self.channel.who is Who.STAFF:
                await self._admit(watcher)
        else:
            view = self._view(data)
            keys = {await self._own(watcher)}
        listener = watcher.listening.get(self.channel.name) or Listener(watcher)
        watcher.listening[self.channel.name] = listener
        listener.view = view
        try:
            if keys is None:
                keys = await self._join_whole(listener)
                lately = self._lately(keys)
            else:
                await self._join(listener, keys)
                lately = []
        finally:
            self._forget_if_idle(listener)
        if keys and self._is_over(listener):  # found out meanwhile
            raise NotLoggedIn
        if not self._teller.later(listener, keys):
            told = {
                self.channel.member: self._in_view(view, self.watched.snapshot(keys)),
                "serverTime": iso(shop_now()),
            }
            snapshot = event_text(f"{self.channel.event}:snapshot", told)
            watcher.wire.write(Frames([snapshot, *lately]))

    async def _join(self, listener: Listener[Key], keys: set[Key]) -> None:
        fresh = keys - listener.keys
        if len(listener.keys) + len(fresh) > self._most:
            raise self.channel.too_many(
                say("A connection can watch at most {limit} of these.", limit=self._most)
            )
        listener.keys |= fresh
        for key in fresh:
            self._of_key.setdefault(key, {})[listener.watcher.sid] = listener
        try:
            await self.watched.watch(fresh)
        except BaseException:
            self._leave(listener, fresh)
            raise

    async def _join_whole(self, listener: Listener[Key]) -> set[Key]:
        everything, sid = self.watched.everything, listener.watcher.sid
        assert everything is not None
        if not listener.whole:
            listener.whole = True
            self._whole[sid] = listener
            try:
                await everything.watch()
            except BaseException as error:
                listener.whole = False
                del self._whole[sid]
                if isinstance(error, TooMuchToWatch):
                    raise self.channel.too_many(
                        say("There are more than {limit}: subscribe to ids.", limit=MOST_WHOLE)
                    ) from error
                raise
        return set(everything.keys)

    def _lately(self, keys: set[Key]) -> list[bytes]:
        """Who names no ids may know of updates alone, and show a page that is older than this: what
        changed in the last minute is told so, too."""
        assert self.watched.everything is not None
        return self._texts(None, self.watched.latest(self.watched.everything.lately, keys))

    async def unsubscribe(self, watcher: Watcher, data: object) -> None:
        """Tell the watcher no more of these, or of anything."""
        if data is None or not self.channel.by_ids:
            self.leave(watcher)
            return
        keys, listener = self._asked(data), watcher.listening.get(self.channel.name)
        if listener is not None and keys is not None:
            self._leave(listener, keys)
            self._forget_if_idle(listener)

    def leave(self, watcher: Watcher) -> None:
        """Tell the watcher no more."""
        listener = watcher.listening.get(self.channel.name)
        if listener is None:
            return
        self._leave(listener, set(listener.keys))
        if listener.whole:
            listener.whole = False
            del self._whole[watcher.sid]
            assert self.watched.everything is not None
            self.watched.everything.unwatch()
        self._forget_if_idle(listener)

    def _leave(self, listener: Listener[Key], keys: Iterable[Key]) -> None:
        gone = listener.keys.intersection(keys)
        listener.keys -= gone
        listener.missed -= gone
        for key in gone:
            listeners = self._of_key[key]
            del listeners[listener.watcher.sid]
            if not listeners:
                del self._of_key[key]
        self.watched.unwatch(gone)

    def _is_over(self, listener: Listener[Key]) -> bool:
        """Whether who listened to what is not everybody's is logged out."""
        return self.channel.who is not Who.EVERYBODY and not listener.keys

    def _forget_if_idle(self, listener: Listener[Key]) -> None:
        if not listener.keys and not listener.whole:
            listener.missed.clear()
            listener.watcher.listening.pop(self.channel.name, None)

    # --- what is asked for ------------------------------------------------------------------

    def _asked(self, data: object) -> set[Key] | None:
        """The keys a message names; None for everything."""
        whole = self.watched.everything is not None
        if data is None and whole:
            return None
        if not isinstance(data, list):
            raise BadSubscription(
                "Give a list of ids, or nothing for all." if whole else "Give a list of ids."
            )
        most = min(MOST_ASKED, self.channel.most)
        if len(data) > most:
            raise self.channel.too_many(say("At most {limit} ids in one subscription.", limit=most))
        kind: Any = UUID
        try:
            return {kind(one) for one in data}
        except (ValueError, TypeError, AttributeError) as error:
            raise BadSubscription("An id is a UUID.") from error

    async def _own(self, watcher: Watcher) -> Key:
        """Whose the watcher's own is, if it may still listen."""
        visitor: Visitor | None = watcher.visitor
        guests = self.channel.who is Who.OWNERS
        if visitor is None or (visitor.guest and not guests) or not await visitor.still():
            self.leave(watcher)
            raise NotLoggedIn
        owner: Any = visitor.owner
        return owner  # type: ignore[no-any-return]

    async def _admit(self, watcher: Watcher) -> None:
        """Whether the watcher is of staff, still."""
        visitor: Visitor | None = watcher.visitor
        if visitor is None or visitor.guest or not await visitor.still():
            self.leave(watcher)
            raise NotLoggedIn
        if not visitor.staff:
            raise NotStaff("Only staff see this.")
        if self.channel.duty and not await visitor.may(self.channel.duty):
            self.leave(watcher)
            raise DutyTaken(self.channel.duty)

    def _view(self, data: object) -> str | None:
        """Which one a subscription asks for: ``{"view": "gozon"}``."""
        asked = data.get("view") if isinstance(data, dict) else None
        if asked is None or (isinstance(asked, str) and asked in self.channel.views):
            return asked
        raise BadSubscription("Use view=gozon, or leave view out.", field="view")

    # --- telling ----------------------------------------------------------------------------

    def of_owner(self, owner: Any) -> list[Listener[Any]]:
        """Those of this owner who listen to what is not everybody's."""
        if self.channel.who is Who.STAFF:
            return [one for one in self.of_owners() if _owner(one) == owner]
        return list(self._of_owner().get(owner, {}).values())

    def of_owners(self) -> list[Listener[Any]]:
        found = {id(one): one for some in self._of_owner().values() for one in some.values()}
        return list(found.values())

    def _of_owner(self) -> dict[Any, dict[str, Listener[Key]]]:
        return {} if self.channel.who is Who.EVERYBODY else self._of_key

    def messages(
        self, updates: Mapping[Key, Sequence[Struct]]
    ) -> list[tuple[Listener[Key], Sequence[Key], Frames, int]]:
        """For each listener one piece of ready frames: encoded once, shared by all who get it."""
        texts: dict[tuple[str | None, Key], list[bytes]] = {}

        def frames_of(view: str | None, keys: Sequence[Key]) -> tuple[Frames, int]:
            found: list[bytes] = []
            for key in keys:
                if (view, key) not in texts:
                    texts[view, key] = self._texts(view, updates[key])
                found += texts[view, key]
            return Frames(found), len(found)

        everything = self.watched.everything
        whole = frozenset() if everything is None else everything.keys
        of_whole = [key for key in updates if key in whole]
        found: list[tuple[Listener[Key], Sequence[Key], Frames, int]] = []
        if of_whole and self._whole:
            ready = frames_of(None, of_whole)
            found = [(listener, of_whole, *ready) for listener in self._whole.values()]
        wanted: dict[Listener[Key], list[Key]] = {}
        for key in updates:
            for listener in self._of_key.get(key, {}).values():
                if not (listener.whole and key in whole):
                    wanted.setdefault(listener, []).append(key)
        made: dict[tuple[str | None, tuple[Key, ...]], tuple[Frames, int]] = {}
        for listener, keys in wanted.items():
            shared = made.get(of := (listener.view, tuple(keys)))  # hashing ids takes a while
            if shared is None:
                shared = made[of] = frames_of(*of)
            found.append((listener, keys, *shared))
        return found

    def latest(self, listener: Listener[Key]) -> list[bytes]:
        """What it has missed, as it is now."""
        missed, listener.missed = listener.missed, set()
        return self._texts(listener.view, self.watched.snapshot(missed))

    def _texts(self, view: str | None, updates: Sequence[Struct]) -> list[bytes]:
        name = f"{self.channel.event}:update"
        return [event_text(name, one) for one in self._in_view(view, updates)]

    def _in_view(self, view: str | None, updates: Sequence[Struct]) -> Sequence[Struct]:
        return updates if view is None else [self.channel.views[view](one) for one in updates]


def _owner(listener: Listener[Any]) -> str | None:
    visitor: Visitor | None = listener.watcher.visitor
    return None if visitor is None else visitor.owner
