"""Push services of browsers (RFC 8030): one POST a message, encrypted for the browser (RFC 8291)
and signed with the shop's key (VAPID, RFC 8292). Encrypting and signing are
done by what ``pywebpush`` is made of (``http_ece``, ``py_vapid``); asking is not: it asks any
address of any network, by libraries that a worker does not load."""

import asyncio
import base64
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import asyncpg
import http_ece
import httpcore
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct
from msgspec.structs import replace
from py_vapid import Vapid02, VapidException

from holdfast.kit import shop_now, utc_now
from holdfast.kit.public_network import Address, AddressRefused, GuardedNetwork, is_public
from holdfast.mail.carrier import Gone, InDoubt, NotNow, Ready, Refused
from holdfast.mail.mail import Mail
from holdfast.mail.subscriptions import (
    Browser,
    browser_answered,
    browser_at,
    browser_gone,
    browser_unanswered,
)

__all__ = [
    "PushCarrier", "PushKey", "bad_subscription", "lasts", "may_be_written_to", "retry_after",
]  # fmt: skip

MOST_ENDPOINT: Final = 1000
TOKEN_SECONDS: Final = 12 * 3600  # a day at most (RFC 8292)
MOST_TTL: Final = 28 * 24 * 3600
MOST_WAIT: Final = 24 * 3600.0
_TOLD: Final = 300
_MOST_SAID: Final = 16 * 1024
_POINT: Final = 65
_SECRET: Final = 16
# P-256's order: a key is a number from 1 to one below it.
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class PushKey(Struct, frozen=True):
    """The shop's pair: push services know by it whose messages these are."""

    private: ec.EllipticCurvePrivateKey

    @classmethod
    def new(cls) -> "PushKey":
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def read(cls, text: str) -> "PushKey":
        """As it is written: 32 bytes in base64url. Raises :class:`ValueError`."""
        raw = _bytes(text.strip())
        if len(raw) != 32 or not 0 < int.from_bytes(raw) < _ORDER:
            raise ValueError("32 bytes in base64url")
        return cls(ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1()))

    @classmethod
    def made_of(cls, seed: bytes) -> "PushKey":
        """The same of the same bytes, of which there are 32 or more."""
        number = int.from_bytes(seed) % (_ORDER - 1) + 1
        return cls(ec.derive_private_key(number, ec.SECP256R1()))

    @property
    def written(self) -> str:
        return _text(self.private.private_numbers().private_value.to_bytes(32))

    @property
    def public(self) -> str:
        """What browsers are given when they subscribe."""
        key = self.private.public_key()
        return _text(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def signed(self, endpoint: str, contact: str) -> str:
        """The header that says who asks (RFC 8292)."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + TOKEN_SECONDS,
            "sub": contact,
        }
        made: str = Vapid02(self.private).sign(claims)["Authorization"]
        return made


def may_be_written_to(contact: str) -> bool:
    """Whether it is what push services want to be told (``mailto:``, or an address of https)."""
    try:
        PushKey.new().signed("https://push.example.com/", contact)
    except VapidException:
        return False
    return True


def bad_subscription(browser: Browser, *, private: bool) -> str:
    """Which of its fields is not as a browser gives it; empty if none. ``private``: the inner
    network may be asked, and by http. What a name leads to is looked at when it is asked."""
    if not _may_be_asked(browser.endpoint, private=private):
        return "endpoint"
    try:
        point = _bytes(browser.p256dh)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return "p256dh"
    if len(point) != _POINT:
        return "p256dh"
    try:
        return "" if len(_bytes(browser.auth)) == _SECRET else "auth"
    except ValueError:
        return "auth"


def _may_be_asked(endpoint: str, *, private: bool) -> bool:
    try:
        parts = urlsplit(endpoint)
        host, good = parts.hostname, parts.port != 0
    except ValueError:
        return False
    whole = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not good or not host or not whole or parts.fragment or "@" in parts.netloc:
        return False
    if private:
        return parts.scheme in ("https", "http")
    try:
        return parts.scheme == "https" and is_public(ip_address(host))
    except ValueError:
        return parts.scheme == "https" and "." in host.rstrip(".")


class PushCarrier:
    """``contact`` is whom a push service may write to; no answer takes longer than ``seconds``."""

    for_all = False

    def __init__(
        self, pool: Callable[[], asyncpg.Pool], key: PushKey, contact: str, seconds: float,
        *, private: bool = False,
    ) -> None:  # fmt: skip
        self._pool, self._key, self._contact, self._seconds = pool, key, contact, seconds
        self._private = private
        allowed = _anywhere if private else is_public
        self._http = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=4,
            keepalive_expiry=15.0,
            network_backend=GuardedNetwork(allowed),
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def send(
        self, mail: Mail, ready: Ready, before_text: Callable[[], Awaitable[bool]]
    ) -> bool:
        """As :class:`~holdfast.mail.carrier.Carrier` says; it is never :class:`Away`, which would
        hold up all other push services."""
        pool = self._pool()
        browser = await browser_at(pool, mail.address)
        if browser is None:
            raise Gone("the browser is not subscribed any more")
        try:
            who = self._key.signed(browser.endpoint, self._contact)
            body = _sealed(browser, ready.text)
        except (VapidException, http_ece.ECEException, ValueError) as error:
            raise Refused(f"cannot be written to: {error}") from error
        headers = {
            "TTL": str(lasts(mail)),
            "Urgency": "normal" if ready.urgent else "low",
            "Topic": mail.id.hex,  # a second one takes the place of the first, while that waits
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": who,
            "User-Agent": "Holdfast",
        }
        if not await before_text():
            return False
        try:
            answer = await self._asked(browser.endpoint, headers, body)
        except (NotNow, InDoubt):
            await browser_unanswered(pool, browser)
            raise
        await browser_answered(pool, browser)
        if answer.status in (404, 410):
            await browser_gone(pool, browser)
            raise Gone("the browser is not subscribed any more")
        if answer.status in (401, 403):  # of another key than ours is by now: it never will
            await browser_gone(pool, browser)
            raise Gone(f"its push service does not know our key: {_said(answer)}")
        _judge(answer)
        return True

    async def _asked(self, endpoint: str, headers: dict[str, str], body: bytes) -> "_Answer":
        """Its head is the answer: what fails after it leaves no doubt."""
        parts = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        answer: _Answer | None = None
        try:
            async with asyncio.timeout(self._seconds * 2):
                async with self._http.stream(
                    "POST", endpoint, headers=list(headers.items()), content=body,
                    extensions={"timeout": parts},
                ) as came:  # fmt: skip
                    told = {name.lower(): value for name, value in came.headers}
                    after = told.get(b"retry-after", b"").decode("latin-1")
                    answer = _Answer(came.status, b"", after.strip())
                    answer = replace(answer, said=await _beginning(came))
        except AddressRefused as error:
            raise NotNow(str(error)) from error
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
            raise NotNow(f"its push service is away: {type(error).__name__}") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException,
                TimeoutError, OSError) as error:  # fmt: skip
            if answer is None:
                raise InDoubt(f"its push service did not answer: {type(error).__name__}") from error
        return answer


class _Answer(Struct, frozen=True):
    """Of a push service, with the beginning of what it said."""

    status: int
    said: bytes
    retry_after: str


async def _beginning(came: httpcore.Response) -> bytes:
    """What fails here fails no more than its words."""
    said = b""
    with suppress(httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        async for part in came.aiter_stream():
            said += part
            if len(said) > _MOST_SAID:
                break
    return said[:_TOLD]


def _judge(answer: _Answer) -> None:
    status = answer.status
    if 200 <= status < 300:
        return
    said = _said(answer)
    if status in (408, 429) or status >= 500:
        raise NotNow(said, retry_after(answer.retry_after))
    raise Refused(said)


def _said(answer: _Answer) -> str:
    words = answer.said.decode("utf-8", "replace").split()
    return " ".join([str(answer.status), *words])


def retry_after(text: str) -> float | None:
    """Of a ``Retry-After``: a number, or a date; a day at most."""
    if text.isdecimal() and len(text) < 10:
        return min(float(text), MOST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year or an offset of twenty digits is the second
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - utc_now()).total_seconds(), 0.0), MOST_WAIT)


def lasts(mail: Mail) -> int:
    """Seconds for which a push service keeps it for who is away."""
    left = (mail.late_at - shop_now()).total_seconds()
    return int(min(max(left, 0), MOST_TTL))


def _sealed(browser: Browser, text: bytes) -> bytes:
    made: bytes = http_ece.encrypt(
        text,
        private_key=ec.generate_private_key(ec.SECP256R1()),  # of this message alone
        dh=_bytes(browser.p256dh),
        auth_secret=_bytes(browser.auth),
        version="aes128gcm",
    )
    return made


def _anywhere(_: Address) -> bool:
    return True


def _bytes(text: str) -> bytes:
    """Of base64url, with or without what fills it up. Raises :class:`ValueError`."""
    bare = text.rstrip("=")
    made = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    if "+" in bare or "/" in bare:
        raise ValueError("not base64url")
    return made


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
