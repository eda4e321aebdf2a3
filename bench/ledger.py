"""(a) The ledger against the usual ways to take the last unit only once."""

from collections.abc import Sequence
from typing import Final

from bench.contenders import (
    ConditionalUpdate,
    HoldfastLane,
    RedisCounter,
    RowLock,
    UnitRows,
    VersionCheck,
)
from bench.race import POOLS, Found, Load, Make, race, shown
from bench.results import Result, Say, Target, median
from bench.servers import postgres, redis

__all__ = ["measure"]

ACCOUNTS: Final = (1, 200)
CLIENTS: Final = (64, 512)
HOLDFAST: Final = HoldfastLane.name
POOLED: Final = frozenset(way.name for way in (RowLock, ConditionalUpdate, VersionCheck, UnitRows))
HOW: Final = f"""
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


def measure(quick: bool, say: Say) -> Result:
    loads = [
        Load(full, accounts, clients, "1 hot account" if accounts == 1 else f"{accounts} accounts")
        for full in (False, True)
        for accounts in (ACCOUNTS[:1] if quick else ACCOUNTS)
        for clients in CLIENTS
    ]
    with postgres() as database, redis() as redis_port:
        makers = _makers(database.database(), redis_port)
        found = race(
            makers, loads, lambda number: f"stock/{number:032x}", say, quick=quick, pooled=POOLED
        )
    return _result(found, loads)


def _makers(url: str, redis_port: int | None) -> dict[str, Make]:
    makers: dict[str, Make] = {
        HOLDFAST: lambda _: HoldfastLane(url),
        RowLock.name: lambda connections: RowLock(url, connections),
        ConditionalUpdate.name: lambda connections: ConditionalUpdate(url, connections),
        VersionCheck.name: lambda connections: VersionCheck(url, connections),
        UnitRows.name: lambda connections: UnitRows(url, connections),
    }
    if redis_port is not None:
        makers[RedisCounter.name] = lambda _: RedisCounter(redis_port)
    return makers


def _result(found: Found, loads: Sequence[Load]) -> Result:
    result = Result("(a) The ledger against the usual ways", HOW)
    result.tables += [shown(found, load, HOLDFAST, result) for load in loads]
    for load in loads:
        if load.accounts == 1 and load.clients == max(CLIENTS):
            own = median(found[HOLDFAST, load].rates)
            for name, wanted in ((RowLock.name, 25.0), (ConditionalUpdate.name, 15.0)):
                times = own / median(found[name, load].rates)
                result.targets.append(Target(f"{load.name}: against {name}", wanted, times))
    return result
