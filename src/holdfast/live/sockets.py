"""Socket.IO around the channels: connections, their bounds, and what they say."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import socketio
import structlog

from holdfast.kit import Problem
from holdfast.kit.tasks import Tasks
from holdfast.live.feed import Feed
from holdfast.live.listeners import Listeners
from holdfast.live.sessions import Sessions
from holdfast.live.strangers import Strangers
from holdfast.live.telling import Teller, refused
from holdfast.live.watchers import USUAL, Limits, Visitor, Watcher, Watchers
from holdfast.live.wire import install

log = structlog.get_logger("holdfast.live")

MESSAGE_SIZE: Final = 64 * 1024
_ATTACHED: Final = ("5", "6")  # Socket.IO's events and acknowledgements with attachments

_Work: TypeAlias = Callable[[Watcher, object], Awaitable[None]]


def _peer(scope: Mapping[str, Any]) -> str:
    """Whose connection it is, where no proxy stands before us."""
    client = scope.get("client")
    return client[0] if client else ""


def _nobody(_: Mapping[str, Any]) -> Visitor | None:
    """Who is logged in, where nobody ever is."""
    return None


def _english(_: Mapping[str, Any]) -> str:
    """The language of problems, where nobody says one."""
    return "en"


class SocketUnavailable(Problem):
    status = 503
    code = "unavailable"
    title = "Temporarily unavailable"


class Sockets:
    """The Socket.IO server of one process. ``app`` is mounted at ``/socket.io``."""

    def __init__(
        self,
        feed: Feed,
        *,
        polling: bool = True,
        limits: Limits | None = USUAL,
        address_of: Callable[[Mapping[str, Any]], str] = _peer,
        visitor_of: Callable[[Mapping[str, Any]], Visitor | None] = _nobody,
        language_of: Callable[[Mapping[str, Any]], str] = _english,
    ) -> None:
        self._address_of = address_of
        self._visitor_of = visitor_of
        self._language_of = language_of
        self.watchers = Watchers(limits)
        self._teller = Teller(feed.changed)
        self._sessions = Sessions(self._teller)
        self.strangers = Strangers(self._dismiss)
        self._tasks = Tasks()
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            # Each poll must reach the process that has the connection.
            transports=["polling", "websocket"] if polling else ["websocket"],
            max_http_buffer_size=MESSAGE_SIZE,
            cors_allowed_origins=[],  # the shell has looked at the origin already
            http_compression=False,
            logger=False,
            engineio_logger=False,
        )
        self._take = self.server._handle_eio_message
        self._greet = self.server._handle_eio_connect
        self._part = self.server._handle_eio_disconnect
        self.server.eio.on("message", self._taken)
        self.server.eio.on("connect", self._arrived)
        self.server.eio.on("disconnect", self._departed)
        self._wire_of = install(self.server.eio)
        self.app = socketio.ASGIApp(self.server)
        self.server.on("connect", self._connected)
        self.server.on("disconnect", self._disconnected)
        for name, watched in feed.watched.items():
            channel: Listeners[Any] = Listeners(watched, self._teller, limits)
            self._teller.channels[name] = channel
            self.server.on(f"subscribe:{name}", self._asked(channel.subscribe))
            self.server.on(f"unsubscribe:{name}", self._asked(channel.unsubscribe))

    async def start(self) -> None:
        """Begin to tell."""
        self._tasks.begin(self._teller.run(), "live telling")
        self._tasks.begin(self._sessions.run(), "live sessions")
        self._tasks.begin(self.strangers.run(), "sockets that never connect")

    async def stop(self) -> None:
        await self._tasks.end()
        await self._sessions.stop()
        await self.server.shutdown()

    def look_at(self, owner: str) -> None:
        """A session of this owner's is over: its sockets are told nothing more."""
        self._sessions.look_at(owner)

    @property
    def connected(self) -> int:
        """How many there are."""
        return len(self.watchers.by_sid)

    @property
    def sent(self) -> int:
        """Updates written so far."""
        return self._teller.sent

    @property
    def pause(self) -> float:
        """Seconds between the last two rounds of updates."""
        return self._teller.pause

    # --- coming and going -------------------------------------------------------------------

    async def _arrived(self, connection: str, environ: dict[str, Any]) -> str | None:
        """A connection, which may poll, or never say anything; the reason why it is refused."""
        if not self.watchers.arrive(connection, self._address_of(environ["asgi.scope"])):
            return "too-many-connections"
        self.strangers.arrived(connection)
        await self._greet(connection, environ)
        return None

    async def _departed(self, connection: str, reason: str) -> None:
        self.strangers.known(connection)
        self.watchers.depart(connection)
        await self._part(connection, reason)
        if reason == self.server.eio.reason.CLIENT_DISCONNECT:
            # A poll of theirs that still waits is over: engine.io would keep it for a minute, and a
            # server that is told to stop would wait for it.
            self.server.eio.sockets[connection].queue.put_nowait(None)

    async def _dismiss(self, connection: str) -> None:
        log.info("socket cut off: never connected")
        socket = self.server.eio.sockets.get(connection)
        if socket is not None:  # who polls no more never reads that it is closed
            await socket.close(wait=False, reason=self.server.eio.reason.SERVER_DISCONNECT)

    async def _connected(self, sid: str, environ: dict[str, Any], _: object = None) -> None:
        scope = environ["asgi.scope"]
        address = self._address_of(scope)
        if self.watchers.full(address):
            raise socketio.exceptions.ConnectionRefusedError("too-many-connections")
        connection = self.server.manager.eio_sid_from_sid(sid, "/")
        self.strangers.known(connection)
        socket = self.server.eio.sockets[connection]
        visitor, language = self._visitor_of(scope), self._language_of(scope)
        self.watchers.add(Watcher(sid, self._wire_of(socket), address, visitor, language))

    async def _disconnected(self, sid: str, *_: object) -> None:
        watcher = self.watchers.remove(sid)
        self._teller.forget(sid)
        if watcher is not None:
            async with watcher.busy:  # a subscription under way ends first
                for channel in self._teller.channels.values():
                    channel.leave(watcher)

    async def _taken(self, connection: str, said: object) -> None:
        """Take what a client says. Who says what is no message of ours is cut off: Socket.IO would
        log a traceback each time, and gather the attachments of one message without end."""
        try:
            if not isinstance(said, str) or said.startswith(_ATTACHED):
                raise ValueError("attachments")
            await self._take(connection, said)
        except Exception as error:  # noqa: BLE001 - whatever a stranger's text does to the parser
            log.info("socket cut off: no message of ours", error=repr(error)[:200])
            socket = self.server.eio.sockets.get(connection)
            if socket is not None:
                self._wire_of(socket).abort()

    # --- subscribing ------------------------------------------------------------------------

    def _asked(self, work: _Work) -> Callable[..., Awaitable[dict[str, object]]]:
        """A handler whose problems become the acknowledgement and an event ``problem``."""

        async def handle(sid: str, data: object = None) -> dict[str, object]:
            watcher = self.watchers.by_sid.get(sid)
            if watcher is None:
                return {"ok": False}
            try:
                self.watchers.spend(watcher)
                async with watcher.busy:
                    if sid in self.watchers.by_sid:
                        await work(watcher, data)
            except Problem as problem:
                return refused(watcher, problem)
            except Exception as error:  # noqa: BLE001 - the store is away: the client asks again
                log.warning("subscription failed", error=repr(error))
                return refused(
                    watcher,
                    SocketUnavailable("The stock numbers cannot be read right now. Try again."),
                )
            return {"ok": True}

        return handle
