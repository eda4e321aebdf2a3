"""Pages of other origins: may the one that sent this change anything, and may it read the answer?

Browsers say where a request comes from (``Sec-Fetch-Site``, older ones only ``Origin``), and pages
cannot forge either. What is no browser sends neither, and has no visitor's cookie to abuse. A page
of an origin that is named (``HOLDFAST_ORIGINS``) may do both, with the visitor's cookie; no other
may either (CORS: the browser keeps the answer from it).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from holdfast.kit.sentences import say

__all__ = ["Headers", "Origins", "named_origins", "same_origin"]

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]

_ORIGIN: Final = re.compile(
    r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?"
)
_VARY: Final = (b"vary", b"origin")
_READ: Final = (
    (b"access-control-allow-credentials", b"true"),
    (
        b"access-control-expose-headers",
        (
            b"retry-after, x-request-id, x-client-request-id, content-language, "
            b"content-disposition, location, etag, "
            b"preference-applied, www-authenticate"
        ),
    ),
)
_SEND: Final = (
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, PATCH, DELETE"),
    (
        b"access-control-allow-headers",
        (
            b"content-type, idempotency-key, authorization, x-user-id, x-request-id, prefer, "
            b"if-none-match, if-match"
        ),
    ),
    (b"access-control-max-age", b"7200"),
    (b"content-length", b"0"),
)


def named_origins(words: Iterable[str]) -> "Origins":
    """The origins that are named; raises :class:`ValueError` for what is none."""
    named = list(words)
    for one in named:
        if not _ORIGIN.fullmatch(one):
            raise ValueError(
                say("{origin} is not an origin. Write it as https://shop.example:8443.", origin=one)
            )
    return Origins(frozenset(one.encode() for one in named))


class Origins:
    """The origins whose pages may work with the shop beside its own."""

    def __init__(self, named: frozenset[bytes] = frozenset()) -> None:
        self.named = named
        self._readable: dict[bytes, Headers] = {
            origin: (_VARY, (b"access-control-allow-origin", origin), *_READ) for origin in named
        }
        self._unnamed: Headers = (_VARY,) if named else ()

    def reading(self, headers: Mapping[bytes, bytes]) -> Headers:
        """What an answer carries so that a page of a named origin can read it, and no other."""
        return self._readable.get(headers.get(b"origin", b""), self._unnamed)

    def preflight(self, method: str, headers: Mapping[bytes, bytes]) -> Headers | None:
        """The headers that answer whether a page of a named origin may send what it is about to;
        None for any other request."""
        asks = method == "OPTIONS" and b"access-control-request-method" in headers
        return _SEND if asks and headers.get(b"origin") in self.named else None

    def from_another_site(self, headers: Mapping[bytes, bytes]) -> bool:
        """Whether a page of a named origin sent it that is of another site: there a cookie is kept
        only if it says that it may go between sites."""
        return (
            headers.get(b"sec-fetch-site") == b"cross-site" and headers.get(b"origin") in self.named
        )


def same_origin(headers: Mapping[bytes, bytes], host: bytes, allowed: frozenset[bytes]) -> bool:
    """Whether our own pages (or those of ``allowed`` origins) sent it, or no browser did."""
    site = headers.get(b"sec-fetch-site")
    if site == b"same-origin" or site == b"none":
        return True
    origin = headers.get(b"origin")
    if origin is None:
        return site is None
    if origin in allowed:
        return True
    if site is not None:
        return False
    _, separator, its_host = origin.partition(b"://")
    return bool(separator) and its_host.lower() == host.lower()
