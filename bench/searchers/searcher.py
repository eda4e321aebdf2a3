"""What every way to search has: it is filled once, then asked."""

from collections.abc import Sequence
from typing import Protocol

from holdfast.catalog.seeds import Goods

__all__ = ["Searcher", "texts_of"]


class Searcher(Protocol):
    """``ask``: the places (in what it was filled with) of the first ten it finds, best first."""

    name: str

    def fill(self, goods: Sequence[Goods]) -> None: ...

    def ask(self, text: str) -> list[int]: ...

    def close(self) -> None: ...


def texts_of(goods: Goods) -> tuple[str, str, str]:
    """Names, descriptions and tags (with its maker, and what its attributes are), in all languages
    of the shop: every way to search is given the same."""
    translations = goods.translations.values()
    names = [goods.name, *(one.name or "" for one in translations)]
    texts = [goods.description, *(one.description or "" for one in translations)]
    tags = [*goods.tags, goods.vendor, *(str(one) for one in goods.attributes.values())]
    return " \n".join(names), " \n".join(texts), " ".join(tags)
