"""Which words of what is shown were looked for."""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.search import Marker, first_marked, marked
from holdfast.views.product_pages import Shown

__all__ = ["highlights"]

SNIPPET: Final = 160
MARKED: Final = 8192
"""What was marked, kept while the product is told in the same words."""
MARKERS: Final = 64
_TAGS: Final = re.compile(r"<[^>]*>")
_encode = msgspec.json.encode


class _Texts(Struct):
    name: str
    description: str


_texts: Final = msgspec.json.Decoder(_Texts)


def highlights(shown: Mapping[UUID, Shown], stems: frozenset[str]) -> msgspec.Raw:
    """By product, only where something is marked."""
    lit = ((one, _lit(page.head, stems)) for one, page in shown.items() if stems)
    return msgspec.Raw(
        b"{%b}" % b",".join(b'"%b":%b' % (str(one).encode(), marks) for one, marks in lit if marks)
    )


@lru_cache(maxsize=MARKERS)
def _marker(stems: frozenset[str]) -> Marker:
    return Marker(stems)


@lru_cache(maxsize=MARKED)
def _lit(head: bytes, stems: frozenset[str]) -> bytes:
    """A product's name and a piece of what is said of it, in pieces that are marked or not, as
    JSON; none if nothing is marked."""
    said, marker = _texts.decode(head + b"}"), _marker(stems)
    texts = ("name", said.name), ("description", _snippet(said.description, marker))
    pieces = ((field, marked(text, marker)) for field, text in texts)
    lit = {
        field: [{"text": piece, "found": on} for piece, on in some]
        for field, some in pieces
        if len(some) > 1 or (some and some[0][1])
    }
    return _encode(lit) if lit else b""


def _snippet(description: str, marker: Marker) -> str:
    """So much of it as has the first word that was found."""
    plain = description[:4000]
    if "<" in plain:
        plain = _TAGS.sub(" ", plain)
    plain = " ".join(html.unescape(plain).split())
    at = first_marked(plain, marker)
    if at is None:
        return ""
    begin = 0 if at < SNIPPET // 2 else plain.rfind(" ", 0, max(1, at - SNIPPET // 3)) + 1
    end = len(plain) if begin + SNIPPET >= len(plain) else plain.rfind(" ", at + 1, begin + SNIPPET)
    if end <= at:
        end = begin + SNIPPET
    return ("… " if begin else "") + plain[begin:end] + (" …" if end < len(plain) else "")
