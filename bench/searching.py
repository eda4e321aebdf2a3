"""(o) Searching a big shop, and what reserving loses by it."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final
from urllib.parse import urlencode

import httpx

from bench.label_queries import further_queries
from bench.reserve import reserve_requests
from bench.results import Result, Say, Table, Target, ms, rate
from bench.shop import Shop, shop
from bench.wrk import Found, Requests, load

__all__ = ["measure"]

CLIENTS: Final = 8
QUERIES: Final = 10_000
PLAIN: Final = "plain"
TYPO: Final = "with a typo"
FACETS: Final = "with a typo, filters and facets"
HOW: Final = f"""
One worker, limits off, {CLIENTS} clients, a shop of made-up products; {QUERIES:,} fixed queries of
each kind (none of the labelled set) over `GET /api/products/search`, twenty products an answer with
their stock as of that moment. *Plain*: kinds of goods with brands, colours, materials and features,
in three languages, no facets. *With a typo*: one letter of the same is wrong, in those that have a
word of six letters or more. *With a typo, filters and facets*: besides, a range of prices, what is
in stock only, and all counts for narrowing. *Beside searches*: reservations by {CLIENTS} clients of
their own, while the plain searches run. *Indexing*: the server makes its index by itself at its
first start, while it serves; the time is from there until the first search is answered.
"""


def measure(quick: bool, say: Say) -> Result:
    sizes = (2_000, 10_000) if quick else (100_000, 1_000_000)
    seconds = 2 if quick else 15
    found: dict[tuple[int, str], Found] = {}
    beside: dict[int, tuple[Found, Found]] = {}
    indexing: dict[int, float] = {}
    for size in sizes:
        say(f"seeding {size:,} products")
        with shop(products=size) as running:
            say("waiting for the index")
            indexing[size] = _until_searched(running)
            for kind, asked in _searches(running).items():
                say(f"{size:,} products, {kind}")
                load(asked, CLIENTS, 1)
                found[size, kind] = load(asked, CLIENTS, seconds)
            say("reservations alone, then beside searches")
            beside[size] = _reservations(running, seconds)
    return _result(found, beside, indexing)


def _until_searched(running: Shop) -> float:
    """How long until the first answer; the index is made from the server's start on."""
    begun = time.monotonic()
    with httpx.Client(base_url=running.url, timeout=60) as client:
        while client.get("/api/products/search", params={"query": "phone"}).status_code == 503:
            if time.monotonic() - begun > 3600:
                raise TimeoutError("no index within an hour")
            time.sleep(0.2)
    return time.monotonic() - begun


def _searches(running: Shop) -> dict[str, Requests]:
    random, queries = Random(18), further_queries(QUERIES)
    plain, typo = [one.text for one in queries], [one.typo or one.text for one in queries]

    def asked(texts: Sequence[str], more: Callable[[], Mapping[str, object]]) -> Requests:
        paths = [
            f"/api/products/search?{urlencode({'query': one, 'limit': 20, **more()})}"
            for one in texts
        ]
        return Requests("get", running.port, paths=paths, cookies=running.guests)

    def narrowed() -> Mapping[str, object]:
        least = random.randrange(500, 5_000)
        return {"minPrice": least, "maxPrice": least * 20, "inStock": "true"}

    return {
        PLAIN: asked(plain, lambda: {"facets": "false"}),
        TYPO: asked(typo, lambda: {"facets": "false"}),
        FACETS: asked(typo, narrowed),
    }


def _reservations(running: Shop, seconds: int) -> tuple[Found, Found]:
    """Alone, then beside searches."""
    reserve = reserve_requests(running)
    alone = load(reserve, CLIENTS, seconds)
    searches = _searches(running)[PLAIN]
    beside = threading.Thread(target=load, args=(searches, CLIENTS, seconds + 2))
    beside.start()
    time.sleep(1)  # until they run
    try:
        return alone, load(reserve, CLIENTS, seconds)
    finally:
        beside.join()


def _result(
    found: dict[tuple[int, str], Found],
    beside: dict[int, tuple[Found, Found]],
    indexing: dict[int, float],
) -> Result:
    result = Result("(o) Searching", HOW)
    for size in beside:
        rows = [
            (kind, rate(one.per_second), ms(one.p50), ms(one.p99))
            for (at, kind), one in found.items()
            if at == size
        ]
        alone, together = beside[size]
        rows.append(("reserve alone", rate(alone.per_second), ms(alone.p50), ms(alone.p99)))
        rows.append(
            ("reserve beside searches", rate(together.per_second), ms(together.p50),
             ms(together.p99))
        )  # fmt: skip
        note = f"The index was there {indexing[size]:.0f} s after the server."
        columns = ("what", "per second", "p50 ms", "p99 ms")
        result.tables.append(Table(f"{size:,} products", columns, rows, note))
        result.figures[f"{size} products"] = {
            "indexing_seconds": round(indexing[size], 1),
            "rows": {row[0]: list(row[1:]) for row in rows},
        }
    largest = max(beside)
    for kind, most in ((PLAIN, 50.0), (TYPO, 150.0), (FACETS, 150.0)):
        told = f"p99 of a search {kind}, {largest:,} products, {CLIENTS} clients"
        result.targets.append(
            Target(told, most, found[largest, kind].p99 * 1000, "ms", at_most=True)
        )
    alone, together = beside[largest]
    told = f"p99 of reserve beside searches against alone, {largest:,} products"
    result.targets.append(Target(told, 2, together.p99 / alone.p99, at_most=True))
    return result
