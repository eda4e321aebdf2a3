"""(h) A crowd asks for coupons over HTTP: 1,000 coupons, 50,000 asks, 20,000 users."""

import asyncio
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import asyncpg
import httpx
import redis

from bench import coupon_rivals
from bench.http_turns import processor_seconds
from bench.results import Result, Say, Table, Target, median, ms, percentile, rate
from bench.servers import redis as redis_server
from bench.shop import Shop, shop
from bench.stampede import Answers, stampede
from bench.visitors import let_in
from holdfast.flows.people.logins import DEMO_USERS

__all__ = ["measure"]

CONNECTIONS: Final = 256
HOLDFAST: Final = "Holdfast"
ROW_LOCK: Final = "row lock (SELECT ... FOR UPDATE)"
REDIS: Final = "Redis Lua counter (not durable)"
NOTHING: Final = "a refusal with nothing behind it"
HOW: Final = f"""
One worker as `holdfast serve` runs it, limits off, {CONNECTIONS} connections, each user with a
session of their own. All candidates answer in the same server, behind everything a request meets
there, and each gets a campaign of its own for each turn. Of 50,000 asks by 20,000 users for 1,000
coupons most come too late or twice, so this measures refusing as much as giving. *Holdfast* is
`POST /api/coupon-campaigns/{{id}}/coupons`: the coupon, its accounts, the journal and the event are
durable before the answer. The *row lock* looks without a lock first, then locks the campaign's row
and writes the coupon and the event. The *Redis* script counts down and remembers who has one; what
it gave out is lost when Redis or the machine ends. *A refusal with nothing behind it* tells
everybody that all are gone: what HTTP and the login cost alone. After every turn each store is
counted: exactly 1,000 given out, nobody two, everybody told what is stored.
"""
_EARLIER: Final = """
INSERT INTO coupons
SELECT gen_random_uuid(), gen_random_uuid(), owner, now(), now() + interval '1 day'
FROM unnest($1::text[]) AS owner
"""


@dataclass(frozen=True)
class Size:
    coupons: int
    asks: int
    users: int
    turns: int


@dataclass
class Turns:
    rates: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)
    given_tails: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    wrong: int = 0


def measure(quick: bool, say: Say) -> Result:
    size = Size(200, 10_000, 4_000, 1) if quick else Size(1_000, 50_000, 20_000, 3)
    with redis_server() as redis_port:
        if redis_port is not None:
            os.environ[coupon_rivals.REDIS_PORT] = str(redis_port)
        say("starting a shop")
        with shop() as running:
            say(f"{size.users} users log in")
            cookies, owners = asyncio.run(_users(running.database_url, size.users))
            found = _turns(running, redis_port, size, cookies, owners, say)
    return _result(found, size)


def _turns(
    running: Shop,
    redis_port: int | None,
    size: Size,
    cookies: Sequence[str],
    owners: Sequence[str],
    say: Say,
) -> dict[str, Turns]:
    paths = {
        HOLDFAST: "/api/coupon-campaigns/{campaign_id}/coupons",
        ROW_LOCK: coupon_rivals.PATHS["row lock"],
        REDIS: coupon_rivals.PATHS["redis"],
        NOTHING: coupon_rivals.PATHS["nothing"],
    }
    if redis_port is None:
        del paths[REDIS]
    found = {name: Turns() for name in paths}
    dice = random.Random(8)
    for turn in range(size.turns):
        say(f"turn {turn + 1} of {size.turns}")
        asks = [at % size.users for at in range(size.asks)]
        dice.shuffle(asks)
        names = list(paths)
        for name in names if turn % 2 == 0 else reversed(names):
            campaign = _campaign(running, redis_port, size.coupons)
            path = paths[name].format(campaign_id=campaign)
            before = processor_seconds(running.pid)
            answers = stampede(running.port, path, cookies, asks, CONNECTIONS)
            spent = processor_seconds(running.pid) - before
            _note(found[name], answers, spent)
            if name != NOTHING:
                stored = _stored(name, running, redis_port, campaign)
                found[name].wrong += _wrong(answers, stored, owners, size.coupons)
    return found


def _note(kept: Turns, answers: Answers, spent: float) -> None:
    ordered = sorted(answers.seconds)
    given = sorted(
        seconds
        for seconds, status in zip(answers.seconds, answers.statuses, strict=True)
        if status == 201
    )
    kept.rates.append(len(ordered) / answers.took)
    kept.middles.append(percentile(ordered, 0.5))
    kept.tails.append(percentile(ordered, 0.99))
    kept.given_tails.append(percentile(given, 0.99))
    kept.processor.append(spent / len(ordered))


def _wrong(answers: Answers, stored: dict[str, str], owners: Sequence[str], coupons: int) -> int:
    """How much is not as it must be: too many or too few, second ones, wrong answers."""
    new: dict[str, str] = {}
    wrong = abs(coupons - len(stored))
    for user, status, coupon in zip(answers.users, answers.statuses, answers.coupons, strict=True):
        owner = owners[user]
        if status == 201:
            wrong += owner in new
            new[owner] = coupon.decode()
        if status in (200, 201):
            wrong += stored.get(owner) != coupon.decode()
        elif status == 409:
            wrong += owner in stored and owner in new
        else:
            wrong += 1
    return wrong + (new != stored)


def _stored(name: str, running: Shop, redis_port: int | None, campaign: UUID) -> dict[str, str]:
    """Coupon by owner, from the store alone; a second one of an owner makes it too few."""
    if name == REDIS:
        assert redis_port is not None
        with redis.Redis(port=redis_port, decode_responses=True) as client:
            return dict(client.hgetall(f"given:{campaign}"))
    return dict(asyncio.run(_coupons(running.database_url, campaign)))


async def _coupons(database_url: str, campaign: UUID) -> list[tuple[str, str]]:
    connection = await asyncpg.connect(database_url)
    try:
        statement = "SELECT owner, id::text FROM coupons WHERE campaign_id = $1"
        return [(row[0], row[1]) for row in await connection.fetch(statement, campaign)]
    finally:
        await connection.close()


def _campaign(running: Shop, redis_port: int | None, coupons: int) -> UUID:
    """A new campaign, known to every candidate."""
    email, _, password, _ = DEMO_USERS[0]
    with httpx.Client(base_url=running.url, timeout=60) as staff:
        answer = staff.post("/api/session/login", json={"email": email, "password": password})
        answer.raise_for_status()
        terms = {"name": "Stampede", "rule": "percent", "value": 10, "quantity": coupons}
        answer = staff.post("/api/staff/coupon-campaigns", json=terms).raise_for_status()
    campaign = UUID(answer.json()["campaign"]["id"])
    asyncio.run(_rival_campaign(running.database_url, campaign, coupons))
    if redis_port is not None:
        with redis.Redis(port=redis_port) as client:
            client.set(f"left:{campaign}", coupons)
    return campaign


async def _rival_campaign(database_url: str, campaign: UUID, coupons: int) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(coupon_rivals.SCHEMA)
        await connection.execute("INSERT INTO bench_campaigns VALUES ($1, $2)", campaign, coupons)
    finally:
        await connection.close()


async def _users(database_url: str, count: int) -> tuple[list[str], list[str]]:
    """Cookies and owners of so many users, each with a session."""
    connection = await asyncpg.connect(database_url)
    try:
        cookies, owners = await let_in(connection, count)
        # Of campaigns before, so that nobody's plan is made on an empty table.
        await connection.execute(_EARLIER, owners[::2])
        await connection.execute("ANALYZE coupons")
    finally:
        await connection.close()
    return cookies, owners


def _result(found: dict[str, Turns], size: Size) -> Result:
    result = Result("(h) A coupon stampede", HOW)
    rows = []
    for name, kept in found.items():
        given = "" if name == NOTHING else ms(median(kept.given_tails))
        exact = "" if name == NOTHING else "yes" if not kept.wrong else f"no: {kept.wrong}"
        rows.append(
            (
                name, rate(median(kept.rates)), ms(median(kept.middles)), ms(median(kept.tails)),
                given, f"{median(kept.processor) * 1e6:.0f}", exact,
            )
        )  # fmt: skip
        result.figures[name] = {
            "per_second": round(median(kept.rates)),
            "p50_ms": round(median(kept.middles) * 1000, 2),
            "p99_ms": round(median(kept.tails) * 1000, 2),
            "processor_us": round(median(kept.processor) * 1e6, 1),
            "turns": [round(value) for value in kept.rates],
            "wrong": kept.wrong,
        }
    title = f"{size.asks:,} asks of {size.users:,} users for {size.coupons:,} coupons"
    columns = (
        "what", "per second", "p50 ms", "p99 ms", "p99 ms of those given", "processor us", "exact",
    )  # fmt: skip
    result.tables.append(Table(title, columns, rows))
    ours, floor = found[HOLDFAST], found[NOTHING]
    what = "coupons beyond or below the supply, second ones, wrong answers"
    result.targets.append(Target(what, 0, ours.wrong, "", at_most=True))
    for what, other, wanted in (
        ("asks for a coupon against a refusal with nothing behind it", floor, 0.4),
        ("asks for a coupon against the row lock", found[ROW_LOCK], 1.0),
    ):
        found_ratio = median(ours.rates) / median(other.rates)
        result.targets.append(Target(what, wanted, found_ratio, ""))
    return result
