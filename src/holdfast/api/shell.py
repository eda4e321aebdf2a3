"""The shell: everything that holds for every request, in one ASGI layer.

In this order: request id, who is the client behind trusted proxies, how often the address came,
who it is (cookie or bearer token), whether another site sent it, how often this principal came,
the body within its bounds, the handler within its time, problems, common headers, metrics, log.

One layer instead of twelve because each costs a coroutine and a closure per message; the whole of
it takes about as long as FastAPI takes to match a route (docs/benchmarks.md).
"""

import asyncio
import itertools
import math
import re
import secrets
from collections.abc import Mapping
from time import perf_counter
from typing import Any, Final

from msgspec import Struct
from starlette.types import ASGIApp, Receive, Scope, Send

from holdfast.api.exchange import COOKIE, Exchange
from holdfast.api.metrics import Meter, Metrics
from holdfast.api.origins import same_origin
from holdfast.api.problems import (
    BadCredentials,
    BodyTooLarge,
    CrossOrigin,
    InternalError,
    InvalidRequest,
    NotFound,
    RateLimited,
    TimedOut,
    UnsupportedMediaType,
    rendered,
    translated,
)
from holdfast.api.proxies import TrustedProxies
from holdfast.api.routes import Routes
from holdfast.kit.errors import Problem
from holdfast.kit.logs import REQUEST, logger
from holdfast.kit.rates import RENEW, Rate
from holdfast.people import Credentials, Identity, Principal, Signer, user_owner

__all__ = ["Bounds", "Shell", "client_address"]

log = logger("http")

_WELL_FORMED_ID: Final = re.compile(rb"[A-Za-z0-9._:/+=-]{8,100}")
_WELL_FORMED_KEY: Final = re.compile(rb"[!-~]{1,255}")
_ESCAPED_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_COOKIE_NAME: Final = COOKIE.encode() + b"="
_PAGE_POLICY: Final = (
    b"default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; "
    b"script-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'"
)
_COMMON: Final = (
    (b"content-security-policy", _PAGE_POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
_COMMON_TLS: Final = (
    *_COMMON,
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
)


class Bounds(Struct, frozen=True):
    """How much and how long."""

    body: int = 256 * 1024
    seconds: float = 20.0
    slow_seconds: float = 1.0
    log_all: bool = False


class Shell:
    """``routes`` behind all that. ``lifespan`` is the application that starts and stops."""

    def __init__(
        self,
        routes: Routes,
        lifespan: ASGIApp,
        *,
        signer: Signer,
        credentials: Credentials,
        metrics: Metrics,
        proxies: TrustedProxies,
        origins: frozenset[bytes] = frozenset(),
        by_address: Rate | None = None,
        by_principal: Rate | None = None,
        bounds: Bounds = Bounds(),  # noqa: B008
    ) -> None:
        self.routes = routes
        self._lifespan = lifespan
        self._signer = signer
        self._credentials = credentials
        self._sockets = metrics.sockets
        self._refused = metrics.http.meter("*", "(refused)")
        self._proxies = proxies
        self._origins = origins
        self._by_address = by_address
        self._by_principal = by_principal
        self._bounds = bounds
        self._ids = map(f"{secrets.token_hex(6)}-{{:x}}".format, itertools.count(1))
        self._running: set[Exchange] = set()
        metrics.http.running = self._running.__len__

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "http":
            await self._answer(scope, receive, send)
        elif kind == "websocket":
            await self._connect(scope, receive, send)
        else:
            watch = asyncio.create_task(self._watch(), name="overdue requests")
            try:
                await self._lifespan(scope, receive, send)
            finally:
                watch.cancel()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope, receive, send, self._signer, perf_counter())
        scope["exchange"] = exchange
        scope["app"] = self._lifespan
        self._identify(exchange)
        exchange.task = asyncio.current_task()
        self._running.add(exchange)
        meter = self._refused
        try:
            entry = self.routes.find(scope)
            meter = entry.meter
            await self._admit(exchange, receive)
            await entry.app(scope, exchange.receive, exchange.send)
        except asyncio.CancelledError:
            if not exchange.timed_out or exchange.task is None:
                raise
            exchange.task.uncancel()
            await self._refuse(exchange, TimedOut())
        except Exception as error:  # noqa: BLE001  (the last resort: nothing may leave unanswered)
            await self._fail(exchange, error)
        finally:
            self._running.discard(exchange)
            exchange.task = None
            del scope["exchange"]  # no cycles: what is over is freed at once, not by the collector
            elapsed = perf_counter() - exchange.started
            meter.add(exchange.status, elapsed)
            bounds = self._bounds
            if elapsed > bounds.slow_seconds or bounds.log_all or exchange.status >= 500:
                self._log(exchange, meter, elapsed)

    # --- coming in ---------------------------------------------------------------------------

    def _identify(self, exchange: Exchange) -> None:
        """The request's id, the client's address, whether it came by TLS."""
        scope, headers = exchange.scope, exchange.headers
        given = headers.get(b"x-request-id")
        if given is not None and _WELL_FORMED_ID.fullmatch(given):
            exchange.id = given.decode("ascii")
        else:
            exchange.id = next(self._ids)
        REQUEST.set(exchange.id)
        client = scope.get("client")
        address = client[0] if client else ""
        exchange.secure = scope["scheme"] in ("https", "wss")
        if self._proxies.trusts(address):
            said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
            address = self._proxies.client(address, b",".join(said).decode("latin-1"))
            protocol = headers.get(b"x-forwarded-proto")
            if protocol is not None:
                exchange.secure = protocol.strip().lower() == b"https"
        exchange.address = scope["address"] = address
        exchange.common = _COMMON_TLS if exchange.secure else _COMMON

    async def _admit(self, exchange: Exchange, receive: Receive) -> None:
        """Raise the problem for which the request is not answered."""
        scope, headers = exchange.scope, exchange.headers
        limited = scope["path"].startswith(("/api/", "/socket.io"))
        if limited and self._by_address is not None:
            await self._spend(self._by_address, exchange.address)
        identity = headers.get(b"cookie"), headers.get(b"authorization")
        if identity != (None, None):
            await self._authenticate(exchange, *identity)
        unsafe = scope["method"] not in _SAFE
        if unsafe or scope["path"].startswith("/socket.io"):
            by_token = exchange.principal is not None and exchange.principal.by_token
            host = headers.get(b"host", b"")
            if not by_token and not same_origin(headers, host, self._origins):
                raise CrossOrigin
            key = headers.get(b"idempotency-key")
            if key is not None and not _WELL_FORMED_KEY.fullmatch(key):
                raise InvalidRequest(
                    "Use 1 to 255 visible ASCII characters.", field="Idempotency-Key"
                )
        if limited and self._by_principal is not None and exchange.principal is not None:
            await self._spend(self._by_principal, exchange.principal.id)
        if unsafe:
            await self._read(exchange, receive)
        if b"%00" in scope["query_string"]:
            raise InvalidRequest("NUL characters are not text.")
        if "\0" in scope["path"]:
            raise NotFound

    async def _spend(self, rate: Rate, key: str) -> None:
        wait = rate.spend(key)
        if wait == RENEW:
            wait = await rate.renew(key)
        if wait:
            seconds = str(math.ceil(wait))
            raise RateLimited(f"Try again in {seconds} s.", headers={"Retry-After": seconds})

    async def _authenticate(
        self, exchange: Exchange, cookies: bytes | None, authorization: bytes | None
    ) -> None:
        """Who it is. A cookie that is not ours, or over, is none; a wrong token is refused."""
        if authorization is not None:
            scheme, _, token = authorization.partition(b" ")
            if scheme.lower() == b"bearer":
                identity = await self._credentials.token(token.strip().decode("latin-1")[:200])
                if identity is None:
                    raise BadCredentials
                exchange.identity = identity
                exchange.principal = _user(identity, exchange.address, by_token=True)
                return
        if cookies is None:
            return
        read = self._signer.read(_ours(cookies))
        if read is None:
            return
        kind, value = read
        if kind == "g":
            exchange.principal = Principal("guest:" + value, "guest", address=exchange.address)
            return
        identity = await self._credentials.session(value)
        if identity is not None:
            exchange.session = value
            exchange.identity = identity
            exchange.principal = _user(identity, exchange.address)

    async def _read(self, exchange: Exchange, receive: Receive) -> None:
        """Take the body in, within its bound."""
        headers, limit = exchange.headers, self._bounds.body
        declared = headers.get(b"content-length")
        if declared is not None:
            if declared == b"0":
                return
            if int(declared) > limit:
                raise BodyTooLarge(f"At most {limit} bytes.", headers={"Connection": "close"})
        elif b"transfer-encoding" not in headers:
            return
        message = await receive()
        body = message.get("body", b"")
        while message.get("more_body", False) and len(body) <= limit:
            message = await receive()
            body += message.get("body", b"")
        if len(body) > limit:
            raise BodyTooLarge(f"At most {limit} bytes.", headers={"Connection": "close"})
        exchange.body = body
        if body and exchange.scope["path"].startswith("/api/"):
            _check_json(headers.get(b"content-type", b""), body)

    # --- going out ---------------------------------------------------------------------------

    async def _fail(self, exchange: Exchange, error: Exception) -> None:
        problem = translated(error)
        if problem is None:
            log.error("unhandled error", path=exchange.scope["path"], exc_info=error)
            problem = InternalError()
        elif problem.status >= 500:
            log.warning("refused", code=problem.code, cause=repr(error)[:500])
        if exchange.status:
            raise error  # the answer had begun: the server cuts the connection
        await self._refuse(exchange, problem)

    async def _refuse(self, exchange: Exchange, problem: Problem) -> None:
        if exchange.status:
            return
        status, headers, body = rendered(problem, exchange.id)
        await exchange.send({"type": "http.response.start", "status": status, "headers": headers})
        await exchange.send({"type": "http.response.body", "body": body})

    def _log(self, exchange: Exchange, meter: Meter, elapsed: float) -> None:
        principal = exchange.principal
        log.info(
            "request",
            method=exchange.scope["method"],
            path=exchange.scope["path"][:300],
            route=meter.route,
            status=exchange.status,
            ms=round(elapsed * 1000, 1),
            address=exchange.address,
            principal=principal.id if principal is not None else None,
        )

    async def _watch(self) -> None:
        """Cancel exchanges that take too long and have not begun to answer.

        One task for all: a timeout for each would cost more than the rest of the shell.
        """
        allowed = self._bounds.seconds
        while True:
            await asyncio.sleep(min(1.0, allowed / 4))
            overdue = perf_counter() - allowed
            for exchange in list(self._running):
                if exchange.started > overdue or exchange.status or exchange.task is None:
                    continue
                if not exchange.scope["path"].startswith("/socket.io"):  # those wait on purpose
                    exchange.timed_out = True
                    exchange.task.cancel()

    # --- sockets -----------------------------------------------------------------------------

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A web socket: the same questions, once."""
        exchange = Exchange(scope, receive, send, self._signer, perf_counter())
        scope["exchange"] = exchange
        self._identify(exchange)
        entry = self.routes.mounts.get("/socket.io")
        try:
            if entry is None or not scope["path"].startswith("/socket.io"):
                raise NotFound
            if self._by_address is not None:
                await self._spend(self._by_address, exchange.address)
            headers = exchange.headers
            if not same_origin(headers, headers.get(b"host", b""), self._origins):
                raise CrossOrigin
            await self._authenticate(
                exchange, headers.get(b"cookie"), headers.get(b"authorization")
            )
        except Problem as problem:
            self._sockets.refused += 1
            log.info("socket refused", code=problem.code, address=exchange.address)
            await send({"type": "websocket.close", "code": 1008, "reason": problem.code})
            return
        self._sockets.connected += 1
        try:
            await entry.app(scope, receive, send)
        finally:
            self._sockets.connected -= 1


def client_address(scope: Mapping[str, Any]) -> str:
    """The address a connection comes from, by trusted proxies, for whoever has only its scope."""
    address: str = scope["address"]
    return address


def _user(identity: Identity, address: str, *, by_token: bool = False) -> Principal:
    return Principal(user_owner(identity.user), "user", identity.roles, address, by_token)


def _ours(cookies: bytes) -> bytes:
    """The value of our cookie among those sent."""
    if cookies.startswith(_COOKIE_NAME) and b";" not in cookies:
        return cookies[len(_COOKIE_NAME) :]
    for cookie in cookies.split(b";"):
        name_and_value = cookie.strip()
        if name_and_value.startswith(_COOKIE_NAME):
            return name_and_value[len(_COOKIE_NAME) :]
    return b""


def _check_json(content_type: bytes, body: bytes) -> None:
    if content_type != b"application/json":
        media = content_type.partition(b";")[0].strip().lower()
        if media != b"application/json" and not media.endswith(b"+json"):
            raise UnsupportedMediaType
    if b"\\u0000" in body and _ESCAPED_NUL.search(body):
        raise InvalidRequest("NUL characters are not text.")
