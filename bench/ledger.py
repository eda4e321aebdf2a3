"""(a) The ledger against the usual ways to take the last unit only once."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

import uvloop

from bench.collector import settle_collector
from bench.contenders import (
    ConditionalUpdate,
    Contender,
    HoldfastLane,
    Purchase,
    RedisCounter,
    RowLock,
    UnitRows,
    VersionCheck,
    purchases,
)
from bench.results import Result, Say, Table, Target, median, ms, percentile, rate
from bench.servers import postgres, redis

__all__ = ["measure"]

Make: TypeAlias = Callable[[int], Contender]

STOCK: Final = 10**9
WARM_UP: Final = 0.3
TRIAL: Final = 0.4  # seconds of a trial for a pool size
ACCOUNTS: Final = (1, 200)
CLIENTS: Final = (64, 512)
POOLS: Final = (4, 8, 16, 32)
HOLDFAST: Final = HoldfastLane.name
HOW = f"""
Each client takes one unit after another, with no pause. *Bare* writes the balance, the hold and the
journal entry; *full* also the idempotency record, the order, its item and the outbox event. All on
PostgreSQL write the same rows into the same tables, durably, from one Python process with uvloop
and asyncpg, prepared statements, and plans by index. Each contender has the pool size (of
{", ".join(map(str, POOLS))} connections) that was fastest for it in a short trial just before.
They take turns on empty tables, and the medians of the turns are shown. After each turn the units
gone are compared with the purchases acknowledged. The row lock decides in the application, which
is what it is for; all in one statement, it is the conditional UPDATE. The Redis counter is **not
durable**: it keeps nothing on disk.
"""


@dataclass(frozen=True)
class Load:
    full: bool
    accounts: int
    clients: int

    @property
    def name(self) -> str:
        hot = "1 hot account" if self.accounts == 1 else f"{self.accounts} accounts"
        return f"{'full' if self.full else 'bare'}, {hot}, {self.clients} clients"


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


def measure(quick: bool, say: Say) -> Result:
    turns, seconds = (1, 0.8) if quick else (3, 1.5)
    loads = [
        Load(full, accounts, clients)
        for full in (False, True)
        for accounts in (ACCOUNTS[:1] if quick else ACCOUNTS)
        for clients in CLIENTS
    ]
    found: dict[tuple[str, Load], Turns] = {}
    pools = (8,) if quick else POOLS
    with postgres() as database, redis() as redis_port:
        url = database.database()
        makers = dict(_makers(url, redis_port))
        for load in loads:
            say(f"pool sizes: {load.name}")
            for name, make in makers.items():
                found[name, load] = Turns(_best_pool(name, make, load, pools))
        for turn in range(turns):
            say(f"turn {turn + 1} of {turns}")
            for load in loads:
                for name, make in makers.items():
                    kept = found[name, load]
                    kept.add(uvloop.run(_run(make(kept.connections), load, seconds)))
    return _result(found, loads, list(makers))


def _makers(url: str, redis_port: int | None) -> Iterator[tuple[str, Make]]:
    yield HOLDFAST, lambda _: HoldfastLane(url)
    yield RowLock.name, lambda connections: RowLock(url, connections)
    yield ConditionalUpdate.name, lambda connections: ConditionalUpdate(url, connections)
    yield VersionCheck.name, lambda connections: VersionCheck(url, connections)
    yield UnitRows.name, lambda connections: UnitRows(url, connections)
    if redis_port is not None:
        yield RedisCounter.name, lambda _: RedisCounter(redis_port)


def _best_pool(name: str, make: Make, load: Load, pools: Sequence[int]) -> int:
    """The pool size that is fastest under this load; 0 for who has no pool."""
    if name in (HOLDFAST, RedisCounter.name):
        return 0
    if len(pools) == 1:
        return pools[0]
    rates = {size: uvloop.run(_run(make(size), load, TRIAL))[0] for size in pools}
    return max(rates, key=lambda size: rates[size])


@cache
def _supply() -> list[Purchase]:
    """Enough for the fastest; tables are empty before each turn, so all turns have the same."""
    return purchases(500_000)


async def _run(contender: Contender, load: Load, seconds: float) -> tuple[float, float, float]:
    """Purchases a second, median and 99th percentile latency in seconds."""
    keys = [f"stock/{number:032x}" for number in range(load.accounts)]
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


def _result(found: dict[tuple[str, Load], Turns], loads: list[Load], names: list[str]) -> Result:
    result = Result("(a) The ledger against the usual ways", HOW)
    for load in loads:
        fastest = median(found[HOLDFAST, load].rates)
        rows = []
        for name in names:
            kept = found[name, load]
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
                    f"{fastest / speed:.1f}x" if name != HOLDFAST else "",
                    ms(median(kept.middles)),
                    ms(median(kept.tails)),
                    str(kept.connections or 1),
                )
            )
        columns = ("way", "per second", "Holdfast is", "p50 ms", "p99 ms", "connections")
        result.tables.append(Table(load.name.capitalize(), columns, rows))
    for load in loads:
        if load.accounts == 1 and load.clients == max(CLIENTS):
            own = median(found[HOLDFAST, load].rates)
            for name, wanted in ((RowLock.name, 25.0), (ConditionalUpdate.name, 15.0)):
                times = own / median(found[name, load].rates)
                result.targets.append(Target(f"{load.name}: against {name}", wanted, times))
    return result
