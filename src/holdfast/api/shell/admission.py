"""Who may come in: what a request is asked before its handler, a socket before it opens.

Each raises the problem for which the request is not answered.
"""

import math
import re
from collections.abc import AsyncIterator
from typing import Final, TypeAlias

from starlette.types import Receive

from holdfast.api.contract.problems import (
    BodyTooLarge,
    CrossOrigin,
    InvalidRequest,
    MalformedJson,
    MalformedRequest,
    NotFound,
    RateLimited,
    UnsupportedMediaType,
)
from holdfast.api.contract.uploads import Upload
from holdfast.api.shell.authentication import SOCKETS, Authentication
from holdfast.api.shell.bodies import BodyRoom
from holdfast.api.shell.exchange import EMBEDDED, Exchange
from holdfast.api.shell.origins import Origins, same_origin
from holdfast.api.shell.proxies import TrustedProxies, place_of
from holdfast.api.shell.request_ids import RequestIds
from holdfast.kit.rates import RENEW, Rate
from holdfast.kit.sentences import Sentence, say
from holdfast.people import Signer

__all__ = ["Admission", "at_most", "passing"]

_WELL_FORMED_KEY: Final = re.compile(rb"[!-~]{1,255}")
_ESCAPED_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_PASSING: Final = 2**20
"""What a body that is read piece by piece has of the room."""
_Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]
_TLS: Final = (b"strict-transport-security", b"max-age=31536000")


def _common(cdn: bytes, tiles: bytes, frames: bytes = b"'none'") -> _Headers:
    """What every answer carries; pages may load the app from the CDN, too, and a map from where its
    tiles are. ``frames``: whose pages may show it in a frame."""
    own = b"'self' " + cdn if cdn else b"'self'"
    policy = (
        b"default-src %b; img-src %b https: data:; style-src %b 'unsafe-inline'; "
        b"script-src %b; connect-src 'self' ws: wss:%b; frame-ancestors %b; base-uri 'self'; "
        b"form-action 'self'; object-src 'none'"
    ) % (own, own, own, own, b" " + tiles if tiles else b"", frames)
    return (
        (b"content-security-policy", policy),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),  # addresses of links hold secrets
    )


class Admission:
    def __init__(
        self,
        signer: Signer,
        authentication: Authentication,
        proxies: TrustedProxies,
        *,
        origins: Origins = Origins(),  # noqa: B008 - names none
        frames: Origins = Origins(),  # noqa: B008 - names none
        by_address: Rate | None = None,
        by_principal: Rate | None = None,
        writes: Rate | None = None,
        writes_of_guests: Rate | None = None,
        by_sender: Rate | None = None,
        body_limit: int = 256 * 1024,
        cdn_url: str = "",
        tiles: str = "",
    ) -> None:
        self.signer = signer
        self._authentication = authentication
        self._proxies = proxies
        self.origins = origins
        self._by_address = by_address
        self._by_principal = by_principal
        self._writes = writes
        self._writes_of_guests = writes_of_guests
        self._by_sender = by_sender
        self._body_limit = body_limit
        self._room = BodyRoom()
        cdn = cdn_url.rstrip("/").encode()
        maps = "/".join(tiles.split("/", 3)[:3]).encode()
        self._common = _common(cdn, maps)
        self._common_tls = (*self._common, _TLS)
        named = b" ".join(sorted(frames.named)) or b"'none'"
        self._framed = _common(cdn, maps, named)
        self._framed_tls = (*self._framed, _TLS)
        self._ids = RequestIds(behind_door=authentication.behind_door)

    def identify(self, exchange: Exchange) -> None:
        """The request's id, the client's address, whether it came by TLS."""
        scope, headers = exchange.scope, exchange.headers
        client = scope.get("client")
        address = client[0] if client else ""
        by_proxy = self._proxies.trusts(address)
        self._ids.name(exchange, by_proxy=by_proxy)
        exchange.secure = scope["scheme"] in ("https", "wss")
        if by_proxy:
            said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
            address = self._proxies.client(address, b",".join(said).decode("latin-1"))
            protocol = headers.get(b"x-forwarded-proto")
            if protocol is not None:
                exchange.secure = protocol.strip().lower() == b"https"
        exchange.address = scope["address"] = place_of(address)
        if scope["path"].startswith(EMBEDDED):
            exchange.common = self._framed_tls if exchange.secure else self._framed
        else:
            exchange.common = self._common_tls if exchange.secure else self._common
        if self.origins.named:
            exchange.common += self.origins.reading(headers)
            exchange.from_another_site = self.origins.from_another_site(headers)

    async def admit(self, exchange: Exchange, receive: Receive) -> None:
        """Raise the problem for which the request is not answered."""
        scope = exchange.scope
        path = scope["path"]
        if self._by_sender is not None and path.startswith("/hooks/"):
            await self._spend(self._by_sender, exchange.address)
        limited = path.startswith(("/api/", "/feeds/", "/sitemap", SOCKETS))
        if limited and self._by_address is not None:
            await self._spend(self._by_address, exchange.address)
        if self._authentication.claimed(exchange):
            await self._authentication.authenticate(exchange)
        unsafe = scope["method"] not in _SAFE
        if unsafe or scope["path"].startswith(SOCKETS):
            self._check_origin(exchange)
        if scope["path"].startswith(SOCKETS):
            self._introduce(exchange)
        if limited and self._by_principal is not None and exchange.principal is not None:
            await self._spend(self._by_principal, exchange.principal.id)
        if exchange.access is not None:
            exchange.principal = exchange.access.admit(exchange.principal)
        if unsafe:
            if scope["path"].startswith("/api/"):
                await self._spend_write(exchange)
            await self._read(exchange, receive)
        if b"%00" in scope["query_string"]:
            raise InvalidRequest("Text must not contain NUL characters.")
        if "\0" in scope["path"]:
            raise NotFound

    def _check_origin(self, exchange: Exchange) -> None:
        """Whatever changes something comes from pages of ours, or by a token, with a sound key."""
        headers = exchange.headers
        by_token = exchange.principal is not None and exchange.principal.by_token
        host = headers.get(b"host", b"")
        anywhere = exchange.upload is not None and exchange.upload.from_anywhere
        if not (by_token or anywhere or same_origin(headers, host, self.origins.named)):
            raise CrossOrigin
        key = headers.get(b"idempotency-key")
        if key is not None and not _WELL_FORMED_KEY.fullmatch(key):
            raise InvalidRequest("Use 1 to 255 visible ASCII characters.", field="Idempotency-Key")

    async def _spend_write(self, exchange: Exchange) -> None:
        """Whoever is not staff changes only so much in a day; guests of one address together,
        since a guest may be another one at each request."""
        principal = exchange.principal
        if principal is None or principal.kind == "guest":
            if self._writes_of_guests is not None:
                await self._spend(self._writes_of_guests, exchange.address)
        elif self._writes is not None and not principal.is_staff:
            await self._spend(self._writes, principal.id)

    async def _spend(self, rate: Rate, key: str) -> None:
        wait = rate.spend(key)
        if wait == RENEW:
            wait = await rate.renew(key)
        if wait:
            seconds = str(math.ceil(wait))
            raise RateLimited(
                say("Try again in {seconds} s.", seconds=seconds), headers={"Retry-After": seconds}
            )

    async def _read(self, exchange: Exchange, receive: Receive) -> None:
        """Take the body in, within its bound."""
        headers, limit, upload = exchange.headers, self._body_limit, exchange.upload
        if upload is not None:
            upload.admit(headers.get(b"content-type", b""))
            limit = upload.most_bytes
        declared = headers.get(b"content-length")
        if declared is not None:
            if declared == b"0":
                return
            if int(declared) > limit:
                raise BodyTooLarge(at_most(limit), headers={"Connection": "close"})
        elif b"transfer-encoding" not in headers:
            return
        if upload is not None:
            size = limit if declared is None else int(declared)
            self._make_room(exchange, upload, min(size, _PASSING) if upload.streamed else size)
            if upload.streamed:
                exchange.incoming = passing(receive, limit)
                return
        body = await _whole(receive, limit)
        if len(body) > limit:
            raise BodyTooLarge(at_most(limit), headers={"Connection": "close"})
        exchange.body = body
        is_file = upload is not None and not upload.json
        if body and not is_file and exchange.scope["path"].startswith("/api/"):
            _check_json(exchange, body)

    def _make_room(self, exchange: Exchange, upload: Upload, size: int) -> None:
        """Raises the problem of who sends too much at once, or of a full house."""
        who = exchange.principal
        sender = exchange.address if who is None or who.kind == "guest" else who.id
        self._room.take(sender, size, upload.in_hand)
        exchange.room = sender, size

    def leave(self, exchange: Exchange) -> None:
        """It is answered, and its body forgotten."""
        if exchange.room is not None:
            self._room.leave(*exchange.room)
            exchange.room = None

    async def admit_socket(self, exchange: Exchange) -> None:
        """The same questions for a web socket, once for all it will say."""
        headers = exchange.headers
        if self._by_address is not None:
            await self._spend(self._by_address, exchange.address)
        if not same_origin(headers, headers.get(b"host", b""), self.origins.named):
            raise CrossOrigin
        if self._authentication.claimed(exchange):
            await self._authentication.authenticate(exchange)
        self._introduce(exchange)

    def _introduce(self, exchange: Exchange) -> None:
        """Say who opens a socket, for as long as it is open."""
        exchange.scope["visitor"] = self._authentication.visitor(exchange)


async def _whole(receive: Receive, limit: int) -> bytes:
    """The body, or a little more of it than is allowed. Of who is gone before its end, nothing is
    done: also not what an empty one would ask for."""
    body, more = bytearray(), True
    while more and len(body) <= limit:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise MalformedRequest("The body ended too early.")
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


async def passing(receive: Receive, limit: int) -> AsyncIterator[bytes]:
    """The body as it comes. Raises what :func:`_whole` and its caller do, amid it."""
    came, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise MalformedRequest("The body ended too early.")
        piece = message.get("body", b"")
        came += len(piece)
        if came > limit:
            raise BodyTooLarge(at_most(limit), headers={"Connection": "close"})
        more = message.get("more_body", False)
        if piece:
            yield piece


def at_most(size: int) -> Sentence:
    """How many bytes there may be, as people say it."""
    if size % (1024 * 1024) == 0:
        return say("At most {limit} MB.", limit=size // (1024 * 1024))
    if size % 1024 == 0:
        return say("At most {limit} kB.", limit=size // 1024)
    return say("At most {limit} bytes.", limit=size)


def _check_json(exchange: Exchange, body: bytes) -> None:
    content_type = exchange.headers.get(b"content-type", b"")
    if content_type != b"application/json":
        media = content_type.partition(b";")[0].strip().lower()
        if media == b"text/plain":
            _is_json(exchange)
        elif media != b"application/json" and not media.endswith(b"+json"):
            raise UnsupportedMediaType("Send application/json.")
    if b"\0" in body:  # UTF-16 has one beside every letter, and would hide what is escaped
        raise MalformedJson(say("The body is not UTF-8 text."))
    if b"\\u0000" in body and _ESCAPED_NUL.search(body):
        raise InvalidRequest("Text must not contain NUL characters.")


def _is_json(exchange: Exchange) -> None:
    """A page's ``fetch`` that names no type (as specification A's do) sends text: it is read as
    JSON. Browsers let any page send text without asking first; what guards is the Origin check."""
    scope = exchange.scope
    others = [one for one in scope["headers"] if one[0] != b"content-type"]
    scope["headers"] = [*others, (b"content-type", b"application/json")]
