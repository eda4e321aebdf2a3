"""(u) The pages of orders, and of what was sold, in a shop with a year of orders."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx

from bench.past_orders import LINES, SELLERS, fill_orders
from bench.results import Result, Say, Table, Target, ms, percentile
from bench.shop import Shop, shop
from bench.staff import staff
from bench.visitors import let_in
from holdfast.kit import iso, utc_now

__all__ = ["measure"]

HOW: Final = f"""
One worker, limits off, a year of orders put there by SQL: of {LINES} lines each, of a twentieth as
many buyers (some bought a lot, most once or twice), two thirds of the goods of {SELLERS} sellers,
four in a hundred never paid; what is kept of them for the pages of trade is made by the product's
own `insights rebuild`. Then one reader asks for one page after the other over HTTP, each time for
another order, buyer, seller, product or time, so that what is measured is the page's queries with
the page around them. *states that few orders are in* are found by reading all, which is what an
index that every step of an order would have to move it in is spared for; and so are those by total
and by the last change.
"""
_BOUGHT: Final = """
SELECT owner FROM orders WHERE number LIKE 'B_______' GROUP BY owner ORDER BY count(*) DESC LIMIT $1
"""
_SOME: Final = """
SELECT o.id, o.number, o.address ->> 'email', o.address ->> 'phone', o.owner, v.sku
FROM (SELECT * FROM orders WHERE number LIKE 'B_______' ORDER BY md5(number) LIMIT $1) o
JOIN order_items i ON i.order_id = o.id AND i.line = 0 JOIN variants v ON v.id = i.variant_id
"""
_WORKS: Final = """
INSERT INTO seller_people (seller_id, user_id)
SELECT id, $1 FROM sellers WHERE slug LIKE 'bench-%'
"""
_ROLE: Final = "UPDATE users SET roles = '{seller,customer}' WHERE id = $1"
_SELLERS: Final = "SELECT id FROM sellers WHERE slug LIKE 'bench-%' ORDER BY slug"
_SOLD: Final = "SELECT seller_id, order_id FROM suborders ORDER BY md5(id::text) LIMIT $1"


@dataclass(frozen=True)
class Past:
    """What there is to be asked for. ``cookies`` by owner."""

    orders: Sequence[Any]
    sold: Sequence[Any]
    sellers: Sequence[UUID]
    buyers: Sequence[str]
    cookies: dict[str, str]
    seller_cookie: str


@dataclass(frozen=True)
class Page:
    """``path`` makes the address of one; ``kind``: of orders, or of trade; ``rare``: finds few of
    many without an index."""

    name: str
    kind: str
    path: Callable[[random.Random], str]
    who: httpx.Client | None = None
    rare: bool = False


def measure(quick: bool, say: Say) -> Result:
    orders, products, turns = (20_000, 400, 30) if quick else (1_000_000, 20_000, 300)
    result = Result("(u) Pages of orders and of trade", HOW)
    with shop(products=products) as running, staff(running) as books:
        say(f"a year of {orders:,} orders")
        past = asyncio.run(_past(running, orders))
        with closing(_client(running, past.seller_cookie)) as seller:
            rows, slowest = [], {"orders": 0.0, "trade": 0.0, "rare": 0.0}
            for page in _pages(past, books, seller):
                taken = sorted(_asked(running, past, page, turns))
                middle, tail = percentile(taken, 0.5), percentile(taken, 0.99)
                say(f"{page.name}: p99 {ms(tail)} ms")
                rows.append((page.name, ms(middle), ms(tail)))
                kind = "rare" if page.rare else page.kind
                slowest[kind] = max(slowest[kind], tail)
                result.figures[page.name] = {
                    "p50_ms": round(middle * 1000, 2),
                    "p99_ms": round(tail * 1000, 2),
                }
    columns = ("page", "p50 ms", "p99 ms")
    result.tables.append(Table(f"{orders:,} orders, one reader", columns, rows))
    words = {
        "orders": "the slowest page of orders",
        "trade": "the slowest page of trade",
        "rare": "the slowest page of states that few orders are in",
    }
    for kind, what in words.items():
        told = f"{what} at {orders:,} orders, p99"
        result.targets.append(Target(told, 1_000, slowest[kind] * 1000, "ms", at_most=True))
    return result


async def _past(running: Shop, orders: int) -> Past:
    connection = await asyncpg.connect(running.database_url)
    try:
        cookies, owners = await let_in(connection, max(orders // 20, 200))
        await fill_orders(connection, running.database_url, orders)
        (seller_cookie,), (works,) = await let_in(connection, 1)
        works_there = UUID(works.removeprefix("user:"))
        await connection.execute(_WORKS, works_there)
        await connection.execute(_ROLE, works_there)
        return Past(
            orders=await connection.fetch(_SOME, 1_000),
            sold=await connection.fetch(_SOLD, 1_000),
            sellers=[row[0] for row in await connection.fetch(_SELLERS)],
            buyers=[row[0] for row in await connection.fetch(_BOUGHT, 100)],
            cookies=dict(zip(owners, cookies, strict=True)),
            seller_cookie=seller_cookie,
        )
    finally:
        await connection.close()


def _client(running: Shop, cookie: str) -> httpx.Client:
    return httpx.Client(base_url=running.url, cookies={"holdfast_session": cookie}, timeout=120)


def _asked(running: Shop, past: Past, page: Page, turns: int) -> list[float]:
    """Seconds of each; the first few, which make plans and documents, are not counted."""
    dice = random.Random(page.name)
    taken = []
    for turn in range(-5, turns):
        if page.who is not None:
            client, path = page.who, page.path(dice)
            seconds = _timed(client, path)
        else:
            owner, _, path = page.path(dice).partition(" ")
            with closing(_client(running, past.cookies[owner])) as client:
                client.get("/health/live")  # the connection is there
                seconds = _timed(client, path)
        if turn >= 0:
            taken.append(seconds)
    return taken


def _timed(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path).raise_for_status()
    return time.perf_counter() - begun


def _pages(past: Past, books: httpx.Client, seller: httpx.Client) -> list[Page]:
    def of(column: int) -> Callable[[random.Random], str]:
        return lambda dice: str(dice.choice(past.orders)[column])

    number, email, phone, sku = of(1), of(2), of(3), of(5)
    deep = _deep(books)
    return [
        *_buyers_pages(past),
        *_staff_pages(
            books,
            deep,
            {
                "a number": number,
                "an address of mail": email,
                "a phone number": phone,
                "an SKU": sku,
            },
        ),
        Page("staff: one order", "orders", lambda dice: f"/api/staff/orders/{of(0)(dice)}", books),
        *_sellers_pages(past, seller),
        *_trade_pages(past, books, seller),
    ]


def _buyers_pages(past: Past) -> list[Page]:
    def who(dice: random.Random) -> str:
        return dice.choice(past.buyers)

    def own(dice: random.Random) -> str:
        one = dice.choice(past.orders)
        return f"{one[4]} /api/orders/{one[0]}"

    def listed(dice: random.Random) -> str:
        owner = who(dice)
        return f"{owner} /api/users/{owner.removeprefix('user:')}/orders?page=2"

    return [
        Page("buyer: one's orders", "orders", lambda dice: f"{who(dice)} /api/orders"),
        Page("buyer: one's orders, the second page", "orders", listed),
        Page("buyer: one order", "orders", own),
    ]


def _staff_pages(
    books: httpx.Client, deep: str, texts: dict[str, Callable[[random.Random], str]]
) -> list[Page]:
    path = "/api/staff/orders"

    def week(dice: random.Random) -> str:
        begin = utc_now() - timedelta(days=dice.randint(10, 350))
        params = {"from": iso(begin), "to": iso(begin + timedelta(days=7))}
        return f"{path}?{httpx.QueryParams(params)}"

    def sought(text: Callable[[random.Random], str]) -> Callable[[random.Random], str]:
        return lambda dice: f"{path}?{httpx.QueryParams({'q': text(dice)})}"

    some = {
        "the newest": "",
        "the oldest": "?sort=oldest",
        "those to send": "?status=paid",
        "the middle of the year": f"?cursor={deep}",
        "paid by hand": "?provider=manual",
    }
    rare = {
        "awaiting money": "?status=pending",
        "refunded": "?payment=refunded",
        "by their total": "?sort=largest",
        "by the last change": "?sort=changed",
        "how many, for how much": "/sums?status=pending",
    }
    return [
        *(
            Page(f"staff: {name}", "orders", lambda _, at=at: path + at, books)  # type: ignore[misc]
            for name, at in some.items()
        ),
        Page("staff: a week", "orders", week, books),
        *(
            Page(f"staff: looked for by {name}", "orders", sought(text), books)
            for name, text in texts.items()
        ),
        *(
            Page(f"staff: {name}", "orders", lambda _, at=at: path + at, books, rare=True)  # type: ignore[misc]
            for name, at in rare.items()
        ),
    ]


def _deep(books: httpx.Client) -> str:
    """The cursor of a page in the middle of the year."""
    before = {"to": iso(utc_now() - timedelta(days=180)), "limit": "50"}
    found: str = books.get("/api/staff/orders", params=before).json()["nextCursor"]
    return found


def _sellers_pages(past: Past, seller: httpx.Client) -> list[Page]:
    def listed(more: str) -> Callable[[random.Random], str]:
        return lambda dice: f"/api/seller/{dice.choice(past.sellers)}/orders{more}"

    def one(dice: random.Random) -> str:
        who, order = dice.choice(past.sold)
        return f"/api/seller/{who}/orders/{order}"

    return [
        Page("seller: their orders", "orders", listed(""), seller),
        Page("seller: those to send", "orders", listed("?status=paid"), seller),
        Page("seller: cancelled ones", "orders", listed("?status=cancelled"), seller, rare=True),
        Page("seller: their part of an order", "orders", one, seller),
    ]


def _trade_pages(past: Past, books: httpx.Client, seller: httpx.Client) -> list[Page]:
    def of_seller(days: int) -> Callable[[random.Random], str]:
        return lambda dice: f"/api/seller/{dice.choice(past.sellers)}/trade?days={days}"

    return [
        Page("seller: trade of a month", "trade", of_seller(30), seller),
        Page("seller: trade of a year", "trade", of_seller(365), seller),
        Page("staff: trade of a month", "trade", lambda _: "/api/staff/trade?days=30", books),
        Page("staff: trade of a year", "trade", lambda _: "/api/staff/trade?days=365", books),
        Page("staff: statistics", "trade", lambda _: "/api/staff/statistics", books),
    ]
