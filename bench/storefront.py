"""(n) The pages of a big shop: products, categories near and far, the cart, quotes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

import httpx

from bench import empty
from bench.http_turns import Candidate, Turns, tables, take_turns
from bench.reserve import reserve_requests
from bench.results import Result, Say, Table, Target, median, ms, rate
from bench.shop import Shop, shop
from bench.wrk import Found, Requests, load

__all__ = ["measure"]

CLIENTS: Final = (8, 64)
COLD_CLIENTS: Final = 8
DIRECT: Final = "empty endpoint, direct"
WARM: Final = "product page, warm"
FIRST: Final = "category, first page"
DEEP: Final = "category, deep page"
LIMIT: Final = 20
HOW: Final = """
One worker, limits off, a shop of made-up products (`holdfast seed`). *Product page, warm*:
`GET /api/products/{id}` of the 100 most popular, which the shop keeps ready; *cold*: each product
asked for once, so each is read from the database. *Category*: twenty products of the largest
root with all below it, most popular first; the *deep page* is reached by following cursors, as a
reader would, and then asked for again and again, as is the first. *Cart*: `POST /api/cart/items` of
a hundred guests; *quote*: `POST /api/quote` of a cart of three lines. The *direct empty endpoint*
is that of case (b).
"""


@dataclass(frozen=True)
class _Size:
    products: int
    page: int


def measure(quick: bool, say: Say) -> Result:
    size = _Size(3_000, 20) if quick else _Size(1_000_000, 10_000)
    say(f"seeding {size.products:,} products")
    with shop(products=size.products) as running:
        say("every product once")
        cold = _cold(running, quick=quick)
        say(f"walking to page {size.page:,}")
        category, cursor, steps = _walk(running, size.page)
        found = take_turns(_candidates(running, category, cursor), CLIENTS, quick=quick, say=say)
    result = Result("(n) The pages of a big shop", HOW)
    result.figures["products"] = size.products
    tables(result, found, DIRECT)
    result.tables.append(_cold_table(cold, result))
    _walked(result, steps, size.page)
    _promises(result, found, size.page)
    return result


def _candidates(running: Shop, category: str, cursor: str) -> dict[str, Candidate]:
    post = reserve_requests(running)
    path = f"/api/products/category/{category}?limit={LIMIT}"
    some = [f"{path}&cursor={quote(cursor)}"]
    add = [
        json.dumps({"productId": product, "variantId": variant, "quantity": 1})
        for product, variant in running.variants[:50]
    ]
    lines = [
        {"productId": product, "variantId": variant, "quantity": 2}
        for product, variant in running.variants
    ]
    carts = [json.dumps({"items": lines[at : at + 3]}) for at in range(0, 90, 3)]

    def get(paths: Sequence[str]) -> Candidate:
        asked = Requests("get", running.port, paths=paths, cookies=running.guests)
        return Candidate(asked, running.pid)

    return {
        DIRECT: Candidate(replace(post, path=empty.DIRECT_PATH), running.pid),
        WARM: get(_popular(running)),
        FIRST: get([path]),
        DEEP: get(some),
        "category, by price": get([f"{path}&sort=price_asc"]),
        "quote of three lines": Candidate(
            replace(post, path="/api/quote", bodies=carts), running.pid
        ),
        "adding to the cart": Candidate(
            replace(post, path="/api/cart/items", bodies=add), running.pid
        ),
    }


def _popular(running: Shop) -> list[str]:
    """The pages of those that sell best, in the largest categories."""
    listed: dict[str, None] = {}
    for root in _roots(running):
        page = httpx.get(
            f"{running.url}/api/products/category/{root}", params={"limit": 20}, timeout=60
        ).json()
        listed |= dict.fromkeys(one["id"] for one in page["products"])
    return [f"/api/products/{one}" for one in list(listed)[:100]]


def _roots(running: Shop) -> list[str]:
    found = httpx.get(f"{running.url}/api/categories", params={"depth": 1}, timeout=60).json()
    return [one["slug"] for one in found["categories"]]


def _cold(running: Shop, *, quick: bool) -> Found:
    """Each product's page once, as long as there are any that nobody has asked for."""
    seconds = 2 if quick else 10
    paths: list[str] = []
    cursor: str | None = None
    with httpx.Client(base_url=running.url, timeout=60) as client:
        while len(paths) < (2_000 if quick else 40_000):
            asked = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
            page = client.get("/api/products", params=asked).json()
            paths += [f"/api/products/{one['id']}" for one in page["products"]]
            cursor = page["nextCursor"]
            if cursor is None:
                break
    requests = Requests("get", running.port, paths=paths, cookies=running.guests)
    return load(requests, COLD_CLIENTS, seconds)


def _walk(running: Shop, page: int) -> tuple[str, str, list[float]]:
    """A root category, the cursor of that page of it, and how long each step there took."""
    category = _roots(running)[0]
    steps: list[float] = []
    cursor = ""
    with httpx.Client(base_url=running.url, timeout=60) as client:
        for _ in range(page - 1):
            asked = {"limit": str(LIMIT)} | ({"cursor": cursor} if cursor else {})
            answer = client.get(f"/api/products/category/{category}", params=asked)
            steps.append(answer.elapsed.total_seconds())
            following = answer.json()["nextCursor"]
            if following is None:
                raise RuntimeError(f"{category} has only {len(steps)} pages")
            cursor = following
    return category, cursor, steps


def _walked(result: Result, steps: Sequence[float], page: int) -> None:
    tenth = max(len(steps) // 10, 1)
    rows = [
        (f"{at + 1:,} to {min(at + tenth, len(steps)):,}", ms(median(steps[at : at + tenth])))
        for at in range(0, len(steps), tenth)
    ]
    result.tables.append(
        Table(f"Walking to page {page:,}, one reader", ("pages", "median ms"), rows)
    )


def _cold_table(cold: Found, result: Result) -> Table:
    result.figures["cold"] = {
        "per_second": round(cold.per_second),
        "p50_ms": round(cold.p50 * 1000, 2),
        "p99_ms": round(cold.p99 * 1000, 2),
    }
    row = ("product page, cold", rate(cold.per_second), ms(cold.p50), ms(cold.p99))
    return Table(f"Cold, {COLD_CLIENTS} clients", ("what", "per second", "p50 ms", "p99 ms"), [row])


def _promises(result: Result, found: dict[tuple[str, int], Turns], page: int) -> None:
    for number in dict.fromkeys(number for _, number in found):
        part = found[WARM, number].rate / found[DIRECT, number].rate
        told = f"a warm product page against the direct empty endpoint, {number} clients"
        result.targets.append(Target(told, 0.4, part, ""))
        deep, first = (median(found[name, number].middles) for name in (DEEP, FIRST))
        told = f"page {page:,} of a category by cursor against the first, {number} clients"
        result.targets.append(Target(told, 1.5, deep / first, at_most=True))
