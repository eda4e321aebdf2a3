"""Which addresses the web app has a page at, so that a program too is told of one that is nowhere.

``pages.json`` of the built app lists them as its router does: ``$handle`` is a product that is on
sale, what ends in ``Id`` an id; whose it is, and whether it is there, only the app can ask.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeAlias
from uuid import UUID

__all__ = ["LISTED", "OnSale", "Pages"]

LISTED: Final = "pages.json"

OnSale: TypeAlias = Callable[[str], Awaitable[bool]]
"""Whether a product of this id or handle is on sale; yes, if nobody can say now."""


class Pages:
    def __init__(self, patterns: Iterable[str], on_sale: OnSale) -> None:
        self._patterns = [_words(pattern) for pattern in patterns]
        self._on_sale = on_sale

    async def has(self, path: str) -> bool:
        words = _words(path)
        for pattern in self._patterns:
            if len(pattern) == len(words) and all(map(_fits, pattern, words)):
                if "$handle" not in pattern:
                    return True
                return await self._on_sale(words[pattern.index("$handle")])
        return False


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
