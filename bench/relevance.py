"""(m) How well searches find what is meant: 300 labelled queries, 100 of them never tuned on."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from bench.goods import SAMPLE, SEED, sample
from bench.relevance_set import Query, gain, gains_of, load_queries, ndcg
from bench.results import Result, Say, Table, Target
from bench.searchers import BareTantivy, FullText, HoldfastSearch, Searcher, Substring
from bench.servers import postgres
from holdfast.catalog.seeds import Goods
from holdfast.db.engine import Database
from holdfast.db.partitions import maintain
from holdfast.flows.inventory.seeding import SeedTerms, seed_catalogue
from holdfast.ledger import Ledger
from holdfast.search import Document
from holdfast.views.search.documents import DocumentReads

__all__ = ["Judged", "judge", "measure"]

AT_ONCE: Final = 500
LOCALES: Final = ("en", "ru", "ko")
HOW: Final = f"""
The first {SAMPLE:,} products of `holdfast seed --seed 18`, those on sale of them. 300 queries in
English, Russian and Korean (`bench/queries.json`): kinds of goods, features, colours, materials,
brands, other words for a thing, plurals and cases, typos, the wrong keyboard. What is relevant was
said from what the generator knows of each product, before there was an index: 3 for all that is
wanted, 1 for half of it. nDCG@10: 1 is the best possible order. Only the 100 queries that nobody
tuned on count; the others are shown beside them. *Typo*: those queries that have a word of six
letters or more, with one letter of it wrong, against the same queries without. All are given what
the shop's own search is given, in all three languages. *With synonyms*: the shop's own, told what a
merchant would tell it; the promise is made without.
"""
OURS: Final = "Holdfast"


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
        say(f"seeding {SAMPLE:,} products")
        documents = asyncio.run(_documents(server.database()))
        searchers: list[Searcher] = [
            HoldfastSearch(told=False),
            HoldfastSearch(told=True),
            Substring(),
            FullText(server.url),
            BareTantivy(),
        ]
        for searcher in searchers:
            say(f"{searcher.name}: indexing")
            searcher.fill(documents)
            say(f"{searcher.name}: asking")
            ask = cache(searcher.ask)
            for part, some in _parts(queries):
                judged[searcher.name, part] = judge(some, ask, score)
            searcher.close()
    return _result(judged, [one.name for one in searchers])


async def _documents(url: str) -> list[Document]:
    """What the shop's index is made of, in the order of the sample."""
    database = Database(url)
    await database.start()
    ledger = Ledger(url)
    await ledger.start()
    try:
        await maintain(database)
        await seed_catalogue(database, ledger, SeedTerms(SAMPLE, SEED), lambda _, __: None)
        reads, ids = DocumentReads(database), [one.id for one in sample()]
        found: dict[UUID, Document] = {}
        for at in range(0, len(ids), AT_ONCE):
            found |= {one.id: one for one in await reads.load(ids[at : at + AT_ONCE])}
        return [found[one] for one in ids]
    finally:
        await ledger.close()
        await database.close()


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
    best = max(judged[name, "held out"].score for name in names if not name.startswith(OURS))
    ours = judged[OURS, "held out"]
    result.targets = [
        Target("nDCG@10 of the search, held out", 0.85, ours.score, ""),
        Target("the search against the best of the others, held out", 1, ours.score / best),
        Target("lost by a typo, held out", 0.15, ours.lost, "", at_most=True),
    ]
    result.figures = {
        f"{name}, {part}": {"ndcg": round(one.score, 4), "typo": round(one.typo, 4),
                            "plain": round(one.plain, 4)}
        for (name, part), one in judged.items()
    }  # fmt: skip
    return result


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
