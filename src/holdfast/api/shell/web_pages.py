"""Which addresses the web app has a page at, so that a program too is told of one that is nowhere.

``pages.json`` of the built app lists them as its router does: ``$handle`` and ``$slug`` are words,
what ends in ``Id`` an id; whether there is such a thing, its head says, or only the app can ask.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.views.heads.head import Head, HeadAsked

__all__ = ["LISTED", "Found", "Heads", "Pages"]

LISTED: Final = "pages.json"

Heads: TypeAlias = Callable[[HeadAsked], Awaitable[Head | None]]
"""The head of a page; None, if nobody can say now."""


class Found(Struct, frozen=True):
    """A page by its pattern, and what stands in its first place for a word."""

    pattern: str
    word: str


class Pages:
    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [(pattern, _words(pattern)) for pattern in patterns]

    def find(self, path: str) -> Found | None:
        words = _words(path)
        for pattern, asked in self._patterns:
            if len(asked) == len(words) and all(map(_fits, asked, words)):
                said = (word for one, word in zip(asked, words, strict=True) if one[:1] == "$")
                return Found(pattern, next(said, ""))
        return None


def _words(path: str) -> list[str]:
    return path.strip("/").split("/")


def _fits(pattern: str, word: str) -> bool:
    if not pattern.startswith("$"):
        return pattern == word
    return _is_id(word) if pattern.endswith("Id") else word != ""


def _is_id(word: str) -> bool:
    try:
        UUID(word)
    except ValueError:
        return False
    return True
