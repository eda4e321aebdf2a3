"""The shop in its services under steady orders, while one thing after the other breaks.

Once each, in random order: kill -9 of an instance of orders, of payments, of a gateway, of the
PostgreSQL server of payments; RabbitMQ stopped for twenty seconds; Redis started anew. Afterwards
every order is finished or cancelled for the right reason, the money taken is that of the finished
orders to the unit, both audits are clean, queues and dead letters are empty, and the pages that
were open all the time show what is so.

    python -m tests.proof.outages [--seconds 120] [--rate 50] [--seed N]
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aio_pika
import asyncpg

from holdfast.people import user_of_handle
from tests.proof.customers import Customer, Kind, Page, customers, keep_ordering, pages
from tests.support.folders import on_disk
from tests.support.market import PRICE, Goods, Market, eventually, stock_up
from tests.support.split import SplitPremises, opened_split
from tools.split import Program

__all__ = ["Outcome", "hold_through_outages", "main"]

CUSTOMERS: Final[tuple[Kind, ...]] = (*("rich",) * 240, *("poor",) * 30, *("no wallet",) * 30)
STOCK: Final = 100_000
BROKER_SECONDS: Final = 20.0
DEAD_SECONDS: Final = 2.0  # that what was killed stays away
SETTLED_SECONDS: Final = 120.0
QUEUES: Final = ("orders.to_pay", "payment.results")


@dataclass
class Outcome:
    """What was found; latencies in seconds, sorted."""

    ends: Counter[str] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    repeated: int = 0
    money: int = 0

    def __str__(self) -> str:
        ends = ", ".join(f"{count:,} {end}" for end, count in sorted(self.ends.items()))
        return (
            f"{len(self.taken):,} orders: {ends}; {self.repeated:,} were asked for more than once\n"
            f"taken after {_of(self.taken)}; told on a socket after {_of(self.told)}\n"
            f"money taken: {self.money:,} minor units, that of the finished orders; audits clean, "
            "queues and dead letters empty, every page shows what is so"
        )


def _of(seconds: Sequence[float]) -> str:
    p50, p99 = (seconds[int(len(seconds) * share)] for share in (0.5, 0.99))
    return f"{1000 * p50:,.0f} ms (p50), {1000 * p99:,.0f} ms (p99), {seconds[-1]:.1f} s (longest)"


# --- what breaks --------------------------------------------------------------------------------


def _killed(program: Program) -> None:
    program.kill()
    time.sleep(DEAD_SECONDS)
    program.restart()


def _stopped(program: Program, seconds: float) -> None:
    program.stop()
    time.sleep(seconds)
    program.restart()


def _outages(
    premises: SplitPremises, dice: random.Random, broker_seconds: float
) -> dict[str, Callable[[], None]]:
    split = premises.split
    orders, gateway = dice.choice(split.names("orders")), dice.choice(split.names("gateway"))
    found: dict[str, Callable[[], None]] = {
        f"kill -9 of {orders}": lambda: _killed(split.services[orders]),
        "kill -9 of payments": lambda: _killed(split.services["payments"]),
        f"kill -9 of {gateway}": lambda: _killed(split.services[gateway]),
        f"RabbitMQ stopped for {broker_seconds:g} s": lambda: _stopped(
            split.broker.server, broker_seconds
        ),
        "Redis started anew": lambda: _stopped(split.redis, 0.0),
    }
    if "payments" in split.clusters:
        found["kill -9 of the PostgreSQL of payments"] = lambda: os.kill(
            premises.postmaster_pid("payments"), signal.SIGKILL
        )
    return found


async def _break(
    outages: Mapping[str, Callable[[], None]], dice: random.Random, seconds: float
) -> None:
    """Each once, in random order, at a random moment of its share of the time."""
    names = list(outages)
    dice.shuffle(names)
    began, share = time.monotonic(), 0.9 * seconds / len(names)
    for place, name in enumerate(names):
        at = began + (place + 0.1 + 0.5 * dice.random()) * share
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        print(f"  {time.monotonic() - began:5.1f} s  {name}", flush=True)
        await asyncio.to_thread(outages[name])


# --- the run ------------------------------------------------------------------------------------


async def hold_through_outages(
    market: Market,
    *,
    seconds: float,
    rate: float,
    seed: int,
    kinds: Sequence[Kind] = CUSTOMERS,
    broker_seconds: float = BROKER_SECONDS,
) -> Outcome:
    """Run it and check everything."""
    premises = market.premises
    assert isinstance(premises, SplitPremises)
    dice = random.Random(seed)
    goods = [market.goods(STOCK) for _ in range(5)]
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(customers(market.url, kinds))
        opened = await stack.enter_async_context(pages(market.url, made))
        async with asyncio.TaskGroup() as group:
            group.create_task(keep_ordering(market.url, made, goods, rate, seconds))
            outages = _outages(premises, dice, broker_seconds)
            group.create_task(_break(outages, dice, seconds))
        stored = await _settled(premises, made)
        return await _checked(market, premises, made, opened, goods, stored)


async def _settled(premises: SplitPremises, made: Sequence[Customer]) -> dict[str, Any]:
    """The orders as stored, once none is new and no refund is under way."""
    owners = [_owner(one) for one in made]

    async def all_decided() -> dict[str, Any] | None:
        rows = await _fetch(
            premises.database_url,
            "SELECT id::text, owner, status, reason, refund, total, description FROM orders"
            " WHERE owner = ANY($1::text[])",
            owners,
        )
        if any(row["status"] == "pending" or row["refund"] == "begun" for row in rows):
            return None
        return {row["id"]: row for row in rows}

    found: dict[str, Any] = await eventually(all_decided, SETTLED_SECONDS, "all are decided")
    return found


async def _checked(
    market: Market,
    premises: SplitPremises,
    made: Sequence[Customer],
    opened: Sequence[Page],
    goods: Sequence[Goods],
    stored: Mapping[str, Any],
) -> Outcome:
    taken = {one.id: customer for customer in made for one in customer.orders}
    assert len(taken) == sum(len(customer.orders) for customer in made)
    lost, twice = taken.keys() - stored.keys(), stored.keys() - taken.keys()
    assert not lost, f"answered and not stored: {[(one, taken[one]) for one in lost]}"
    assert not twice, f"stored, its answer was of another: {[stored[one] for one in twice]}"
    outcome = Outcome()
    for order_id, customer in taken.items():
        row = stored[order_id]
        assert row["owner"] == _owner(customer)
        _right(customer, row)
        outcome.ends[_end(row)] += 1
    paid = {one: row for one, row in stored.items() if row["status"] == "paid"}
    outcome.money = await _money_taken(premises, made, paid)
    sold = sum(STOCK - free for free, held in map(market.stock, goods) if held == 0)
    assert sold == sum(row["description"] is None for row in paid.values())
    for name, url in (("orders", premises.database_url), ("payments", premises.wallets_url)):
        _audit(name, url)
    await _queues_empty(premises)
    await _pages_true(opened, stored)
    for page in opened:
        for one in page.customer.orders:
            outcome.taken.append(one.seconds)
            outcome.told.append(page.decided_at[one.id] - one.asked_at)
            outcome.repeated += one.tries > 1
    outcome.taken.sort()
    outcome.told.sort()
    return outcome


def _end(row: Mapping[str, Any]) -> str:
    return "FINISHED" if row["status"] == "paid" else f"CANCELLED ({row['reason']})"


def _right(customer: Customer, row: Mapping[str, Any]) -> None:
    """The order ended as it must for such a customer. What ran out of time may have, whoever it
    was; the money of one that had been paid is back then, which the wallets show."""
    ends = {
        "rich": {"FINISHED", "CANCELLED (expired)"},
        "poor": {"CANCELLED (insufficient-funds)", "CANCELLED (expired)"},
        "no wallet": {"CANCELLED (no-wallet)", "CANCELLED (expired)"},
    }
    assert _end(row) in ends[customer.kind], (customer.kind, dict(row))
    assert row["refund"] in ("none", "done")


async def _money_taken(
    premises: SplitPremises, made: Sequence[Customer], paid: Mapping[str, Any]
) -> int:
    """From the wallets alone: what is gone of each is the total of its owner's finished orders."""
    keys = {f"wallet/{_owner(one)}/EUR": one for one in made if one.wallet}
    rows = await _fetch(
        premises.wallets_url,
        "SELECT key, balance, held FROM ledger_accounts WHERE key = ANY($1::text[])",
        list(keys),
    )
    owed: Counter[str] = Counter()
    for row in paid.values():
        owed[row["owner"]] += row["total"]
    gone = 0
    for row in rows:
        customer = keys[row["key"]]
        spent = customer.filled - row["balance"]
        assert (spent, row["held"]) == (owed[_owner(customer)], 0), customer.handle
        gone += spent
    assert gone == sum(row["total"] for row in paid.values()) == PRICE * len(paid)
    return gone


def _audit(name: str, url: str) -> None:
    words = [sys.executable, "-m", "holdfast.cli", "audit", "--json", "--database-url", url]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"the audit of {name} found {done.stdout}{done.stderr}"
    assert json.loads(done.stdout)["clean"] is True


async def _queues_empty(premises: SplitPremises) -> None:
    """Of letters to read and of dead ones; what is being read is done with first."""
    connection = await aio_pika.connect(premises.split.broker.url)
    async with connection:
        channel = await connection.channel()

        async def empty() -> bool:
            counts = {}
            for name in (one + end for one in QUEUES for end in ("", ".dead")):
                queue = await channel.declare_queue(name, passive=True)
                counts[name] = queue.declaration_result.message_count
            return not any(counts.values())

        await eventually(empty, 90, "queues and dead letters are empty")


async def _pages_true(opened: Sequence[Page], stored: Mapping[str, Any]) -> None:
    """Every page shows each of its owner's orders as it is stored, and showed it decided."""
    for page in opened:
        for one in page.customer.orders:
            wanted = _end(stored[one.id]).partition(" ")[0]
            await page.until(lambda its=one.id, end=wanted, on=page: on.phase(its) == end, 90)


def _owner(customer: Customer) -> str:
    return f"user:{user_of_handle(customer.handle)}"


async def _fetch(url: str, statement: str, *values: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        found: list[asyncpg.Record] = await connection.fetch(statement, *values)
        return found
    finally:
        await connection.close()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=120.0)
    words.add_argument("--rate", type=float, default=50.0)
    words.add_argument("--seed", type=int, default=int(time.time()))
    asked = words.parse_args()
    with on_disk() as name:
        folder = Path(name)
        with opened_split(folder, environment={"HOLDFAST_LIMITS": "off"}, afresh=True) as market:
            stock_up(folder, market.database_url)
            print(f"{asked.rate:g} orders/s for {asked.seconds:g} s, seed {asked.seed}")
            found = asyncio.run(
                hold_through_outages(
                    market, seconds=asked.seconds, rate=asked.rate, seed=asked.seed
                )
            )
    print(found)


if __name__ == "__main__":
    main()
