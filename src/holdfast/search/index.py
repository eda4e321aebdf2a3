"""The index as it is read: of one generation, as of its last commit."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import tantivy

from holdfast.search.engine import Asked, Completed, Found, Order
from holdfast.search.meaning import Meaning, understand
from holdfast.search.queries import (
    COUNTED,
    core_of,
    counts_of,
    filtered,
    filters_of,
    weighed,
)
from holdfast.search.schema import facet
from holdfast.search.text import normal, tokens
from holdfast.search.vocabulary import Vocabulary

__all__ = ["Snapshot", "words_of"]

_SORTS: Final[dict[Order, tuple[str, tantivy.Order]]] = {
    "price_asc": ("price", tantivy.Order.Asc),
    "price_desc": ("price", tantivy.Order.Desc),
    "popular": ("sales", tantivy.Order.Desc),
    "rating": ("rating", tantivy.Order.Desc),
    "new": ("made", tantivy.Order.Desc),
    "name": ("title", tantivy.Order.Asc),
}


class Snapshot:
    """The index as of one commit. Its methods block: they are called in a thread."""

    def __init__(self, searcher: tantivy.Searcher, vocabulary: Vocabulary) -> None:
        self._searcher = searcher
        self._vocabulary = vocabulary

    # --- the catalogue's words ----------------------------------------------------------------

    def count(self, stem: str) -> int:
        return self._searcher.doc_freq("all", stem)

    def beginning(self, letters: str, most: int) -> list[str]:
        return [word for word, _ in self._searcher.terms_with_prefix("words", letters, limit=most)]

    def nearest(self, word: str, most: int | None = None) -> list[str]:
        return self._vocabulary.nearest(word, most)

    def frequency(self, word: str) -> int:
        return self._searcher.doc_freq("words", word)

    # --- answers ------------------------------------------------------------------------------

    def find(self, asked: Asked) -> Found:
        typed = asked.text.strip()
        filters = filters_of(asked.filters)
        order: Order = "popular" if not typed and asked.order == "relevance" else asked.order
        meaning, core, partly = Meaning(()), tantivy.Query.all_query(), False
        if typed:
            meaning = understand(typed, self, asked.synonyms, typing=asked.typing)
            core = core_of(meaning)
        page = self._page(core, meaning, filters, order, asked)
        if typed and page[1] == 0:
            core, partly = self._most_of(meaning)
            if partly:
                page = self._page(core, meaning, filters, order, asked)
        return Found(
            ids=page[0],
            total=page[1],
            stems=frozenset(one for unit in meaning.units for way in unit.ways for one in way),
            meant=meaning.meant,
            maybe=meaning.maybe,
            partly=partly,
            counts=self._counts(core, filters) if asked.counts else None,
        )

    def complete(self, text: str, most: int) -> Completed:
        words = tokens(normal(text))
        if not words:
            return Completed(())
        *before, last = words
        said = " ".join(before)
        within = None
        if before:
            within = core_of(understand(said, self))
        found = self._searcher.terms_with_prefix("words", last, within, most)
        return Completed(tuple(f"{said} {word}".strip() for word, _ in found))

    def known_facets(self, codes: Sequence[str]) -> frozenset[str]:
        return frozenset(
            code
            for code in codes
            if self._searcher.terms_with_prefix("facets", facet(code), limit=1)
        )

    # --- parts --------------------------------------------------------------------------------

    def _most_of(self, meaning: Meaning) -> tuple[tantivy.Query, bool]:
        """What has all that is meant; if nothing has, what has the most of it; which of these."""
        core = core_of(meaning)
        known = sum(1 for unit in meaning.units if unit.ways)
        many = len(meaning.units)
        if self._any(core):
            return core, False
        for enough in range(min(known, many - 1), max(0, (many - 1) // 2), -1):
            fewer = core_of(meaning, enough)
            if self._any(fewer):
                return fewer, True
        return core, False

    def _any(self, query: tantivy.Query) -> bool:
        return bool(self._searcher.search(query, 1, count=False).hits)

    def _page(
        self,
        core: tantivy.Query,
        meaning: Meaning,
        filters: Mapping[str, tantivy.Query],
        order: Order,
        asked: Asked,
    ) -> tuple[tuple[UUID, ...], int]:
        offset, limit = asked.offset, asked.limit
        if order == "relevance":
            query = filtered(weighed(core, meaning), filters.values())
            result = self._searcher.search(query, limit, offset=offset, weight_by_field="weight")
        else:
            query, (by, way) = filtered(core, filters.values()), _SORTS[order]
            result = self._searcher.search(
                query, limit, offset=offset, order_by_field=by, order=way
            )
        places = [place for _, place in result.hits]
        high = self._searcher.fast_field_values("high", places)
        low = self._searcher.fast_field_values("low", places)
        ids = tuple(
            UUID(int=int(a or 0) << 64 | int(b or 0)) for a, b in zip(high, low, strict=True)
        )
        return ids, int(result.count)  # type: ignore[attr-defined]  # their stub leaves it out

    def _counts(self, query: tantivy.Query, filters: dict[str, tantivy.Query]) -> Any:
        """One pass over what passes all filters, and one more for each that is set, without it."""
        free = {name: COUNTED[name] for name in COUNTED if name not in filters}
        results = self._aggregate(filtered(query, filters.values()), free)
        chosen: dict[str, Any] = {}
        for name in filters:
            others = filtered(query, (one for key, one in filters.items() if key != name))
            kind, _, code = name.partition(".")
            found = self._aggregate(others, {kind: COUNTED[kind]})
            if code:
                chosen[code] = found["attributes"]["buckets"]
            else:
                results |= found
        return counts_of(results, chosen)

    def _aggregate(self, query: tantivy.Query, asked: dict[str, Any]) -> dict[str, Any]:
        return self._searcher.aggregate(query, asked)


def words_of(searcher: tantivy.Searcher) -> Vocabulary:
    """All words that repairs are made from."""
    return Vocabulary(searcher.terms_with_prefix("words", ""))
