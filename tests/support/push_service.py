"""A push service and browsers that are subscribed to it: what RFC 8030 (the POST), 8291 (what it
carries) and 8292 (who sends) ask, and it refuses the rest. It reads with ``cryptography``
and ``authlib``; we write with others."""

import json
import re
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_bytes, token_urlsafe
from typing import Any, Final, Self

from authlib.jose import JoseError, JsonWebKey, JsonWebToken
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support.site import Asked, Site, Told

__all__ = ["PushService", "Pushed", "Subscribed"]

MOST_BYTES: Final = 4096
DAY: Final = 24 * 3600
_VAPID: Final = re.compile(r"vapid t=([\w.-]+), ?k=([\w-]+)")
_TOPIC: Final = re.compile(r"[\w-]{1,32}")
_URGENCIES: Final = frozenset({"very-low", "low", "normal", "high"})


@dataclass(frozen=True)
class Pushed:
    """A message that a browser could read."""

    to: str
    topic: str
    ttl: int
    urgency: str
    data: dict[str, Any]


@dataclass
class Subscribed:
    """A browser: what it gives to the shop, and how it reads. ``key`` is the shop's, for which it
    was made: nobody else may write."""

    endpoint: str
    key: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: token_bytes(16))
    gone: bool = False

    @property
    def given(self) -> dict[str, str]:
        point = _text(_point(self.private))
        return {"endpoint": self.endpoint, "p256dh": point, "auth": _text(self.secret)}

    def read(self, body: bytes) -> dict[str, Any]:
        """What a page's worker is given."""
        data: dict[str, Any] = json.loads(self.opened(body))
        return data

    def opened(self, body: bytes) -> bytes:
        """By RFC 8291, section 3.4. Raises :class:`ValueError`, :class:`InvalidTag`."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        if size < len(sealed):
            raise ValueError("more than one record")
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = self.private.exchange(ec.ECDH(), sender)
        info = b"WebPush: info\0" + _point(self.private) + theirs
        key = _derived(self.secret, shared, info, 32)
        content_key = _derived(salt, key, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(salt, key, b"Content-Encoding: nonce\0", 12)
        text = AESGCM(content_key).decrypt(nonce, sealed, None).rstrip(b"\0")
        if text[-1:] != b"\2":
            raise ValueError("not the last record")
        return text[:-1]


class PushService:
    """``trouble`` may answer in its place; ``seen`` is called when it has a message, before it says
    so."""

    def __init__(self) -> None:
        self.pushed: list[Pushed] = []
        self.refused: list[tuple[int, str]] = []
        self.trouble: Callable[[Subscribed], Told | None] = lambda _: _GOES_ON
        self.seen: Callable[[Pushed], None] = lambda _: None
        self._browsers: dict[str, Subscribed] = {}
        self._lock = threading.Lock()
        self._site = Site(self._answer)
        self.url = self._site.url

    def subscribe(self, key: str) -> Subscribed:
        path = f"/push/{token_urlsafe(24)}"
        made = self._browsers[path] = Subscribed(self.url + path, key)
        return made

    def to(self, browser: Subscribed) -> list[Pushed]:
        return [one for one in self.pushed if one.to == browser.endpoint]

    def close(self) -> None:
        self._site.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what it asks of a message --------------------------------------------------------------

    def _answer(self, asked: Asked) -> Told | None:
        browser = self._browsers.get(asked.path)
        if browser is None:
            return self._no(404, "no such subscription")
        if asked.method != "POST":
            return self._no(405, "post")
        trouble = self.trouble(browser)
        if trouble is not _GOES_ON:
            return trouble
        if browser.gone:
            return self._no(410, "unsubscribed")
        wrong = self._wrong(asked, browser)
        if wrong is not None:
            return self._no(*wrong)
        try:
            data = browser.read(asked.content)
        except (InvalidTag, ValueError, IndexError) as error:
            return self._no(400, f"the browser cannot read it: {error!r}")
        headers = asked.headers
        urgency = headers.get("urgency", "normal")
        pushed = Pushed(
            browser.endpoint, headers.get("topic", ""), int(headers["ttl"]), urgency, data
        )
        with self._lock:
            self.pushed.append(pushed)
        self.seen(pushed)
        return Told(201, headers={"Location": f"{self.url}/message/{token_urlsafe(8)}"})

    def _no(self, status: int, why: str) -> Told:
        with self._lock:
            self.refused.append((status, why))
        return Told(status, why.encode(), {"Content-Type": "text/plain"})

    def _wrong(self, asked: Asked, browser: Subscribed) -> tuple[int, str] | None:
        headers = asked.headers
        if not headers.get("ttl", "").isdecimal():
            return 400, "a TTL is needed (RFC 8030, 5.2)"
        if headers.get("content-encoding") != "aes128gcm":
            return 415, "encrypt with aes128gcm (RFC 8291)"
        if len(asked.content) > MOST_BYTES:
            return 413, f"{MOST_BYTES} bytes at most"
        if headers.get("urgency", "normal") not in _URGENCIES:
            return 400, "no such urgency (RFC 8030, 5.3)"
        if "topic" in headers and not _TOPIC.fullmatch(headers["topic"]):
            return 400, "a topic is 32 letters of base64url at most (RFC 8030, 5.4)"
        return self._stranger(headers.get("authorization", ""), browser)

    def _stranger(self, authorization: str, browser: Subscribed) -> tuple[int, str] | None:
        """Who sends, by RFC 8292."""
        found = _VAPID.fullmatch(authorization)
        if found is None:
            return 401, "say who you are (RFC 8292)"
        token, key = found.groups()
        if key != browser.key:
            return 403, "not the key that it was subscribed with"
        try:
            claims = JsonWebToken(["ES256"]).decode(token, _public(key))
        except (JoseError, ValueError) as error:
            return 403, f"the signature is not good: {error}"
        if claims.get("aud") != self.url:
            return 403, "the audience is another"
        until = claims.get("exp")
        if not isinstance(until, int) or not 0 < until - time.time() <= DAY:
            return 403, "a day at most, and not before"
        contact = str(claims.get("sub", ""))
        if not (re.fullmatch(r"mailto:\S+@\S+", contact) or contact.startswith("https://")):
            return 403, "say whom one may write to"
        return None


_GOES_ON: Final = Told(0)


def _public(key: str) -> Any:
    point = urlsafe_b64decode(key + "=" * (-len(key) % 4))
    x, y = _text(point[1:33]), _text(point[33:])
    return JsonWebKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
