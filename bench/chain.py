"""What the chain costs a batch, and what the audit takes that verifies it."""

import asyncio
import time
from typing import Final

import asyncpg
import uvloop

from bench.contenders import PRODUCT, HoldfastLane, UnsealedLane, purchases
from bench.race import Load, race, shown
from bench.results import Result, Say, Table, Target, median
from bench.servers import postgres
from holdfast.ledger.audit import AuditReport, archived_before, audit, check_chain
from holdfast.views.agreement import audit_shop

__all__ = ["measure"]

CLIENTS: Final = (1, 64, 512)
SEALED: Final = HoldfastLane.name
BARE: Final = UnsealedLane.name
AT_ONCE: Final = 256
HOW: Final = """
The ledger alone, as in (a), with the chain and without: the same lane then writes no heads and
hashes nothing. They take turns on empty tables; the medians of the turns are shown. Then one ledger
of so many entries (orders reserved, with items, records and events), and the audit of it on the
same machine: the ledger's own, as it was before there was more; the chain; all of `holdfast audit`.
"""


def measure(quick: bool, say: Say) -> Result:
    result = Result("What the chain and the audit cost", HOW)
    loads = [
        Load(full, 1, clients, "1 hot account") for full in (False, True) for clients in CLIENTS
    ]
    with postgres() as database:
        url = database.database()
        makers = {SEALED: lambda _: HoldfastLane(url), BARE: lambda _: UnsealedLane(url)}
        found = race(
            makers, loads, lambda number: f"stock/{number:032x}", say, quick=quick,
            pooled=frozenset(),
        )  # fmt: skip
        result.tables += [shown(found, load, SEALED, result) for load in loads]
        for load in loads:
            ratio = median(found[SEALED, load].rates) / median(found[BARE, load].rates)
            result.figures[f"{load.name}: with the chain to without"] = round(ratio, 3)
            if load.full and load.clients == max(CLIENTS):
                what = f"{load.name}: with the chain to without"
                result.targets.append(Target(what, 0.8, ratio))
        uvloop.run(_audited(url, 50_000 if quick else 1_000_000, say, result))
    return result


async def _audited(url: str, entries: int, say: Say, result: Result) -> None:
    say(f"filling {entries:,} entries")
    lane = HoldfastLane(url)
    keys = [f"stock/{PRODUCT}"]  # which the orders' items are of
    await lane.open(keys, 10**9, full=True)
    coming = iter(range(entries))

    async def client() -> None:
        for _ in coming:
            (purchase,) = purchases(1)
            assert await lane.purchase(keys[0], purchase)

    await asyncio.gather(*(client() for _ in range(AT_ONCE)))
    await lane.close()
    connection = await asyncpg.connect(url)
    await connection.execute("ANALYZE")
    rows = []
    say("auditing: the ledger")
    took = (await audit(connection)).seconds
    rows.append(("the ledger's own", f"{took:.1f}"))
    say("auditing: the chain")
    began, report = time.monotonic(), AuditReport()
    await check_chain(connection, report, lambda *_: None, await archived_before(connection))
    rows.append((f"the chain ({report.batches:,} batches)", f"{time.monotonic() - began:.1f}"))
    assert report.clean, report.text()
    say("auditing: everything")
    everything = (await audit_shop(connection)).seconds
    rows.append(("all of holdfast audit", f"{everything:.1f}"))
    await connection.close()
    result.tables.append(Table(f"Audit of {entries:,} entries", ("what", "seconds"), rows))
    result.figures[f"audit of {entries} entries"] = {"before": took, "now": everything}
