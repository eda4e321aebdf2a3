"""(s) A flash sale: 50,000 buyers, 1,000 units, the whole purchase."""

import asyncio
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx
import redis
import uvloop

from bench import flash_rivals
from bench.coupon_rivals import REDIS_PORT
from bench.flash_crowd import Buyer, Crowd, at_once, in_line, take_places
from bench.results import Result, Say, Table, Target, median, ms, percentile, rate
from bench.servers import redis as redis_server
from bench.shop import Shop, shop
from bench.staff import staff
from bench.visitors import let_in
from holdfast.kit import utc_now

__all__ = ["measure"]

CONNECTIONS: Final = 256
HOLDFAST: Final = "Holdfast, everybody at once"
ROOM: Final = "Holdfast, through the waiting room"
ROW_LOCK: Final = "row lock (SELECT ... FOR UPDATE)"
REDIS: Final = "specification B's Redis script (not durable)"
HOW: Final = f"""
One worker as `holdfast serve` runs it, limits off, {CONNECTIONS} connections, each buyer with a
session and one ask. All candidates answer in the same server, behind everything a request meets
there, and each gets a sale of its own for each turn. *Everybody at once* is
`POST /api/flash-sales/{{id}}/purchase`; who gets a unit pays by the demo provider and creates the
order: three requests, each durable before its answer. The *row lock* looks first, locks the sale's
row, writes order, item and event; the *Redis* script of the specification counts, then the same
rows are written: they are durable, the count is not, and it knows no limit for a customer. Both are
paid by one request more, which writes payment, state and event. *asks/s* and *decided* are of the
first requests, most of which are told that all is sold; *bought* is from the ask to the paid order.
*Through the waiting room*: everybody takes a place before the start, everybody looks again the
moment it starts and then as `Retry-After` says; so many a second are let in, and buy as before,
over each fourth of the connections.
After every turn each store is counted: exactly so many paid for, nobody with two, everybody told
what is stored.
"""
_OPEN: Final = "UPDATE flash_sales SET starts_at = clock_timestamp() WHERE id = $1"
_SOLD: Final = """
SELECT owner, id FROM orders
WHERE status = 'paid' AND breakdown -> 'sale' ->> 'id' = $1::uuid::text
"""
_RIVAL_SOLD: Final = "SELECT owner, id FROM bench_orders WHERE status = 'paid'"
_CLEAR: Final = "TRUNCATE bench_orders, bench_order_items, bench_payments, bench_events"


@dataclass(frozen=True)
class Size:
    units: int
    buyers: int
    turns: int
    let_in: int  # a second


@dataclass
class Turns:
    crowds: list[Crowd] = field(default_factory=list)
    wrong: int = 0

    def middle(self, what: str, share: float) -> float:
        """The median of the turns of this percentile."""
        return median([percentile(sorted(getattr(one, what)), share) for one in self.crowds])


@dataclass
class Room:
    """The places that were taken before the start, and what came after it."""

    places: list[Crowd] = field(default_factory=list)
    sold: Turns = field(default_factory=Turns)


def measure(quick: bool, say: Say) -> Result:
    size = Size(200, 5_000, 1, 100) if quick else Size(1_000, 50_000, 3, 200)
    with redis_server() as redis_port:
        if redis_port is not None:
            os.environ[REDIS_PORT] = str(redis_port)
        say("starting a shop")
        with shop() as running, staff(running) as books:
            say(f"{size.buyers:,} buyers log in")
            buyers = uvloop.run(_prepared(running.database_url, size.buyers))
            found, room = _turns(running, books, redis_port, size, buyers, say)
    return _result(found, room, size)


def _turns(
    running: Shop,
    books: httpx.Client,
    redis_port: int | None,
    size: Size,
    buyers: list[Buyer],
    say: Say,
) -> tuple[dict[str, Turns], Room]:
    found = {name: Turns() for name in (HOLDFAST, ROW_LOCK, REDIS)}
    if redis_port is None:
        del found[REDIS]
    room, dice = Room(), random.Random(20)
    for turn in range(size.turns):
        say(f"turn {turn + 1} of {size.turns}")
        dice.shuffle(buyers)
        names = list(found)
        for name in names if turn % 2 == 0 else reversed(names):
            sale = _sale(running, books, redis_port, size.units)
            crowd = uvloop.run(at_once(running.port, _path(name, sale), buyers, CONNECTIONS))
            found[name].crowds.append(crowd)
            stored = _stored(running, name, sale)
            found[name].wrong += _wrong(crowd, stored, size) + _miscounted(
                running, redis_port, books, name, sale, size.units
            )
        sale = _sale(running, books, redis_port, size.units, size.let_in)
        room.places.append(uvloop.run(take_places(running.port, sale, buyers, CONNECTIONS)))
        say(f"{size.buyers:,} places taken in {room.places[-1].took:.0f} s")
        asyncio.run(_execute(running.database_url, _OPEN, sale))
        crowd = uvloop.run(
            in_line(running.port, sale, _path(ROOM, sale), buyers, CONNECTIONS, size.units)
        )
        room.sold.crowds.append(crowd)
        stored = _stored(running, ROOM, sale)
        room.sold.wrong += room.places[-1].wrong + _wrong(crowd, stored, size, waited=True)
        room.sold.wrong += _miscounted(running, None, books, ROOM, sale, size.units)
    return found, room


def _path(name: str, sale: UUID) -> str:
    rivals = {ROW_LOCK: "row lock", REDIS: "redis"}
    if name in rivals:
        return flash_rivals.PATHS[rivals[name]].format(sale_id=sale)
    return f"/api/flash-sales/{sale}/purchase"


# --- what is right ------------------------------------------------------------------------------


def _wrong(
    crowd: Crowd, stored: Sequence[tuple[str, UUID]], size: Size, *, waited: bool = False
) -> int:
    """How much is not as it must be: too many or too few, second ones, wrong answers."""
    wrong = crowd.wrong + abs(size.units - len(stored)) + len(stored) - len(dict(stored))
    wrong += dict(stored) != crowd.orders
    if not waited:
        wrong += abs(size.buyers - size.units - crowd.told)
    if crowd.odd:
        print(f"   odd answers: {crowd.odd[:3]}")
    return wrong


def _miscounted(
    running: Shop,
    redis_port: int | None,
    books: httpx.Client,
    name: str,
    sale: UUID,
    units: int,
) -> int:
    """How far the store's own count is from all being sold."""
    if name == ROW_LOCK:
        left = asyncio.run(_value(running, "SELECT remaining FROM bench_sales WHERE id = $1", sale))
        return abs(left)
    if name == REDIS:
        assert redis_port is not None
        with redis.Redis(port=redis_port, decode_responses=True) as client:
            sold: str | None = client.hget(flash_rivals.redis_key(sale), "sold")
            return abs(units - int(sold or 0))
    now = books.get(f"/api/flash-sales/{sale}").raise_for_status().json()["flashSale"]
    far: int = abs(units - now["sold"]) + abs(now["remaining"]) + abs(now["held"])
    return far


def _stored(running: Shop, name: str, sale: UUID) -> list[tuple[str, UUID]]:
    """Owner and order of all that is paid for, from the store alone."""
    rows: list[tuple[str, UUID]]
    if name in (HOLDFAST, ROOM):
        rows = asyncio.run(_fetch(running.database_url, _SOLD, sale))
    else:
        rows = asyncio.run(_fetch(running.database_url, _RIVAL_SOLD))
    return rows


# --- sales and buyers ---------------------------------------------------------------------------


def _sale(
    running: Shop,
    books: httpx.Client,
    redis_port: int | None,
    units: int,
    let_in: int | None = None,
) -> UUID:
    """A new sale, known to every candidate; one with a waiting room has not begun."""
    product, variant = running.variants[0]
    begin = utc_now() + timedelta(hours=1) if let_in else utc_now()
    terms = {
        "productId": product, "variantId": variant, "quantity": units, "price": 9900,
        "startTime": begin.isoformat(), "endTime": (begin + timedelta(hours=2)).isoformat(),
        "perSecond": let_in,
    }  # fmt: skip
    made = books.post("/api/staff/flash-sales", json=terms).raise_for_status().json()
    sale = UUID(made["flashSale"]["id"])
    url = running.database_url
    asyncio.run(_execute(url, _CLEAR))
    asyncio.run(_execute(url, "INSERT INTO bench_sales VALUES ($1, $2)", sale, units))
    if redis_port is not None:
        with redis.Redis(port=redis_port) as client:
            counts = {"productId": product, "quantity": units, "price": 9900, "sold": 0}
            client.hset(flash_rivals.redis_key(sale), mapping=counts)
    return sale


async def _prepared(database_url: str, count: int) -> list[Buyer]:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(flash_rivals.SCHEMA)
        cookies, owners = await let_in(connection, count)
    finally:
        await connection.close()
    return list(zip(cookies, owners, strict=True))


async def _execute(database_url: str, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()


async def _fetch(database_url: str, statement: str, *values: object) -> list[Any]:
    connection = await asyncpg.connect(database_url)
    try:
        return [tuple(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()


async def _value(running: Shop, statement: str, *values: object) -> int:
    ((found,),) = await _fetch(running.database_url, statement, *values)
    return int(found)


# --- what came out ------------------------------------------------------------------------------


def _result(found: dict[str, Turns], room: Room, size: Size) -> Result:
    result = Result("(s) A flash sale", HOW)
    rows = []
    for name, turns in found.items():
        speed = median([len(one.decided) / one.took for one in turns.crowds])
        paid = median([one.last_paid for one in turns.crowds])
        times = [
            turns.middle(what, share) for what in ("decided", "bought") for share in (0.5, 0.99)
        ]
        rows.append((name, rate(speed), *map(ms, times), f"{paid:.1f}", str(turns.wrong)))
        result.figures[name] = {"asks_per_second": round(speed), "last_paid_s": round(paid, 2)} | {
            label: round(value * 1000, 2) for label, value in zip(_TIMES, times, strict=True)
        }
        what = f"{name}: sold beyond or below the supply, second ones, wrong answers"
        result.targets.append(Target(what, 0, turns.wrong, "", at_most=True))
    columns = (
        "way", "asks/s", "decided p50 ms", "p99 ms", "bought p50 ms", "p99 ms",
        "all paid after s", "wrong",
    )  # fmt: skip
    title = f"{size.buyers:,} buyers at once, {size.units:,} units"
    result.tables.append(Table(title, columns, rows))
    _room(result, room, size)
    return result


_TIMES: Final = ("decided_p50_ms", "decided_p99_ms", "bought_p50_ms", "bought_p99_ms")


def _room(result: Result, room: Room, size: Size) -> None:
    taken = median([len(one.polled) / one.took for one in room.places])
    looked = median([len(one.polled) / one.took for one in room.sold.crowds])
    paid = median([one.last_paid for one in room.sold.crowds])
    least = size.units / size.let_in
    times = [
        room.sold.middle(what, share)
        for what in ("polled", "decided", "bought")
        for share in (0.5, 0.99)
    ]
    row = (rate(taken), rate(looked), *map(ms, times), f"{paid:.1f}", f"{least:.1f}",
           str(room.sold.wrong))  # fmt: skip
    columns = (
        "places/s before", "looks/s after", "look p50 ms", "p99 ms", "decided p50 ms", "p99 ms",
        "bought p50 ms", "p99 ms", "all paid after s", "at the least s", "wrong",
    )  # fmt: skip
    title = f"Through the waiting room, {size.let_in} let in a second"
    note = "*At the least*: as long as it takes to let in as many as there are units."
    result.tables.append(Table(title, columns, [row], note))
    result.figures[ROOM] = {
        "places_per_second": round(taken),
        "looks_per_second": round(looked),
        "look_p99_ms": round(times[1] * 1000, 2),
        "last_paid_s": round(paid, 2),
        **{key: round(value * 1000, 2) for key, value in zip(_TIMES, times[2:], strict=True)},
    }
    what = f"{ROOM}: sold beyond or below the supply, second ones, wrong answers"
    result.targets.append(Target(what, 0, room.sold.wrong, "", at_most=True))
