"""The catalogue's own words: which there are, which begin like this, which one is nearly this."""

from collections.abc import Iterable
from typing import Final

import tantivy

from holdfast.search.text import is_hangul

__all__ = ["Vocabulary", "distance", "may_differ"]

MOST: Final = 500_000  # words that are kept for repairs, of the most frequent
LOOKED_AT: Final = 60  # candidates of one repair


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("count", fast=True)
    return builder.build()


_SCHEMA: Final = _schema()


def may_differ(word: str) -> int:
    """By how many letters a word may be wrong."""
    if any(one.isdigit() for one in word) or len(word) <= 2:
        return 0
    return 1 if len(word) <= 5 else 2


def distance(one: str, other: str) -> int:
    """How many letters are missing, too many, wrong, or two neighbours the wrong way round."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, its in enumerate(other, 1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != its))
            if (
                row > 1 and column > 1
                and letter == other[column - 2] and one[row - 2] == its
            ):  # fmt: skip
                least = min(least, before[column - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]


class Vocabulary:
    """A small index in memory, of words: an automaton finds those that are nearly the same without
    looking at each. Made anew, never changed."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        self.counts = {
            word: count
            for word, count in counted
            if len(word) > 2 and word.isalpha() and not is_hangul(word)
        }
        if len(self.counts) > MOST:
            kept = sorted(self.counts, key=self.counts.__getitem__, reverse=True)[:MOST]
            self.counts = {word: self.counts[word] for word in kept}
        index = tantivy.Index(_SCHEMA)
        writer = index.writer(15_000_000 + 100 * len(self.counts), 1)
        for word, count in self.counts.items():
            row = tantivy.Document()
            row.add_text("word", word)
            row.add_unsigned("count", count)
            writer.add_document(row)
        writer.commit()
        index.reload()
        self._searcher = index.searcher()

    def nearest(self, word: str, most: int | None = None) -> list[str]:
        """Words of the catalogue that may have been meant, the likeliest first: the least that is
        wrong, the same beginning, the most frequent."""
        bound = may_differ(word) if most is None else min(most, may_differ(word))
        for differing in range(1, bound + 1):
            query = tantivy.Query.fuzzy_term_query(_SCHEMA, "word", word, differing)
            hits = self._searcher.search(query, LOOKED_AT, count=False, order_by_field="count").hits
            found = [str(self._searcher.doc(at)["word"][0]) for _, at in hits]
            near = {one: distance(word, one) for one in found if one != word}
            if near:
                order = sorted(
                    near, key=lambda one: (near[one], one[0] != word[0], -self.counts[one])
                )
                return [one for one in order if near[one] == near[order[0]]]
        return []
