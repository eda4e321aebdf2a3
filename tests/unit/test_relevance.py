"""The labelled queries, and how answers to them are judged."""

from collections import Counter

from bench.goods import sample
from bench.relevance_set import gain, gains_of, load_queries, ndcg
from bench.searchers import BareTantivy, HoldfastSearch, Substring
from holdfast.catalog.seeds import Goods
from holdfast.search import Document

QUERIES = load_queries()


def test_there_are_three_hundred_and_a_hundred_of_them_are_held_out() -> None:
    assert len({one.text for one in QUERIES}) == 300
    assert sum(one.held_out for one in QUERIES) == 100
    for some in (QUERIES, [one for one in QUERIES if one.held_out]):
        languages = Counter(one.locale for one in some)
        assert all(languages[one] > len(some) / 6 for one in ("en", "ru", "ko"))
        assert sum(one.typo is not None for one in some) > len(some) / 2


def test_each_asks_for_what_is_there_and_not_for_everything() -> None:
    kinds: dict[str | None, list[Goods]] = {None: list(sample())}
    for goods in sample():
        kinds.setdefault(goods.truth.kind, []).append(goods)
    for query in QUERIES:
        best = gains_of(query.wants, kinds[query.wants.kind])
        assert best[0] == 7, query
        assert any(gain(query.wants, one) == 0 for one in sample()[:200]), query


def test_an_answer_is_judged_by_its_order() -> None:
    best = [7, 7, 1]
    assert ndcg([7, 7, 1], best) == 1
    assert 1 > ndcg([7, 1, 7], best) > ndcg([1, 7, 7], best) > ndcg([1], best) > 0
    assert ndcg([], best) == ndcg([0] * 10, best) == 0


def test_ways_to_search_find_what_is_named_so() -> None:
    goods = sample()[:300]
    documents = [Document(one.id, one.name, (one.name,), one.tags) for one in goods]
    wanted = next(one for one in goods if one.truth.kind == "kettle")
    for searcher in (Substring(), BareTantivy(), HoldfastSearch(told=True)):
        searcher.fill(documents)
        found = searcher.ask(wanted.name.split(",")[0].lower())
        assert goods[found[0]].truth.kind == "kettle", searcher.name
        searcher.close()
