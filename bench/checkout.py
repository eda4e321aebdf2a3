"""(t) A checkout, from the cart to paid by card, against the purchase of the ground floor."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import asyncpg
import uvloop

from bench.http_turns import processor_seconds
from bench.journeys import Variant, card_settings, from_cart, from_cart_by_card, straight
from bench.lines import Lines, lines
from bench.results import Result, Say, Table, Target, median, ms, percentile, rate
from bench.shop import Shop, shop
from bench.visitors import let_in
from tests.support.stripe import StripeServer

__all__ = ["measure"]

CLIENTS: Final = (8, 64)
BUYERS: Final = 1_000
GROUND: Final = "reserve, pay, create"
CART: Final = "from the cart"
CARD: Final = "from the cart, by card"
HOW: Final = """
One worker, limits off; each client has a login and begins its next purchase when one is paid.
*Reserve, pay, create* is the whole purchase of case (b): three requests, the demo provider says yes
at once. *From the cart* puts the goods there first, and the order takes them out. *By card* pays at
the test server of Stripe, over HTTP as at the real one: the shop makes a page there, the buyer's
card is charged on it at once, the buyer comes back and the shop asks what became of it. The test
server runs in the process of the load and takes its part of the machine; the real one's answers
take longer and cost us nothing. Latencies are those of a whole purchase, from the first request to
the paid order; *processor* is what the worker used of it for each.
"""
_CURRENCIES: Final = "SELECT id::text FROM products WHERE currency IN ('EUR', 'RUB', 'USD')"
Purchase: TypeAlias = Callable[[Lines, str, Variant], Awaitable[None]]


@dataclass
class Turns:
    rates: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def measure(quick: bool, say: Say) -> Result:
    turns, seconds = (1, 4.0) if quick else (5, 8.0)
    clients = CLIENTS[:1] if quick else CLIENTS
    with StripeServer.running() as stripe:

        async def by_card(opened: Lines, cookie: str, variant: Variant) -> None:
            await from_cart_by_card(opened, cookie, variant, stripe)

        ways: dict[str, Purchase] = {GROUND: straight, CART: from_cart, CARD: by_card}
        say("starting a shop")
        with shop(card_settings(stripe)) as running:
            cookies, goods = uvloop.run(_prepared(running))
            found = {(name, number): Turns() for number in clients for name in ways}
            for way in ways.values():
                uvloop.run(_load(running, way, cookies, goods, 4, 1.0))
            for turn in range(turns):
                say(f"turn {turn + 1} of {turns}")
                for number in clients:
                    _turn(running, ways, number, seconds, found, (cookies, goods), turn)
    return _result(found, clients)


def _turn(
    running: Shop,
    ways: Mapping[str, Purchase],
    clients: int,
    seconds: float,
    found: Mapping[tuple[str, int], Turns],
    who: tuple[list[str], list[Variant]],
    turn: int,
) -> None:
    """Each way once, every other turn in the other order."""
    for name in list(ways) if turn % 2 == 0 else reversed(list(ways)):
        before = processor_seconds(running.pid)
        taken, took = uvloop.run(_load(running, ways[name], *who, clients, seconds))
        spent = processor_seconds(running.pid) - before
        kept = found[name, clients]
        kept.rates.append(len(taken) / took)
        kept.middles.append(percentile(taken, 0.5))
        kept.tails.append(percentile(taken, 0.99))
        kept.processor.append(spent / len(taken))


async def _load(
    running: Shop,
    way: Purchase,
    cookies: list[str],
    goods: list[Variant],
    clients: int,
    seconds: float,
) -> tuple[list[float], float]:
    """Seconds of each purchase, in order of length, and of all of them together."""
    taken: list[float] = []
    begun = time.perf_counter()

    async def buy(opened: Lines, client: int) -> None:
        number = client
        while (started := time.perf_counter()) < begun + seconds:
            await way(opened, cookies[number % len(cookies)], goods[number % len(goods)])
            taken.append(time.perf_counter() - started)
            number += clients

    async with lines(running.port, clients) as opened:
        await asyncio.gather(*(buy(opened, client) for client in range(clients)))
    return sorted(taken), time.perf_counter() - begun


async def _prepared(running: Shop) -> tuple[list[str], list[Variant]]:
    """Buyers with logins, and goods that a card can pay for."""
    connection = await asyncpg.connect(running.database_url)
    try:
        cookies, _ = await let_in(connection, BUYERS)
        priced = {row[0] for row in await connection.fetch(_CURRENCIES)}
    finally:
        await connection.close()
    return cookies, [one for one in running.variants if one[0] in priced]


def _result(found: Mapping[tuple[str, int], Turns], clients: tuple[int, ...]) -> Result:
    result = Result("(t) Checkout", HOW)
    columns = ("purchase", "per second", f"of {GROUND}", "p50 ms", "p99 ms", "processor us")
    for number in clients:
        base = median(found[GROUND, number].rates)
        rows = []
        for name in (GROUND, CART, CARD):
            kept = found[name, number]
            speed, tail = median(kept.rates), median(kept.tails)
            processor = median(kept.processor)
            rows.append(
                (
                    name, rate(speed), f"{speed / base:.2f}", ms(median(kept.middles)), ms(tail),
                    f"{processor * 1e6:.0f}",
                )
            )  # fmt: skip
            result.figures[f"{name}, {number} clients"] = {
                "per_second": round(speed, 1),
                "p50_ms": round(median(kept.middles) * 1000, 1),
                "p99_ms": round(tail * 1000, 1),
                "processor_us": round(processor * 1e6),
            }
        result.tables.append(Table(f"{number} clients", columns, rows))
        tail = median(found[CARD, number].tails)
        told = f"checkout by card, {number} clients, p99"
        result.targets.append(Target(told, 2_000, tail * 1000, "ms", at_most=True))
    return result
