"""Tantivy as its own tutorial uses it: the default tokenizer, names that count three times."""

from collections.abc import Sequence
from typing import Final

import tantivy

from bench.searchers.searcher import texts_of
from holdfast.search import Document

__all__ = ["BareTantivy"]

_FIELDS: Final = ("name", "about", "tags")
_BOOSTS: Final = {"name": 3.0, "about": 1.0, "tags": 1.0}


class BareTantivy:
    """In memory."""

    name = "bare Tantivy, name 3x"

    def fill(self, documents: Sequence[Document]) -> None:
        builder = tantivy.SchemaBuilder()
        for field in _FIELDS:
            builder.add_text_field(field)
        builder.add_unsigned_field("place", stored=True)
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(50_000_000)
        for place, one in enumerate(documents):
            texts = dict(zip(_FIELDS, texts_of(one), strict=True))
            writer.add_document(tantivy.Document(place=place, **texts))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, text: str) -> list[int]:
        query, _ = self._index.parse_query_lenient(text, list(_FIELDS), field_boosts=_BOOSTS)
        hits = self._searcher.search(query, 10).hits
        return [self._searcher.doc(address)["place"][0] for _, address in hits]

    def close(self) -> None:
        """Nothing is open."""
