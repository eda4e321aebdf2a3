"""Who sent a request: by session cookie, guest's cookie, bearer token or typed user id; or, where
a gateway stands before us, by its word.
"""

from collections.abc import Mapping
from typing import Final, Protocol
from urllib.parse import parse_qs

from holdfast.api.contract.problems import BadCredentials, InvalidRequest
from holdfast.api.shell.exchange import COOKIE, Exchange
from holdfast.live import Visitor
from holdfast.people import (
    Identity,
    IdentityCache,
    Principal,
    Signer,
    Vouched,
    Voucher,
    is_handle,
    user_owner,
)

__all__ = [
    "PRINCIPAL", "SOCKETS", "USER_ID", "Authentication", "ByGateway", "BySecrets",
    "vouched_for",
]  # fmt: skip

SOCKETS: Final = "/socket.io"
USER_ID: Final = b"x-user-id"
PRINCIPAL: Final = b"x-holdfast-principal"
_COOKIE_NAME: Final = COOKIE.encode() + b"="


class Authentication(Protocol):
    """How a process learns who sent a request. ``behind_door``: whether the door of our services
    stands before it."""

    behind_door: bool

    def claimed(self, exchange: Exchange) -> bool:
        """Whether the request says who sent it."""
        ...

    async def authenticate(self, exchange: Exchange) -> None:
        """Note on the exchange who it is. Raises the problem of who claims in vain."""
        ...

    def visitor(self, exchange: Exchange) -> Visitor | None:
        """Who opens a socket, for as long as it is open; None if nobody that is known."""
        ...


class BySecrets:
    """By what was sent. ``typed_ids``: whether a typed user id is believed (``--demo``)."""

    behind_door = False

    def __init__(
        self, signer: Signer, identities: IdentityCache, *, typed_ids: bool = False
    ) -> None:
        self._signer = signer
        self._identities = identities
        self._typed_ids = typed_ids

    def claimed(self, exchange: Exchange) -> bool:
        headers = exchange.headers
        return (
            b"cookie" in headers
            or b"authorization" in headers
            or (self._typed_ids and _typed(exchange) is not None)
        )

    async def authenticate(self, exchange: Exchange) -> None:
        """A cookie that is not ours, or over, is none; a wrong token or typed id is refused."""
        headers = exchange.headers
        token = _bearer(headers)
        if token is not None:
            identity = await self._identities.token(token)
            if identity is None:
                raise BadCredentials
            _is_user(exchange, identity, by_token=True)
            return
        handle = _handle(exchange) if self._typed_ids else None
        if handle is not None:
            identity = await self._identities.typed(handle)
            if identity is None:
                raise BadCredentials("This user is not active.")
            exchange.typed = handle
            _is_user(exchange, identity, by_token=USER_ID in headers)
            return
        kind, value = _cookie(self._signer, headers)
        if kind == "g":
            exchange.principal = Principal("guest:" + value, "guest", address=exchange.address)
        elif kind == "u":
            identity = await self._identities.session(value)
            if identity is not None:
                exchange.session = value
                _is_user(exchange, identity)

    def visitor(self, exchange: Exchange) -> Visitor | None:
        principal, session, handle = exchange.principal, exchange.session, exchange.typed
        if principal is None:
            return None
        if principal.kind == "guest":
            return Visitor(principal.id, _for_good, guest=True)
        owner, identities = principal.id, self._identities
        token = _bearer(exchange.headers)

        async def now() -> Principal | None:
            if token is not None:
                identity = await identities.token(token)
            elif handle:
                identity = await identities.typed(handle)
            else:
                identity = await identities.session(session)
            known = identity is not None and user_owner(identity.user) == owner
            return _principal(identity) if identity is not None and known else None

        async def still() -> bool:
            who = await now()
            return who is not None and (who.is_staff or not staff)

        async def may(duty: str) -> bool:
            who = await now()
            return who is not None and who.may(duty)

        staff = principal.is_staff
        return Visitor(owner, still, staff=staff, may=may)


class ByGateway:
    """By the gateway's signed word, which stands in a header; by nothing else. ``typed_ids``: as
    at the gateway."""

    behind_door = True

    def __init__(self, voucher: Voucher, signer: Signer, *, typed_ids: bool = False) -> None:
        self._voucher = voucher
        self._signer = signer
        self._typed_ids = typed_ids

    def claimed(self, exchange: Exchange) -> bool:
        headers = exchange.headers
        return PRINCIPAL in headers or b"authorization" in headers or USER_ID in headers

    async def authenticate(self, exchange: Exchange) -> None:
        """A word that is forged or over is none; then a token or typed id was wrong."""
        headers = exchange.headers
        vouched = self._voucher.read(headers.get(PRINCIPAL, b""))
        if vouched is None:
            if _bearer(headers) is not None or (self._typed_ids and _handle(exchange) is not None):
                raise BadCredentials
            return
        if vouched.identity is None:
            exchange.principal = Principal(vouched.owner, "guest", address=exchange.address)
            return
        exchange.typed = vouched.typed
        _is_user(exchange, vouched.identity, by_token=vouched.by_token)
        kind, value = _cookie(self._signer, headers)
        if kind == "u":
            exchange.session = value  # what logging out ends

    def visitor(self, exchange: Exchange) -> Visitor | None:  # noqa: ARG002
        """Sockets are the gateway's."""
        return None


def vouched_for(exchange: Exchange) -> Vouched | None:
    """What a gateway passes on of whom it has authenticated."""
    principal = exchange.principal
    if principal is None:
        return None
    return Vouched(principal.id, exchange.identity, principal.by_token, exchange.typed)


async def _for_good() -> bool:
    """A guest's cookie is the guest's for as long as it is sent."""
    return True


def _is_user(exchange: Exchange, identity: Identity, *, by_token: bool = False) -> None:
    exchange.identity = identity
    exchange.principal = _principal(identity, exchange.address, by_token=by_token)


def _principal(identity: Identity, address: str = "", *, by_token: bool = False) -> Principal:
    return Principal(
        user_owner(identity.user),
        "user",
        identity.roles,
        address,
        by_token,
        identity.withheld,
        identity.duties,
    )


def _bearer(headers: Mapping[bytes, bytes]) -> str | None:
    """The token of an ``Authorization`` header, if that is what it carries."""
    scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
    return token.strip().decode("latin-1")[:200] if scheme.lower() == b"bearer" else None


def _typed(exchange: Exchange) -> bytes | None:
    """The typed user id as sent: in its header; for a socket, which browsers open without headers
    of a page's own, also as ``userId`` in the address."""
    given = exchange.headers.get(USER_ID)
    if given is None and exchange.scope["path"].startswith(SOCKETS):
        query = parse_qs(exchange.scope["query_string"].decode("latin-1"), encoding="latin-1")
        said = query.get("userId", [None])[-1]
        given = None if said is None else said.encode("latin-1")
    return given


def _handle(exchange: Exchange) -> str | None:
    given = _typed(exchange)
    if given is None:
        return None
    handle = given.decode("latin-1").strip()
    if not is_handle(handle):
        raise InvalidRequest("Use 1 to 64 visible ASCII characters.", field="X-User-Id")
    return handle


def _cookie(signer: Signer, headers: Mapping[bytes, bytes]) -> tuple[str, str]:
    """Kind and value of the cookie, if it is ours."""
    cookies = headers.get(b"cookie")
    read = None if cookies is None else signer.read(_ours(cookies))
    return read or ("", "")


def _ours(cookies: bytes) -> bytes:
    """The value of our cookie among those sent."""
    if cookies.startswith(_COOKIE_NAME) and b";" not in cookies:
        return cookies[len(_COOKIE_NAME) :]
    for cookie in cookies.split(b";"):
        name_and_value = cookie.strip()
        if name_and_value.startswith(_COOKIE_NAME):
            return name_and_value[len(_COOKIE_NAME) :]
    return b""
