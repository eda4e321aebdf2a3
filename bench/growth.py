"""(c) Does a hold take longer when there are many accounts and a long journal?"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Final

import asyncpg
import uvloop

from bench.collector import settle_collector
from bench.results import Result, Say, Table, Target, median, ms, percentile, rate, ratio
from bench.servers import postgres
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Hold, Ledger, Line

__all__ = ["measure"]

HOT: Final = 200
CLIENTS: Final = (1, 64)
ENTRIES: Final = 10  # journal entries of each account before it is measured
KEYS: Final = ("hot", "uniform")
HOW = f"""
Databases of several sizes in one PostgreSQL, filled by SQL: each account has {ENTRIES} journal
entries (two deposits, four holds captured) and its four holds. Then the ledger holds one unit after
another, of {HOT} hot accounts or of all of them, for 1 client and for 64, database after database
in turns; the medians of the turns are shown. WAL is what PostgreSQL wrote for the holds of a turn,
full page images included: after a checkpoint the first change of a page logs the whole page, so
keys that are spread over many pages cost more. Each turn begins right after a checkpoint, which is
the worst moment to begin.
"""

# A little history for each account: versions 1 to 10 with balances that follow from one another.
ACCOUNTS_SQL: Final = """
INSERT INTO ledger_accounts (partition, key, kind, unit, balance, held, version)
SELECT 1, 'stock/' || md5(a::text)::uuid, 'store', 'piece', 1000000 - 4, 0, 10
FROM generate_series(1, $1::bigint) AS a
"""
HOLDS_SQL: Final = """
INSERT INTO ledger_holds (partition, id, state, expires_at, ref, lines, created_at)
SELECT 1, (lpad(to_hex((h - 1) * $1::bigint + a), 12, '0') || '70008000'
           || substr(md5(a::text), 1, 12))::uuid,
       'captured', now() - interval '1 day', 'order/' || md5((a * 4 + h)::text)::uuid,
       jsonb_build_array(jsonb_build_array('stock/' || md5(a::text)::uuid, 1, null, true)),
       now() - interval '2 days'
FROM generate_series(1, 4) AS h, generate_series(1, $1::bigint) AS a
"""
ENTRIES_SQL: Final = """
INSERT INTO ledger_entries (partition, key, version, operation, change, held_change, balance,
                            held, hold, actor, request, at)
SELECT 1, 'stock/' || md5(a::text)::uuid, v,
       CASE WHEN v <= 2 THEN 'deposit' WHEN v % 2 = 1 THEN 'hold' ELSE 'capture' END,
       CASE WHEN v <= 2 THEN 500000 WHEN v % 2 = 1 THEN -1 ELSE 0 END,
       CASE WHEN v <= 2 THEN 0 WHEN v % 2 = 1 THEN 1 ELSE -1 END,
       CASE WHEN v <= 2 THEN v * 500000 ELSE 1000000 - (v - 1) / 2 END,
       CASE WHEN v > 2 AND v % 2 = 1 THEN 1 ELSE 0 END,
       CASE WHEN v > 2 THEN (lpad(to_hex(((v - 1) / 2 - 1) * $1::bigint + a), 12, '0')
            || '70008000' || substr(md5(a::text), 1, 12))::uuid END,
       'guest:0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f10', '0a1b2c3d4e5f-' || a,
       now() - interval '2 days' + v * interval '1 minute'
FROM generate_series(1, 10) AS v, generate_series(1, $1::bigint) AS a
"""


@dataclass(frozen=True)
class Size:
    accounts: int
    url: str

    @property
    def name(self) -> str:
        return f"{self.accounts:,} accounts, {self.accounts * ENTRIES:,} entries"


@dataclass
class Turns:
    middles: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    wal: list[float] = field(default_factory=list)


def measure(quick: bool, say: Say) -> Result:
    sizes_wanted = (1_000, 20_000) if quick else (1_000, 100_000, 1_000_000)
    turns, seconds = (1, 0.8) if quick else (5, 1.5)
    found: dict[tuple[int, str, int], Turns] = {}
    with postgres() as server:
        sizes = [Size(accounts, server.database()) for accounts in sizes_wanted]
        for size in sizes:
            say(f"filling {size.name}")
            asyncio.run(_fill(size))
        for turn in range(turns):
            say(f"turn {turn + 1} of {turns}")
            for keys in KEYS:
                for clients in CLIENTS:
                    for size in sizes if turn % 2 == 0 else reversed(sizes):
                        kept = found.setdefault((size.accounts, keys, clients), Turns())
                        uvloop.run(_run(size, keys, clients, seconds, kept))
    return _result(found, sizes)


async def _fill(size: Size) -> None:
    """Accounts, holds, journal. The journal's indexes are made after its rows, which is faster
    and leaves them as dense as a reindex would."""
    connection = await asyncpg.connect(size.url)
    try:
        await connection.execute("SET maintenance_work_mem = '512MB'")
        indexes = await connection.fetch(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'ledger_entries'"
        )
        for name, _ in indexes:
            await connection.execute(f"DROP INDEX {name}")
        for statement in (ACCOUNTS_SQL, HOLDS_SQL, ENTRIES_SQL):
            await connection.execute(statement, size.accounts)
        for _, definition in indexes:
            await connection.execute(definition.replace(" ON ONLY ", " ON "))
        for table in ("ledger_accounts", "ledger_holds", "ledger_entries"):
            await connection.execute(f"VACUUM (ANALYZE) {table}")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def _run(size: Size, keys: str, clients: int, seconds: float, kept: Turns) -> None:
    side = await asyncpg.connect(size.url)
    ledger = Ledger(size.url)
    await ledger.start()
    try:
        chosen = [str(key) for (key,) in await side.fetch(
            "SELECT key FROM ledger_accounts ORDER BY md5(key) LIMIT $1",
            HOT if keys == "hot" else 200_000,
        )]  # fmt: skip
        await side.execute("CHECKPOINT")
        await _load(ledger, chosen, clients, 0.3)
        before = await side.fetchval("SELECT pg_current_wal_insert_lsn()")
        latencies = await _load(ledger, chosen, clients, seconds)
        written = await side.fetchval("SELECT pg_current_wal_insert_lsn() - $1::pg_lsn", before)
    finally:
        await ledger.close()
        await side.close()
    latencies.sort()
    kept.middles.append(percentile(latencies, 0.5))
    kept.tails.append(percentile(latencies, 0.99))
    kept.rates.append(len(latencies) / seconds)
    kept.wal.append(float(written) / len(latencies))


async def _load(ledger: Ledger, keys: list[str], clients: int, seconds: float) -> list[float]:
    latencies: list[float] = []
    settle_collector()
    end = time.perf_counter() + seconds

    async def buy() -> None:
        while (started := time.perf_counter()) < end:
            hold = Hold(new_id(), (Line(random.choice(keys), 1),), 900.0)
            outcome = await ledger.commit(Command((hold,)))
            assert isinstance(outcome, Accepted), outcome
            latencies.append(time.perf_counter() - started)

    await asyncio.gather(*(buy() for _ in range(clients)))
    return latencies


def _result(found: dict[tuple[int, str, int], Turns], sizes: list[Size]) -> Result:
    result = Result("(c) Growth", HOW)
    smallest, largest = sizes[0], sizes[-1]
    for keys in KEYS:
        for clients in CLIENTS:
            first = median(found[smallest.accounts, keys, clients].middles)
            rows = []
            for size in sizes:
                kept = found[size.accounts, keys, clients]
                middle = median(kept.middles)
                rows.append(
                    (
                        size.name, ms(middle), ratio(middle / first), ms(median(kept.tails)),
                        rate(median(kept.rates)), f"{median(kept.wal):,.0f}",
                    )
                )  # fmt: skip
                result.figures[f"{keys} keys, {clients} clients, {size.accounts} accounts"] = {
                    "p50_ms": round(middle * 1000, 3),
                    "p99_ms": round(median(kept.tails) * 1000, 3),
                    "per_second": round(median(kept.rates)),
                    "wal_bytes": round(median(kept.wal)),
                    "turns_p50_ms": [round(value * 1000, 3) for value in kept.middles],
                }
            who = "1 client" if clients == 1 else f"{clients} clients"
            columns = ("size", "p50 ms", "ratio", "p99 ms", "per second", "WAL bytes a hold")
            result.tables.append(Table(f"{keys.capitalize()} keys, {who}", columns, rows))
            grown = median(found[largest.accounts, keys, clients].middles) / first
            result.targets.append(
                Target(
                    f"hold latency at {largest.accounts:,} accounts against {smallest.accounts:,}, "
                    f"{keys} keys, {who}",
                    1.5 if keys == "hot" else 2.5,
                    grown,
                    at_most=True,
                )
            )
    return result
