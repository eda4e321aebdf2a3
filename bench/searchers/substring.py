"""What a shop has at first: names that contain what was typed, what sells best first."""

from collections.abc import Sequence

from bench.searchers.searcher import texts_of
from holdfast.search import Document

__all__ = ["Substring"]


class Substring:
    """``name ILIKE '%...%' ORDER BY sales DESC``, over the names in all languages."""

    name = "plain substring"

    def fill(self, documents: Sequence[Document]) -> None:
        best = sorted(range(len(documents)), key=lambda place: documents[place].sales, reverse=True)
        self._names = [(place, texts_of(documents[place])[0].casefold()) for place in best]

    def ask(self, text: str) -> list[int]:
        wanted = text.casefold()
        found = (place for place, name in self._names if wanted in name)
        return [place for place, _ in zip(found, range(10), strict=False)]

    def close(self) -> None:
        """Nothing is open."""
