"""What every way to search has: it is filled once, then asked."""

from collections.abc import Sequence
from typing import Protocol

from holdfast.search import Document

__all__ = ["Searcher", "texts_of"]


class Searcher(Protocol):
    """``ask``: the places (in what it was filled with) of the first ten it finds, best first."""

    name: str

    def fill(self, documents: Sequence[Document]) -> None: ...

    def ask(self, text: str) -> list[int]: ...

    def close(self) -> None: ...


def texts_of(document: Document) -> tuple[str, str, str]:
    """Names, descriptions and tags (with category, maker, attributes, options), in all languages of
    the shop: every way to search is given what the shop's own is given."""
    tags = (*document.about, *document.codes)
    return " \n".join(document.name), " \n".join(document.text), " \n".join(tags)
