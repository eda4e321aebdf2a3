"""Queries of the index: what is asked for, by what it is filtered, what is counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from tantivy import FieldType, Occur, Query

from holdfast.search.engine import Counts, Filters
from holdfast.search.meaning import Meaning, Stems
from holdfast.search.schema import BETWEEN, SCHEMA, facet

__all__ = ["COUNTED", "core_of", "counts_of", "filtered", "filters_of", "weighed"]

NAME: Final = 3.0
ABOUT: Final = 1.5
RATINGS: Final = (1000, 2000, 3000, 4000)
VALUES: Final = 40  # of one attribute

COUNTED: Final[Mapping[str, Mapping[str, Any]]] = {
    "category": {"terms": {"field": "categories", "size": 1000}},
    "attributes": {"terms": {"field": "facets", "size": 2000}},
    "seller": {"terms": {"field": "seller", "size": 50}},
    "free": {"terms": {"field": "free"}},  # a filter's bits cost as much as all the others
    "reduced": {"terms": {"field": "reduced"}},
    "price": {"stats": {"field": "price"}},
    "rating": {
        "range": {
            "field": "rating",
            "ranges": [
                {"from": float(low), **({"to": low + 1000.0} if low < RATINGS[-1] else {})}
                for low in RATINGS
            ],
        }
    },
}


def _term(name: str, word: str) -> Query:
    return Query.term_query(SCHEMA, name, word, "freq")


def _all_of(way: Stems, name: str = "all") -> Query:
    if len(way) == 1:
        return _term(name, way[0])
    return Query.boolean_query([(Occur.Must, _term(name, one)) for one in dict.fromkeys(way)])


def _any_of(ways: Sequence[Stems], name: str = "all") -> Query:
    if len(ways) == 1:
        return _all_of(ways[0], name)
    return Query.disjunction_max_query([_all_of(way, name) for way in ways])


def core_of(meaning: Meaning, at_least: int | None = None) -> Query:
    """All that is meant, or ``at_least`` so many things of it."""
    occur = Occur.Must if at_least is None else Occur.Should
    asked = [
        (occur, _any_of(unit.ways) if unit.ways else Query.empty_query())
        for unit in meaning.units
        if unit.ways or at_least is None
    ]
    if not asked:
        return Query.empty_query()
    return asked[0][1] if len(asked) == 1 else Query.boolean_query(asked, at_least)


def weighed(core: Query, meaning: Meaning) -> Query:
    """The same matches. What stands in the name weighs most.

    Each boost stands around the one before: so it is looked up where the core matches, and nowhere
    else. Beside each other they would first be united, over all products that have any of them.
    """
    for name, weight in (("name", NAME), ("about", ABOUT)):
        for unit in meaning.units:
            for said in _said_in(name, unit.ways):
                better = Query.boost_query(said, weight)
                core = Query.boolean_query([(Occur.Must, core), (Occur.Should, better)])
    return core


def _said_in(name: str, ways: Sequence[Stems]) -> Sequence[Query]:
    """Each of which counts: every word where there is one way, else a whole way. A piece of one
    way, as the ``a`` of ``d8a107``, does not stand for the word."""
    if len(ways) == 1:
        return [_term(name, one) for one in dict.fromkeys(ways[0])]
    return [_any_of(ways, name)] if ways else ()


def filters_of(filters: Filters) -> dict[str, Query]:
    """Each filter that is set, by what counts it does not touch."""
    found: dict[str, Query] = {}
    if filters.category is not None:
        found["category"] = Query.term_query(SCHEMA, "categories", filters.category.hex, "basic")
    if filters.least is not None or filters.most is not None:
        found["price"] = Query.range_query(
            SCHEMA, "price", FieldType.Integer, filters.least, filters.most
        )
    if filters.free:
        found["free"] = Query.term_query(SCHEMA, "free", True, "basic")
    if filters.reduced:
        found["reduced"] = Query.term_query(SCHEMA, "reduced", True, "basic")
    if filters.rating is not None:
        found["rating"] = Query.range_query(SCHEMA, "rating", FieldType.Integer, filters.rating)
    if filters.seller is not None:
        found["seller"] = Query.term_query(SCHEMA, "seller", filters.seller.hex, "basic")
    for code, values in filters.attributes.items():
        words = [facet(code, value) for value in values]
        found[f"attributes.{code}"] = Query.term_set_query(SCHEMA, "facets", words)
    return found


def filtered(query: Query, filters: Iterable[Query]) -> Query:
    """The query's matches that pass each filter, which weighs nothing."""
    asked = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in filters]
    return Query.boolean_query([(Occur.Must, query), *asked]) if asked else query


def counts_of(results: Mapping[str, Any], chosen: Mapping[str, Any]) -> Counts:
    """``results`` by what was counted; ``chosen``: an attribute with values chosen, counted
    without them."""
    price = results.get("price", {})
    attributes = _by_code(_buckets(results, "attributes"))
    for code, buckets in chosen.items():
        attributes[code] = _by_code(buckets).get(code, {})
    return Counts(
        categories={UUID(one["key"]): one["doc_count"] for one in _buckets(results, "category")},
        attributes={
            code: dict(list(values.items())[:VALUES]) for code, values in attributes.items()
        },
        sellers={UUID(one["key"]): one["doc_count"] for one in _buckets(results, "seller")},
        ratings=_ratings(_buckets(results, "rating")),
        free=sum(one["doc_count"] for one in _buckets(results, "free") if one["key"]),
        reduced=sum(one["doc_count"] for one in _buckets(results, "reduced") if one["key"]),
        least=None if price.get("min") is None else int(price["min"]),
        most=None if price.get("max") is None else int(price["max"]),
    )


def _buckets(results: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    buckets: list[dict[str, Any]] = results.get(name, {}).get("buckets", [])
    return buckets


def _by_code(buckets: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for one in buckets:
        code, _, value = one["key"].partition(BETWEEN)
        found.setdefault(code, {})[value] = one["doc_count"]
    return found


def _ratings(buckets: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """How many are rated so much at least, by whole marks."""
    each = {int(one["from"]): one["doc_count"] for one in buckets if one.get("from") in RATINGS}
    return {low: sum(count for at, count in each.items() if at >= low) for low in RATINGS if each}
