"""(q) Finding a time to book."""

import asyncio
import json
import random
import time
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from bench.results import Result, Say, Table, Target, ms, percentile, rate
from bench.shop import Shop, shop
from bench.steady_bookings import steady_bookings
from bench.studio import TAG, a_resource, a_service, some_resources
from bench.wrk import Requests, load
from holdfast.booking import cells_between
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Hold, Ledger, Line

__all__ = ["measure"]

RESOURCES: Final = 200
DAYS: Final = 31
PROVIDER_BOOKINGS: Final = 2_000
CLIENTS: Final = 32
BOOKED_A_SECOND: Final = 50
GROWTH: Final = (1_000, 5_000)
LONG_HOLD: Final = 14_400.0
HOW: Final = f"""
One worker, over HTTP. {RESOURCES} resources: ten studios, their rooms and kits, and photographers
who come to any of them, each open every day from 9 to 18, with bookings of two hours at random
over {DAYS} days. A month is searched for a room, a kit and a photographer: every time with three
combinations each, as JSON. *cold*: the first search of the process; *while booked*: while
{BOOKED_A_SECOND} bookings a second of three resources for two hours are held over HTTP at the same
worker. The same search of {GROWTH[0]:,} and {GROWTH[-1]:,} resources shows how it grows. Then one
provider, booked for 15 minutes at a time; a day of theirs is asked for by {CLIENTS} clients.
"""


def measure(quick: bool, say: Say) -> Result:
    turns, seconds = (40, 3.0) if quick else (300, 10.0)
    result = Result("(q) Finding a time", HOW)
    with shop() as running:
        say("a studio moves in")
        bookings = 400 if quick else 1_000
        months, provider = asyncio.run(_move_in(running, RESOURCES, bookings))
        ask = f"/api/slots?service={months}&{_span(DAYS)}&limit=2000"
        cold = _once(running, ask)
        say(f"cold: {ms(cold)} ms")
        warm = sorted(_once(running, ask) for _ in range(turns))
        month = f"{datetime.now(UTC) + timedelta(days=20):%Y-%m}"
        warmth = f"/api/slots/heat?service={months}&month={month}"
        _once(running, warmth)
        heat = sorted(_once(running, warmth) for _ in range(turns))
        booked = _while_booked(running, months, ask, seconds, result, say)
        rows = [
            ("a month, while booked", ms(percentile(booked, 0.5)), ms(percentile(booked, 0.99))),
            ("a month, cold", ms(cold), ms(cold)),
            ("a month, warm", ms(percentile(warm, 0.5)), ms(percentile(warm, 0.99))),
            ("heat of a month", ms(percentile(heat, 0.5)), ms(percentile(heat, 0.99))),
        ]
        result.tables.append(
            Table(f"{RESOURCES} resources, three roles", ("", "p50 ms", "p99 ms"), rows)
        )
        result.targets.append(
            Target("a month, warm, p99", 30, percentile(warm, 0.99) * 1000, "ms", at_most=True)
        )
        result.targets.append(
            Target(
                f"a month, while {BOOKED_A_SECOND} bookings a second run, p99",
                30,
                percentile(booked, 0.99) * 1000,
                "ms",
                at_most=True,
            )
        )
        result.targets.append(
            Target("heat of a month, p99", 50, percentile(heat, 0.99) * 1000, "ms", at_most=True)
        )
        _provider(running, provider, seconds, result, say)
    _growth(quick, result, say)
    return result


def _while_booked(
    running: Shop, service: UUID, path: str, seconds: float, result: Result, say: Say
) -> list[float]:
    """The same search while others book; sorted."""
    with steady_bookings(running, service, DAYS, BOOKED_A_SECOND) as steady:
        _once(running, path)
        found, until = [], time.perf_counter() + seconds
        while time.perf_counter() < until:
            found.append(_once(running, path))
    say(f"while {rate(steady.per_second)} bookings a second were held, {steady.taken} were gone")
    result.figures["bookings a second meanwhile"] = {"held": steady.per_second}
    return sorted(found)


def _growth(quick: bool, result: Result, say: Say) -> None:
    """With as many bookings for each resource as before."""
    rows = []
    for resources in GROWTH[:1] if quick else GROWTH:
        with shop() as running:
            say(f"{resources:,} resources move in")
            service, _ = asyncio.run(_move_in(running, resources, resources * 5))
            path = f"/api/slots?service={service}&{_span(DAYS)}&limit=2000"
            cold = _once(running, path)
            warm = sorted(_once(running, path) for _ in range(10 if quick else 100))
            rows.append(
                (
                    f"{resources:,}",
                    ms(cold),
                    ms(percentile(warm, 0.5)),
                    ms(percentile(warm, 0.99)),
                )
            )
    columns = ("resources", "cold ms", "warm p50 ms", "warm p99 ms")
    result.tables.append(Table("A month, by how many resources", columns, rows))


def _provider(
    running: Shop, provider: tuple[UUID, UUID], seconds: float, result: Result, say: Say
) -> None:
    service, person = provider
    path = f"/api/slots?service={service}&{_span(1, ahead=14)}"
    rows, found = [], {}
    for bookings in (0, PROVIDER_BOOKINGS):
        if bookings:
            say(f"{bookings:,} bookings")
            asyncio.run(_book_out(running.database_url, person, bookings))
            _until_read_again(running, path)
        requests = Requests("get", running.port, paths=[path], cookies=running.guests)
        load(requests, CLIENTS, 1.0)
        one = found[bookings] = load(requests, CLIENTS, seconds)
        say(f"{bookings:,} bookings: {rate(one.per_second)} searches/s")
        rows.append((f"{bookings:,}", rate(one.per_second), ms(one.p50), ms(one.p99)))
    result.tables.append(
        Table("One provider's day", ("bookings", "searches/s", "p50 ms", "p99 ms"), rows)
    )
    for bookings, one in found.items():
        what = f"one provider's day at {bookings:,} bookings"
        result.targets.append(Target(f"{what}, searches a second", 1_000, one.per_second, ""))
        result.targets.append(Target(f"{what}, p99", 10, one.p99 * 1000, "ms", at_most=True))


def _span(days: int, ahead: int = 0) -> str:
    first = datetime.now(UTC).date() + timedelta(days=1 + ahead)
    return f"from={first}&to={first + timedelta(days=days)}"


def _once(running: Shop, path: str) -> float:
    begun = time.perf_counter()
    with urllib.request.urlopen(f"{running.url}{path}", timeout=30) as answer:
        answer.read()
    return time.perf_counter() - begun


def _until_read_again(running: Shop, path: str) -> None:
    """Another process took the times: this one hears nothing and reads them again in turn."""
    before, until = _times(running, path), time.monotonic() + 90
    while _times(running, path) == before:
        assert time.monotonic() < until, "the times are as they were"


def _times(running: Shop, path: str) -> int:
    with urllib.request.urlopen(f"{running.url}{path}", timeout=30) as answer:
        return len(json.load(answer)["times"])


# --- who moves in -------------------------------------------------------------------------------


async def _move_in(running: Shop, count: int, bookings: int) -> tuple[UUID, tuple[UUID, UUID]]:
    """The service of three roles; a service of one provider, and the provider."""
    connection = await asyncpg.connect(running.database_url)
    try:
        studios = [await a_resource(connection, "studio") for _ in range(count // 20)]
        rooms = await some_resources(connection, "room", count // 4, studios)
        kits = await some_resources(connection, "equipment", count // 5, studios)
        people = await some_resources(connection, "photographer", count // 2, [None])
        provider = await a_resource(connection, "photographer", tag="provider")
        needs = [
            {"role": kind, "kind": kind, "tags": [TAG]}
            for kind in ("room", "equipment", "photographer")
        ]
        month = await a_service(connection, needs, 120)
        one = [{"role": "p", "kind": "photographer", "resources": [str(provider)]}]
        day = await a_service(connection, one, 15)
    finally:
        await connection.close()
    dice = random.Random(19)
    wanted = [
        ([dice.choice(one) for one in (rooms, kits, people)], 30 * dice.randint(0, 48 * DAYS), 120)
        for _ in range(bookings)
    ]
    await _book(running.database_url, wanted)
    return month, (day, provider)


async def _book_out(url: str, person: UUID, bookings: int) -> None:
    """A quarter of an hour each, one after another; each eighth is left."""
    quarters = [at for at in range(bookings * 8 // 7 + 1) if at % 8][:bookings]
    await _book(url, [([person], 15 * at, 15) for at in quarters])


async def _book(url: str, wanted: Sequence[tuple[Sequence[UUID], int, int]]) -> None:
    """So many minutes from that minute from tomorrow on, of all of them at once."""
    midnight = datetime.combine(datetime.now(UTC).date(), datetime.min.time(), UTC)
    ledger = Ledger(url)
    await ledger.start()
    try:

        async def one(who: Sequence[UUID], begin: int, minutes: int) -> None:
            start = midnight + timedelta(days=1, minutes=begin)
            lines = [
                Line(key, 1, 1_000)
                for each in who
                for key in cells_between(each, 15, start, start + timedelta(minutes=minutes))
            ]
            done = await ledger.commit(Command((Hold(new_id(), tuple(lines), LONG_HOLD),)))
            assert isinstance(done, Accepted), done

        for at in range(0, len(wanted), 200):
            await asyncio.gather(*(one(*each) for each in wanted[at : at + 200]))
    finally:
        await ledger.close()
