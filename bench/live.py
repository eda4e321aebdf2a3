"""(d) How long after a commit do those who watch hear of it?"""

import asyncio
import contextlib
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import asyncpg
import httpx
from msgspec import Struct, convert

from bench.reserve import reserve_requests
from bench.results import Result, Say, Table, Target, median, ms
from bench.shop import Shop, shop
from bench.wrk import Requests, load

__all__ = ["Delays", "measure", "watchers"]

SOCKETS: Final = (100, 1_000, 5_000)
HOT: Final = 5
SAMPLES: Final = 200_000
PACED: Final = 16  # clients that pause between two reservations
PAUSE_MS: Final = 16
FLAT_OUT: Final = 64
HOW: Final = f"""
Sockets in a process of their own, each watching everything on sale, while units of {HOT} variants
are reserved over HTTP. For each entry of the journal: the time from the clock reading it carries
(taken inside the transaction, before it commits) until each socket has received a `stock:update`
of at least that version. *idle*: a reservation every tenth of a second. *paced*: {PACED} clients
that pause {PAUSE_MS} ms between reservations, about {PACED * 1000 // PAUSE_MS:,} a second less the
time they take. *flat out*: {FLAT_OUT} clients without a pause, so that the one worker has nothing
left. The process with the sockets, the load, PostgreSQL and the worker share the machine's cores.
"""


class Delays(Struct, frozen=True):
    p50: float
    p99: float
    worst: float | None
    samples: int
    missed: int
    pieces: int
    closed: int


@dataclass
class Phase:
    """One kind of load. ``run(seconds)`` puts it on and tells how many reservations there were."""

    name: str
    run: Callable[[float], None]


def measure(quick: bool, say: Say) -> Result:
    turns, seconds = (1, 3.0) if quick else (2, 6.0)
    found: dict[tuple[int, str], list[Delays]] = {}
    rates: dict[tuple[int, str], list[float]] = {}
    say("starting a shop")
    with shop() as running:
        hot = replace(running, variants=running.variants[:: len(running.variants) // HOT][:HOT])
        post = reserve_requests(hot)
        phases = (
            Phase("idle", lambda seconds: _trickle(post, seconds)),
            Phase("paced", lambda seconds: _press(post, PACED, seconds, PAUSE_MS)),
            Phase("flat out", lambda seconds: _press(post, FLAT_OUT, seconds, 0)),
        )
        for count in SOCKETS[1:2] if quick else SOCKETS:
            say(f"{count:,} sockets")
            with watchers(running.port, count) as ask:
                for phase in phases * turns:
                    ask("begin")
                    begun = time.time()
                    phase.run(seconds)
                    took = time.time() - begun
                    time.sleep(2.0)  # the last updates are on their way
                    entries = asyncio.run(_entries(running, begun))
                    some = random.sample(entries, min(len(entries), SAMPLES // count))
                    found.setdefault((count, phase.name), []).append(convert(ask(some), Delays))
                    rates.setdefault((count, phase.name), []).append(len(entries) / took)
    return _result(found, rates)


@contextlib.contextmanager
def watchers(port: int, count: int, *resources: str) -> Iterator[Callable[[object], object]]:
    """The process with the sockets, which watch the time of ``resources`` or else what is on sale;
    tell it something, get its answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.watchers", str(port), str(count), *resources],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    told, said = process.stdin, process.stdout

    def answer() -> object:
        line = said.readline()
        if not line:
            raise RuntimeError(f"the sockets' process ended: {process.wait(20)}")
        return json.loads(line)

    def ask(what: object) -> object:
        told.write(json.dumps(what) + "\n")
        told.flush()
        return answer()

    try:
        answer()
        yield ask
    finally:
        told.close()
        process.wait(60)


def _trickle(post: Requests, seconds: float) -> None:
    """A reservation every tenth of a second."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    with httpx.Client(base_url=f"http://127.0.0.1:{post.port}") as client:
        while time.monotonic() < end:
            content = random.choice(post.bodies)
            cookie = f"holdfast_session={random.choice(post.cookies)}"
            headers = {"content-type": "application/json", "cookie": cookie}
            client.post(post.path, content=content, headers=headers).raise_for_status()
            pause.wait(0.1)


def _press(post: Requests, clients: int, seconds: float, pause: int) -> None:
    load(replace(post, pause_ms=pause), clients, seconds)


async def _entries(running: Shop, since: float) -> list[tuple[str, int, float]]:
    connection = await asyncpg.connect(running.database_url)
    try:
        rows = await connection.fetch(
            "SELECT substr(key, 7), version, extract(epoch FROM at)::float8 FROM ledger_entries "
            "WHERE at >= to_timestamp($1) AND key LIKE 'stock/%' AND operation = 'hold'",
            since,
        )
    finally:
        await connection.close()
    return [(variant, version, at) for variant, version, at in rows]


def _result(
    found: dict[tuple[int, str], list[Delays]], rates: dict[tuple[int, str], list[float]]
) -> Result:
    result = Result("(d) From commit to `stock:update`", HOW)
    rows = []
    for (count, phase), turns in found.items():
        middle, tail = median(one.p50 for one in turns), median(one.p99 for one in turns)
        worst = max(one.worst or 0.0 for one in turns)
        missed = sum(one.missed for one in turns)
        speed = median(rates[count, phase])
        rows.append(
            (f"{count:,}, {phase}", f"{speed:,.0f}", ms(middle), ms(tail), ms(worst), str(missed))
        )
        result.figures[f"{count} sockets, {phase}"] = {
            "p50_ms": round(middle * 1000, 1),
            "p99_ms": round(tail * 1000, 1),
            "worst_ms": round(worst * 1000, 1),
            "missed": missed,
            "reservations_per_second": round(speed),
            "turns_p99_ms": [round(one.p99 * 1000, 1) for one in turns],
        }
        if count == 1_000 and phase != "idle":
            result.targets.append(
                Target(
                    f"stock:update p99, 1,000 sockets, reservations {phase}",
                    250.0,
                    tail * 1000,
                    "ms",
                    at_most=True,
                )
            )
    closed = max(one.closed for turns in found.values() for one in turns)
    columns = ("sockets, reservations", "reservations/s", "p50 ms", "p99 ms", "worst ms", "missed")
    note = (
        "*missed*: sockets that never heard of an entry or anything newer; there must be none. "
        f"Sockets that the server closed: {closed}."
    )
    result.tables.append(Table("Delay", columns, rows, note))
    return result
