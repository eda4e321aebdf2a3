"""One exchange: a request and its answer, with what the shell knows about them.

Handlers find it as ``scope["exchange"]``. It stands between the server and the application: it
hands on the body that was read already, and adds to the answer what every answer carries.
"""

import re
from asyncio import Task
from collections.abc import AsyncIterator, Awaitable
from typing import Any, Final

from starlette.types import Message, Receive, Scope, Send

from holdfast.api.contract.askers import Access
from holdfast.api.contract.uploads import Upload
from holdfast.people import Identity, Principal, Signer, guest_owner

__all__ = ["COOKIE", "EMBEDDED", "Exchange"]

COOKIE: Final = "holdfast_session"
COOKIE_DAYS: Final = 180
EMBEDDED: Final = "/embed/"
"""Pages below it may stand in a frame of another site, and send ``X-Embedded``."""
_LOOPBACK: Final = re.compile(rb"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+")


class Exchange:
    __slots__ = (
        "_cookie", "_given", "_rest", "_send", "access", "address", "body", "client_id", "common",
        "echo", "from_another_site", "headers", "id", "identity", "incoming", "principal", "room",
        "scope", "seconds", "secure", "session", "signer", "started", "status", "task", "timed_out",
        "typed", "upload",
    )  # fmt: skip

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, signer: Signer, started: float
    ) -> None:
        self.scope = scope
        self.signer = signer
        self.started = started
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.id = ""
        self.client_id = ""  # what the client calls it, cleaned
        self.echo: bytes | None = None  # that, if it may stand on the answer as it came
        self.address = ""
        self.secure = False
        self.from_another_site = False  # by a page of a named origin
        self.principal: Principal | None = None
        self.identity: Identity | None = None  # of a user: name, address, roles
        self.typed = ""  # the typed user id, where it was believed
        self.session = ""  # the session's token, when a user's cookie authenticated
        self.body = b""
        self.incoming: AsyncIterator[bytes] | None = None  # that, where it is read piece by piece
        self.room: tuple[str, int] | None = None  # whose it is that the body takes, and how much
        self.access: Access | None = None  # who may ask the route
        self.upload: Upload | None = None  # what the route takes for a body, if it is a file
        self.seconds: float | None = None  # it may take, where the route says so
        self.common: tuple[tuple[bytes, bytes], ...] = ()  # headers of every answer
        self.status = 0  # of the answer, once it has begun
        self.task: Task[Any] | None = None
        self.timed_out = False
        self._cookie: bytes | None = None
        self._given = False
        self._rest = receive
        self._send = send

    @property
    def origin(self) -> str:
        """Of the shop's pages, as whoever asks has reached it."""
        host = self.headers.get(b"host", b"").decode("latin-1")[:255]
        return f"{'https' if self.secure else 'http'}://{host}"

    def shop_url(self, public_url: str) -> str:
        """Where the shop is found: ``public_url``, or as whoever asks has reached it; empty where
        what they call it is no address."""
        return public_url or (self.origin if _ADDRESS.fullmatch(self.origin) else "")

    @property
    def embedded(self) -> bool:
        """Whether a page asks that stands in a frame of another site."""
        return b"x-embedded" in self.headers

    def person(self) -> Principal:
        """The principal. A guest who has no cookie yet becomes one here, and gets it."""
        if self.principal is None:
            key = self.headers.get(b"idempotency-key")
            guest = (
                self.signer.fresh_guest()
                if key is None
                else self.signer.derived_guest(key.decode("latin-1"), self.address)
            )
            self.principal = Principal(guest_owner(guest), "guest", address=self.address)
            self.set_cookie(self.signer.sign("g", str(guest)))
        return self.principal

    def set_cookie(self, value: str, days: int = COOKIE_DAYS) -> None:
        """Send the session cookie with the answer; an empty value removes it."""
        age = days * 86_400 if value else 0
        if self._for_another_site:
            # Kept for the site of that page alone: on its own site the shop has another.
            site = "SameSite=None; Secure; Partitioned"
        else:
            site = "SameSite=Lax; Secure" if self.secure else "SameSite=Lax"
        self._cookie = f"{COOKIE}={value}; Path=/; Max-Age={age}; HttpOnly; {site}".encode("ascii")

    @property
    def _for_another_site(self) -> bool:
        """Whether the cookie is for a page within, or of, another site. Browsers take a secure
        cookie by TLS, and from this machine itself."""
        if self.embedded:
            return self.secure or bool(_LOOPBACK.fullmatch(self.headers.get(b"host", b"")))
        return self.secure and self.from_another_site

    async def receive(self) -> Message:
        """The body in one piece, then whatever the server still has to say (a disconnect)."""
        if self._given:
            return await self._rest()
        self._given = True
        return {"type": "http.request", "body": self.body, "more_body": False}

    def send(self, message: Message) -> Awaitable[None]:
        """Pass the answer on, with what every answer carries."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = message["headers"]
            headers = [*own, *self.common, (b"x-request-id", self.id.encode())]
            if self.echo is not None:
                headers.append((b"x-client-request-id", self.echo))
            if self._cookie is not None:
                headers.append((b"set-cookie", self._cookie))
            # What the interface says is somebody's own, or out of date in a moment.
            passing = self._cookie is not None or self.scope["path"].startswith("/api/")
            if passing and b"cache-control" not in dict(own):
                headers.append((b"cache-control", b"no-store"))
            message["headers"] = headers
        return self._send(message)
