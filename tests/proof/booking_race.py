"""Races for a photographer, a studio and a kit at once, over two worker processes, while workers,
the server and PostgreSQL are killed: of all who ask for a time exactly one has it.

    python -m tests.proof.booking_race [--rounds 100] [--clients 32] [--kill-every 5] [--among 3]
"""

import argparse
import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import uuid4

from tests.proof.audited import audit
from tests.proof.crowd import Answer, Visitor, visitors
from tests.proof.kills import KINDS
from tests.support.folders import on_disk
from tests.support.market import Market, eventually, opened_market, stock_up
from tests.support.photo_studio import PhotoStudio, set_up
from tests.support.redis import redis_server
from tests.support.straight import insert_user
from tests.support.studio import day_ahead
from tests.support.time_auditor import faults_of_time

__all__ = ["opened_house", "race"]

RESUMES_WITHIN = 120.0
FIRST_DAY, DAYS = 2, 56


@dataclass(frozen=True)
class Wanted:
    """One of those who ask at once: for which service, from when on, for how long."""

    service: str
    start: str
    minutes: int


def opened_house(stack: ExitStack) -> PhotoStudio:
    """A studio of two workers on an embedded database of its own, as durable as it ships."""
    folder = Path(stack.enter_context(on_disk()))
    stock_up(folder)
    environment = {"HOLDFAST_LIMITS": "off", "REDIS_URL": stack.enter_context(redis_server())}
    opened = opened_market(folder, "--workers", "2", environment=environment, afresh=True)
    return set_up(stack.enter_context(opened))


async def race(
    house: PhotoStudio, rounds: int, clients: int, kill_every: int, seed: int, among: int = 3
) -> str:
    """The first ``among`` of three kinds in turn: the same time of all three; spans that overlap; a
    room that two photographers share. In between something is killed while they ask."""
    chance, kinds = random.Random(seed), list(KINDS)
    other = _of_another_photographer(house)
    url = house.market.database_url
    tokens = [(await insert_user(url))[1] for _ in range(clients)]
    days = iter(range(FIRST_DAY, FIRST_DAY + DAYS))
    told = []
    for number, (day, hour) in enumerate(islice(_times(days), rounds)):
        which = number % among
        wanted = _wanted(house, other, which, clients, day, hour)
        if kill_every and number % kill_every == kill_every - 1:
            kind = kinds[number // kill_every % len(kinds)]
            killing = _kill(house.market, KINDS[kind], chance.random() * 0.1)
        else:
            kind, killing = "", None
        won = await _ask(house.market, tokens, wanted, killing)
        # Two of the spans can stand beside each other, one of any other kind alone.
        most = 2 if which == 1 else 1
        assert 1 <= won <= most, f"round {number} {kind}: {won} of {clients} have the time"
        told.append(won)
    assert await faults_of_time(house.market.database_url) == []
    audit(house.market)
    return f"{rounds} rounds of {clients}: {sum(told)} bookings, none double"


def _times(days: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Two of each day, far enough apart for spans that overlap."""
    return ((day, hour) for day in days for hour in (9, 14))


def _of_another_photographer(house: PhotoStudio) -> str:
    boris = house.resource("photographer", f"Boris of {house.name}", tags=["portrait"])
    needs = [
        {"role": "photographer", "kind": "photographer", "resources": [boris]},
        {"role": "studio", "kind": "studio", "resources": [house.studio]},
    ]
    return house.another_service(needs=needs)


def _wanted(
    house: PhotoStudio, other: str, kind: int, clients: int, day: int, hour: int
) -> list[Wanted]:
    """What each of the clients asks for."""
    at = f"{day_ahead(day)}T{{:02}}:00"
    match kind:
        case 0:
            return [Wanted(house.service, at.format(hour), 120)] * clients
        case 1:
            return [
                Wanted(house.service, at.format(hour + number % 3), 120)
                for number in range(clients)
            ]
        case _:
            both = house.service, other
            return [Wanted(both[number % 2], at.format(hour), 60) for number in range(clients)]


async def _ask(
    market: Market, tokens: list[str], wanted: list[Wanted], killing: Awaitable[None] | None
) -> int:
    """All at once, each until it is answered; how many have the time, by what they were told and by
    what stands."""
    async with visitors(market.url, len(wanted)) as crowd, asyncio.TaskGroup() as group:
        for visitor, token in zip(crowd, tokens, strict=True):
            visitor.bearer = token  # what it asked before its answer was lost is found again
        asking = [
            group.create_task(_until_answered(visitor, one))
            for visitor, one in zip(crowd, wanted, strict=True)
        ]
        if killing is not None:
            await killing
        answers = [await one for one in asking]
    statuses = {answer.status for answer in answers}
    codes = {answer.body["code"] for answer in answers if answer.status == 409}
    assert statuses <= {200, 409}, [one for one in answers if one.status not in (200, 409)][:3]
    assert codes <= {"time-taken"}, codes
    return sum(answer.status == 200 for answer in answers)


async def _until_answered(visitor: Visitor, wanted: Wanted) -> Answer:
    """With one key: what came of it before the answer was lost is what comes of it."""
    key = str(uuid4())
    asked = {"serviceId": wanted.service, "start": wanted.start, "length": wanted.minutes}
    found: list[Answer] = []

    async def answered() -> bool:
        found.append(await visitor.post("/api/bookings/hold", asked, key))
        return found[-1].status not in (0, 503)

    await eventually(answered, RESUMES_WITHIN, "the server answers")
    return found[-1]


async def _kill(market: Market, kill: Callable[[Market], Awaitable[None]], after: float) -> None:
    await asyncio.sleep(after)  # a moment nobody chose
    await kill(market)
    await asyncio.to_thread(market.server.wait_ready)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=100)
    words.add_argument("--clients", type=int, default=32)
    words.add_argument("--kill-every", type=int, default=5, help="0: nothing is killed")
    words.add_argument("--among", type=int, default=3, choices=(1, 2, 3), help="1: one time alone")
    words.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = words.parse_args()
    print(f"seed {asked.seed}")
    with ExitStack() as stack:
        house = opened_house(stack)
        how = asked.rounds, asked.clients, asked.kill_every, asked.seed, asked.among
        print(asyncio.run(race(house, *how)))


if __name__ == "__main__":
    main()
