"""Contenders under the same loads, taking turns, each with the pool that suits it best."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

import uvloop

from bench.collector import settle_collector
from bench.contenders import Contender, Purchase, purchases
from bench.results import Result, Say, Table, median, ms, percentile, rate

__all__ = ["POOLS", "Found", "Load", "Make", "Turns", "race", "shown"]

Make: TypeAlias = Callable[[int], Contender]
"""A contender with a pool of so many connections."""

STOCK: Final = 10**9
WARM_UP: Final = 0.3
TRIAL: Final = 0.4  # seconds of a trial for a pool size
POOLS: Final = (4, 8, 16, 32)


@dataclass(frozen=True)
class Load:
    """``clients`` ask at once, each of one of ``accounts``; ``where`` names those for people."""

    full: bool
    accounts: int
    clients: int
    where: str

    @property
    def name(self) -> str:
        return f"{'full' if self.full else 'bare'}, {self.where}, {self.clients} clients"


@dataclass
class Turns:
    """What the turns of one contender under one load came to."""

    connections: int = 0
    rates: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)

    def add(self, found: tuple[float, float, float]) -> None:
        for values, value in zip((self.rates, self.middles, self.tails), found, strict=True):
            values.append(value)


Found: TypeAlias = dict[tuple[str, Load], Turns]


def race(
    makers: Mapping[str, Make],
    loads: Sequence[Load],
    key: Callable[[int], str],
    say: Say,
    *,
    quick: bool,
    pooled: frozenset[str],
) -> Found:
    """Every contender under every load, some turns each. ``key`` names an account by its number;
    those in ``pooled`` have a pool, whose best size is tried out first."""
    turns, seconds = (1, 0.8) if quick else (3, 1.5)
    pools = (8,) if quick else POOLS
    found: Found = {}
    for load in loads:
        say(f"pool sizes: {load.name}")
        keys = [key(number) for number in range(load.accounts)]
        for name, make in makers.items():
            size = _best_pool(make, load, keys, pools) if name in pooled else 0
            found[name, load] = Turns(size)
    for turn in range(turns):
        say(f"turn {turn + 1} of {turns}")
        for load in loads:
            keys = [key(number) for number in range(load.accounts)]
            for name, make in makers.items():
                kept = found[name, load]
                kept.add(uvloop.run(_run(make(kept.connections), load, keys, seconds)))
    return found


def shown(found: Found, load: Load, ours: str, result: Result) -> Table:
    """A load's table; its figures go into the result."""
    fastest = median(found[ours, load].rates)
    rows = []
    for name, kept in ((name, kept) for (name, under), kept in found.items() if under == load):
        speed = median(kept.rates)
        result.figures[f"{load.name}: {name}"] = {
            "per_second": round(speed),
            "p50_ms": round(median(kept.middles) * 1000, 2),
            "p99_ms": round(median(kept.tails) * 1000, 2),
            "connections": kept.connections or 1,
            "turns": [round(value) for value in kept.rates],
        }
        rows.append(
            (
                name,
                rate(speed),
                f"{fastest / speed:.1f}x" if name != ours else "",
                ms(median(kept.middles)),
                ms(median(kept.tails)),
                str(kept.connections or 1),
            )
        )
    columns = ("way", "per second", "Holdfast is", "p50 ms", "p99 ms", "connections")
    return Table(load.name.capitalize(), columns, rows)


def _best_pool(make: Make, load: Load, keys: Sequence[str], pools: Sequence[int]) -> int:
    """The pool size that is fastest under this load."""
    if len(pools) == 1:
        return pools[0]
    rates = {size: uvloop.run(_run(make(size), load, keys, TRIAL))[0] for size in pools}
    return max(rates, key=lambda size: rates[size])


@cache
def _supply() -> list[Purchase]:
    """Enough for the fastest; tables are empty before each turn, so all turns have the same."""
    return purchases(500_000)


async def _run(
    contender: Contender, load: Load, keys: Sequence[str], seconds: float
) -> tuple[float, float, float]:
    """Purchases a second, median and 99th percentile latency in seconds."""
    await contender.open(keys, STOCK, full=load.full)
    latencies: list[float] = []
    acknowledged = 0
    supply = iter(_supply())
    settle_collector()
    begin = time.perf_counter() + WARM_UP
    end = begin + seconds

    async def buy(client: int) -> None:
        nonlocal acknowledged
        choose = random.Random(client).choice
        while (started := time.perf_counter()) < end:
            if not await contender.purchase(choose(keys), next(supply)):
                raise RuntimeError(f"{contender.name} ran out of stock")
            acknowledged += 1
            finished = time.perf_counter()
            if begin <= finished < end:
                latencies.append(finished - started)

    try:
        await asyncio.gather(*(buy(client) for client in range(load.clients)))
        taken = await contender.taken()
    finally:
        await contender.close()
    if taken != acknowledged:
        raise RuntimeError(f"{contender.name}: {acknowledged} acknowledged, {taken} taken")
    latencies.sort()
    return len(latencies) / seconds, percentile(latencies, 0.5), percentile(latencies, 0.99)
