"""The language of an answer: what ``?locale=`` names, else what the browser prefers."""

import re
from typing import Any, Final

from fastapi import Request

from holdfast.api.shell.dependencies import exchange
from holdfast.kit.locales import LOCALES, choose_locale

__all__ = ["IN_A_LANGUAGE", "LOCALE_PARAMETER", "locale_of", "order_locale", "reader_of"]

_LOCALE: Final = re.compile(r"(?:^|&)locale=([A-Za-z-]{2,8})(?:&|$)")


def locale_of(request: Request, among: tuple[str, ...] = LOCALES) -> str:
    """What ``?locale=`` names, else what the browser prefers."""
    asked = _LOCALE.search(request.scope["query_string"].decode("latin-1"))
    preferred = exchange(request).headers.get(b"accept-language")
    return choose_locale(
        asked[1] if asked else None,
        preferred.decode("latin-1")[:256] if preferred else None,
        among,
    )


def order_locale(request: Request, asked: str | None) -> str | None:
    """The language of the order's lines: the one asked for, or the browser's."""
    if asked is not None:
        return asked
    header = exchange(request).headers.get(b"accept-language")
    return None if header is None else choose_locale(None, header.decode("latin-1"))


def reader_of(request: Request) -> str:
    """The language in which things are called that were kept in another one; ``""`` if neither
    ``?locale=`` nor the browser says one: as they were kept."""
    asked = _LOCALE.search(request.scope["query_string"].decode("latin-1"))
    told = asked is not None or b"accept-language" in exchange(request).headers
    return locale_of(request) if told else ""


LOCALE_PARAMETER: Final[dict[str, Any]] = {
    "name": "locale",
    "in": "query",
    "required": False,
    "description": "en, ru or ko; else Accept-Language decides",
    "schema": {"type": "string"},
}
IN_A_LANGUAGE: Final[dict[str, Any]] = {"parameters": [LOCALE_PARAMETER]}
"""Of a route whose answer is in a language, as its ``openapi_extra``."""
