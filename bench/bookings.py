"""(r) Booking a photographer, a studio and a kit."""

import asyncio
import json
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid4

import aiohttp
import asyncpg
import uvloop

from bench.booking_ways import WAYS, Slot, Way, doubles
from bench.results import Result, Say, Table, Target, ms, percentile, rate
from bench.servers import postgres
from bench.shop import Shop, shop
from bench.studio import TAG, a_resource, a_service, some_resources
from bench.wrk import Requests, load
from holdfast.kit import new_id

__all__ = ["measure"]

CLIENTS: Final = 64
CROWD: Final = 1_000
STUDIOS: Final = 200
HOURS: Final = (8, 10, 12, 14)
"""Of UTC, two hours each, within what is open in winter."""
DAYS: Final = 80
HOW: Final = f"""
Three resources for two hours: 24 cells of a quarter of an hour, with the rows of the booking and of
what it takes. First the ways alone, {CLIENTS} clients on one database: times that nobody else wants
of one studio, of {STUDIOS} studios, then races: the same time, spans of an hour shifted by half an
hour, a studio that two photographers share. *double*: pairs of bookings that have the same resource
at the same time, counted afterwards. Then the product over HTTP (one worker): as many bookings as
{CLIENTS} clients make in {STUDIOS // 3} trios; and {CROWD:,} clients who want the same time at
once, each with a connection of its own: until the last loser is told the next best.
"""


def measure(quick: bool, say: Say) -> Result:
    result = Result("(r) Booking", HOW)
    seconds, rounds = (1.5, 5) if quick else (5.0, 20)
    with postgres() as server:
        rates: dict[str, list[str]] = {}
        for way in WAYS:
            found = uvloop.run(_alone(way, server.database(), seconds, rounds, say))
            rates[way.name] = found
        columns = ("way", "one studio/s", f"{STUDIOS} studios/s", "races/s", "double")
        rows = [(name, *found) for name, found in rates.items()]
        result.tables.append(Table(f"{CLIENTS} clients, the ways alone", columns, rows))
    with shop() as running:
        say("a studio moves in")
        service, wanted, trios = asyncio.run(_move_in(running.database_url))
        _over_http(running, service, trios, seconds, result, say)
        _crowd(running, wanted, 3 if quick else 100, result, say)
        found_double = asyncio.run(doubles(running.database_url))
        result.targets.append(Target("double bookings", 0, found_double, "", at_most=True))
    return result


# --- the ways alone -----------------------------------------------------------------------------


async def _alone(way: type[Way], url: str, seconds: float, rounds: int, say: Say) -> list[str]:
    say(way.name)
    one = way(url)
    await one.open()
    try:
        few = await _rate(one, _free(1), seconds)
        many = await _rate(one, _free(STUDIOS), seconds)
        begun, asked = time.perf_counter(), 0
        for number in range(rounds):
            slots = _contested(number)
            asked += len(slots)
            await asyncio.gather(*(one.book(slot) for slot in slots))
        raced = asked / (time.perf_counter() - begun)
    finally:
        await one.close()
    return [rate(few), rate(many), rate(raced), f"{await doubles(url):,}"]


async def _rate(way: Way, slots: Iterator[Slot], seconds: float) -> float:
    done = 0
    until = time.perf_counter() + seconds

    async def client() -> None:
        nonlocal done
        while time.perf_counter() < until:
            assert await way.book(next(slots))
            done += 1

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return done / (time.perf_counter() - begun)


def _free(studios: int) -> Iterator[Slot]:
    """Times of so many studios in turn, each once."""
    some = [(new_id(), new_id(), new_id()) for _ in range(studios)]
    at = datetime(2030, 1, 1, tzinfo=UTC)
    while True:
        for resources in some:
            yield Slot(resources, at)
        at += timedelta(hours=2)


def _contested(number: int) -> list[Slot]:
    """One race: of the same time, of spans that overlap, of a studio that two share."""
    mine, studio, kit, other = (new_id() for _ in range(4))
    at = datetime(2030, 1, 1, 10, tzinfo=UTC)
    match number % 3:
        case 0:
            return [Slot((mine, studio, kit), at)] * CLIENTS
        case 1:
            return [
                Slot((mine, studio, kit), at + timedelta(minutes=30 * (client % 6)), 1)
                for client in range(CLIENTS)
            ]
        case _:
            who = mine, other
            return [Slot((who[client % 2], studio), at, 1) for client in range(CLIENTS)]


# --- over HTTP ----------------------------------------------------------------------------------


async def _move_in(url: str) -> tuple[UUID, UUID, list[tuple[UUID, ...]]]:
    """The service of them all, that of one trio alone, and the other trios."""
    connection = await asyncpg.connect(url)
    try:
        kinds = ("photographer", "room", "equipment")
        count = STUDIOS // 3
        studios = [await a_resource(connection, "studio") for _ in range(count)]
        found = [await some_resources(connection, kind, count, studios) for kind in kinds]
        needs = [{"role": kind, "kind": kind, "tags": [TAG]} for kind in kinds]
        first, *trios = zip(*found, strict=True)
        named = [need | {"resources": [str(one)]} for need, one in zip(needs, first, strict=True)]
        wanted = await a_service(connection, named, 120)
        return await a_service(connection, needs, 120), wanted, trios
    finally:
        await connection.close()


def _starts() -> list[str]:
    first = datetime.now(UTC).date() + timedelta(days=2)
    return [
        f"{first + timedelta(days=day)}T{hour:02}:00:00Z" for day in range(DAYS) for hour in HOURS
    ]


def _over_http(
    running: Shop,
    service: UUID,
    trios: Sequence[tuple[UUID, ...]],
    seconds: float,
    result: Result,
    say: Say,
) -> None:
    bodies = [
        json.dumps({"serviceId": str(service), "start": start, "resources": list(map(str, trio))})
        for start in _starts()
        for trio in trios
    ]
    random.Random(7).shuffle(bodies)
    path = "/api/bookings/hold"
    cookies = running.guests
    half = len(bodies) // 10
    load(Requests("post", running.port, path, bodies=bodies[:half], cookies=cookies), CLIENTS, 1.0)
    found = load(
        Requests("post", running.port, path, bodies=bodies[half:], cookies=cookies),
        CLIENTS,
        seconds,
    )
    say(f"over HTTP: {rate(found.per_second)} bookings/s")
    row = (rate(found.per_second), ms(found.p50), ms(found.p99))
    result.tables.append(Table("Bookings over HTTP", ("per second", "p50 ms", "p99 ms"), [row]))
    result.targets.append(
        Target(f"bookings a second at {CLIENTS} clients", 300, found.per_second, "")
    )


def _crowd(running: Shop, service: UUID, rounds: int, result: Result, say: Say) -> None:
    """All want one trio at one time, the only one that can serve it."""
    ends, winners = [], []
    for start in islice(_starts(), rounds):
        told = uvloop.run(_race(running, service, start))
        ends.append(max(seconds for seconds, _, _ in told))
        winners.append(sum(status == 200 for _, status, _ in told))
        assert all(more == 3 for _, status, more in told if status == 409)
    say(f"{CROWD:,} at once: {winners} winners, the last loser told after {ms(max(ends))} ms")
    ordered = sorted(ends)
    row = (
        f"{CROWD:,}",
        str(rounds),
        str(max(winners)),
        ms(percentile(ordered, 0.5)),
        ms(ordered[-1]),
    )
    columns = ("clients", "rounds", "winners", "all told, median ms", "worst ms")
    result.tables.append(Table("One time", columns, [row]))
    result.targets.append(Target("winners of one time", 1, max(winners), "", at_most=True))
    result.targets.append(Target("times that nobody won", 0, winners.count(0), "", at_most=True))


async def _race(running: Shop, service: UUID, start: str) -> list[tuple[float, int, int]]:
    """Of each client: until it was told, the status, how many other times it was told."""
    asked = {"serviceId": str(service), "start": start}
    connector = aiohttp.TCPConnector(limit=CROWD)
    timeout = aiohttp.ClientTimeout(total=120)

    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        url, cookies = f"{running.url}/api/bookings/hold", running.guests

        async def one(number: int) -> tuple[float, int, int]:
            cookie = f"holdfast_session={cookies[number % len(cookies)]}"
            headers = {"Cookie": cookie, "Idempotency-Key": str(uuid4())}
            async with http.post(url, json=asked, headers=headers) as answer:
                body: dict[str, Any] = await answer.json(content_type=None)
                return time.perf_counter() - begun, answer.status, len(body.get("next", ()))

        begun = time.perf_counter()
        return list(await asyncio.gather(*(one(number) for number in range(CROWD))))
