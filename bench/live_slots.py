"""(x) How long after a commit do those who look at a calendar see the time turn grey?"""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import aiohttp
import asyncpg
from msgspec import convert

from bench.live import Delays, watchers
from bench.results import Result, Say, Table, Target, median, ms
from bench.shop import Shop, shop
from bench.studio import TAG, a_resource, a_service

__all__ = ["measure"]

SOCKETS: Final = 1_000
RESOURCES: Final = 20
RATES: Final = (10.0, 50.0)
HOURS: Final = (8, 10, 12, 14)
"""Of UTC, two hours each, within what is open in winter."""
DAYS: Final = 55
HOW: Final = f"""
{SOCKETS:,} sockets in a process of their own, each watching the time of all of {RESOURCES}
photographers, while times of two hours are held over HTTP at random moments. For each hold: the
time from the clock reading that its entries carry (taken inside the transaction, before it commits)
until each socket has received a `slots:update` of at least that version of the photographer, which
is all that is taken of them. States in between may never be told: a socket has *missed* a hold only
if it is connected and has heard of nothing as new two seconds after the last one. The sockets, the
load, PostgreSQL and the worker share the machine's cores.
"""
_ENTRIES: Final = """
SELECT split_part(key, '/', 2), at, count(*) FROM ledger_entries
WHERE key LIKE 'cell/%' GROUP BY 1, 2 ORDER BY 1, 2
"""


def measure(quick: bool, say: Say) -> Result:
    turns, seconds = (1, 3.0) if quick else (3, 10.0)
    found: dict[float, list[Delays]] = {per_second: [] for per_second in RATES}
    say("starting a shop")
    with shop() as running:
        service, people = asyncio.run(_move_in(running.database_url))
        wanted = iter(_bodies(service, people))
        say(f"{SOCKETS:,} sockets")
        with watchers(running.port, SOCKETS, *map(str, people)) as ask:
            for _, per_second in itertools.product(range(turns), RATES):
                ask("begin")
                begun = datetime.now(UTC)
                asyncio.run(_hold(running, wanted, per_second, seconds))
                time.sleep(2.0)  # the last updates are on their way
                told = asyncio.run(_held(running.database_url, begun))
                found[per_second].append(convert(ask(told), Delays))
    return _result(found)


async def _move_in(url: str) -> tuple[UUID, list[UUID]]:
    connection = await asyncpg.connect(url)
    try:
        people = [await a_resource(connection, "photographer") for _ in range(RESOURCES)]
        needs = [{"role": "p", "kind": "photographer", "tags": [TAG]}]
        return await a_service(connection, needs, 120), people
    finally:
        await connection.close()


def _bodies(service: UUID, people: Sequence[UUID]) -> list[dict[str, Any]]:
    """Every time of everybody once."""
    first = datetime.now(UTC).date() + timedelta(days=2)
    some = [
        {
            "serviceId": str(service),
            "start": f"{first + timedelta(days=day)}T{hour:02}:00:00Z",
            "resources": [str(who)],
        }
        for day in range(DAYS)
        for hour in HOURS
        for who in people
    ]
    random.Random(22).shuffle(some)
    return some


async def _hold(running: Shop, wanted: Any, per_second: float, seconds: float) -> None:
    dice, cookies = random.Random(23), itertools.cycle(running.guests)
    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:

        async def one(body: dict[str, Any], cookie: str) -> None:
            headers = {
                "Cookie": f"holdfast_session={cookie}",
                "Idempotency-Key": str(uuid4()),
                "Content-Type": "application/json",
            }
            url = f"{running.url}/api/bookings/hold"
            async with http.post(url, data=json.dumps(body), headers=headers) as answer:
                assert answer.status < 300, await answer.text()

        due = time.perf_counter()
        end = due + seconds
        while (due := due + dice.expovariate(per_second)) < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(one(next(wanted), next(cookies)))


async def _held(url: str, since: datetime) -> list[tuple[str, int, float]]:
    """Of each hold since then: whose time, which version of it that made, and when."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(_ENTRIES)
    finally:
        await connection.close()
    versions: dict[str, int] = {}
    found = []
    for who, at, entries in rows:
        versions[who] = versions.get(who, 0) + entries
        if at >= since:
            found.append((who, versions[who], at.timestamp()))
    return found


def _result(found: dict[float, list[Delays]]) -> Result:
    result = Result("(x) Live time", HOW)
    rows = []
    for per_second, turns in found.items():
        middle, tail = (median([getattr(one, what) for one in turns]) for what in ("p50", "p99"))
        worst = max(one.worst or 0.0 for one in turns)
        missed = sum(one.missed for one in turns)
        samples = sum(one.samples for one in turns)
        closed = max(one.closed for one in turns)
        figures = (f"{samples:,}", ms(middle), ms(tail), ms(worst), str(missed), str(closed))
        rows.append((f"{per_second:.0f}", *figures))
        result.figures[f"{per_second:.0f} a second"] = {
            "p50_ms": round(middle * 1000, 1),
            "p99_ms": round(tail * 1000, 1),
        }
        told = f"slots:update p99, {SOCKETS:,} sockets, {per_second:.0f} holds a second"
        result.targets.append(Target(told, 250, tail * 1000, "ms", at_most=True))
    columns = ("holds a second", "samples", "p50 ms", "p99 ms", "worst ms", "missed", "closed")
    result.tables.append(Table(f"{SOCKETS:,} sockets, {RESOURCES} photographers", columns, rows))
    return result
