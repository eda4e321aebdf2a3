"""(m) How well searches find what is meant: 300 labelled queries, 100 of them never tuned on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bench.goods import SAMPLE, sample
from bench.relevance_set import Query, gain, gains_of, load_queries, ndcg
from bench.results import Result, Say, Table
from bench.searchers import BareTantivy, FullText, Searcher, Substring
from bench.servers import postgres
from holdfast.catalog.seeds import Goods

__all__ = ["Judged", "judge", "measure"]

LOCALES: Final = ("en", "ru", "ko")
HOW: Final = f"""
The first {SAMPLE:,} products of `holdfast seed --seed 18`, those on sale of them. 300 queries in
English, Russian and Korean (`bench/queries.json`): kinds of goods, features, colours, materials,
brands, other words for a thing, plurals and cases, typos, the wrong keyboard. What is relevant was
said from what the generator knows of each product, before there was an index: 3 for all that is
wanted, 1 for half of it. nDCG@10: 1 is the best possible order. Only the 100 queries that nobody
tuned on count; the others are shown beside them. *Typo*: those queries that have a word of six
letters or more, with one letter of it wrong, against the same queries without. All are given the
same texts, in all three languages.
"""


@dataclass(frozen=True)
class Judged:
    """Means over queries; ``plain`` and ``typo`` over those alone that can have one."""

    score: float
    plain: float
    typo: float

    @property
    def lost(self) -> float:
        return 1 - self.typo / self.plain if self.plain else 0.0


class _Judge:
    """Scores of answers, each query's best gains found once."""

    def __init__(self) -> None:
        self._goods = sample()
        self._best: dict[str, list[int]] = {}
        self._kinds: dict[str | None, list[Goods]] = {None: list(self._goods)}
        for one in self._goods:
            self._kinds.setdefault(one.truth.kind, []).append(one)

    def score(self, query: Query, found: Sequence[int]) -> float:
        best = self._best.get(query.text)
        if best is None:
            best = self._best[query.text] = gains_of(query.wants, self._kinds[query.wants.kind])
        return ndcg([gain(query.wants, self._goods[place]) for place in found], best)


def judge(
    queries: Sequence[Query],
    ask: Callable[[str], list[int]],
    score: Callable[[Query, Sequence[int]], float],
) -> Judged:
    """How well the answers do."""
    long = [one for one in queries if one.typo and one.typo != one.text]
    plain = {one.text: score(one, ask(one.text)) for one in queries}
    typo = [score(one, ask(one.typo or "")) for one in long]
    return Judged(
        _mean(list(plain.values())), _mean([plain[one.text] for one in long]), _mean(typo)
    )


def measure(quick: bool, say: Say) -> Result:
    del quick  # it takes a minute
    queries = load_queries()
    judged: dict[tuple[str, str], Judged] = {}
    score = _Judge().score
    with postgres() as server:
        searchers: list[Searcher] = [Substring(), FullText(server.url), BareTantivy()]
        for searcher in searchers:
            say(f"{searcher.name}: indexing")
            searcher.fill(sample())
            say(f"{searcher.name}: asking")
            ask = cache(searcher.ask)
            for part, some in _parts(queries):
                judged[searcher.name, part] = judge(some, ask, score)
            searcher.close()
    return _result(judged, [one.name for one in searchers])


def _parts(queries: Sequence[Query]) -> list[tuple[str, list[Query]]]:
    held = [one for one in queries if one.held_out]
    return [
        ("held out", held),
        *((locale, [one for one in held if one.locale == locale]) for locale in LOCALES),
        ("to tune on", [one for one in queries if not one.held_out]),
    ]


def _result(judged: dict[tuple[str, str], Judged], names: list[str]) -> Result:
    result = Result("(m) Relevance", HOW)
    rows = []
    for name in names:
        held = judged[name, "held out"]
        scores = [f"{judged[name, locale].score:.3f}" for locale in LOCALES]
        tuned = judged[name, "to tune on"]
        rows.append(
            (name, f"{held.score:.3f}", *scores, f"{held.plain:.3f}", f"{held.typo:.3f}",
             f"{held.lost:.0%}", f"{tuned.score:.3f}")
        )  # fmt: skip
    columns = ("way", "nDCG@10", *LOCALES, "can have a typo", "with it", "lost", "tuned on")
    result.tables.append(Table("Held out", columns, rows))
    result.figures = {
        f"{name}, {part}": {"ndcg": round(one.score, 4), "typo": round(one.typo, 4),
                            "plain": round(one.plain, 4)}
        for (name, part), one in judged.items()
    }  # fmt: skip
    return result


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
