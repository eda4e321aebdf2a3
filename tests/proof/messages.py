"""Messages between orders and payments, doubled, shuffled, delayed and corrupted by a man in the
middle: nothing moves twice, what is corrupted lies in the dead letters with its reason, and
replaying does what can be done.

python -m tests.proof.messages [--split] [--orders 400] [--buyers 8] [--clients 32] [--seed 1]
"""

import argparse
import asyncio
import json
import random
import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from holdfast.flows.messaging.messages import ORDERS_TO_PAY, QUEUES
from holdfast.ledger import MAX_BALANCE
from tests.proof.stampede import market_of_workers
from tests.support.folders import on_disk
from tests.support.market import Buyer, Goods, Market, eventually, expect, stock_up
from tests.support.meddler import Meddler
from tests.support.people import add_person, token_for
from tests.support.rabbit import channel_to, rabbit_server
from tests.support.split import SplitPremises, opened_split

__all__ = ["main", "market_in_services", "market_with_broker", "meddle", "replayed_when_cured"]

Json = dict[str, Any]
POINTS = 40  # in each wallet at first: fewer than everybody asks for
STOCK = 10_000


@dataclass
class Member:
    """Somebody with a wallet."""

    buyer: Buyer
    wallet: str
    orders: list[str] = field(default_factory=list)


@contextmanager
def market_with_broker() -> Iterator[tuple[Market, str]]:
    """A durable market of one process that settles by message through a RabbitMQ of its own; and
    the broker's URL."""
    with ExitStack() as stack:
        url = stack.enter_context(rabbit_server()).url
        settings = {"HOLDFAST_SETTLEMENT": "messages", "HOLDFAST_BROKER_URL": url}
        yield market_of_workers(stack, 1, settings), url


@contextmanager
def market_in_services() -> Iterator[tuple[Market, str]]:
    """A durable market in its services; and the broker's URL."""
    with on_disk() as name:
        folder = Path(name)
        stock_up(folder)
        (folder / "split").mkdir()
        (folder / "data").rename(folder / "split" / "orders-database")
        with opened_split(folder, environment={"HOLDFAST_LIMITS": "off"}, afresh=True) as market:
            assert isinstance(market.premises, SplitPremises)
            yield market, market.premises.split.broker.url


async def meddle(
    market: Market, broker_url: str, orders: int, buyers: int, clients: int, seed: int
) -> Mapping[str, int]:
    """Run it and check everything; what was done, and what became of the orders."""
    dice = random.Random(seed)
    goods = await _for_points(market)
    members = [await _member(market) for _ in range(buyers)]
    async with Meddler(broker_url, seed) as meddler:
        work = list(range(orders))

        async def keep_at_it() -> None:
            while work:
                work.pop()
                await _order(dice, dice.choice(members), goods)

        await asyncio.gather(*(keep_at_it() for _ in range(clients)))

        async def decided() -> bool:
            return meddler.idle and not await _open(market)

        await eventually(decided, 120, "every order is decided, every refund done")
    await eventually(lambda: _quiet(broker_url), 90, "all messages are read")
    states = await _check_money(market, members, goods)
    await _check_dead_letters(market, broker_url, meddler)
    for member in members:
        await member.buyer.http.aclose()
    for url in {market.database_url, market.premises.wallets_url}:
        _audit(url)
    return {**meddler.done, **states}


async def _order(dice: random.Random, member: Member, goods: Goods) -> None:
    """An order with goods or without; cancelled at once, later, or never."""
    asked: Json = {"items": [goods.line(dice.randint(1, 3))]}
    if dice.random() < 0.3:
        asked = {"amount": dice.randint(1, 3), "currency": "PTS", "description": "A lesson"}
    answer = await _later(member, asked)
    order = expect(answer, 202)["order"]["id"]
    member.orders.append(order)
    if dice.random() < 0.5:
        for earlier in {order, dice.choice(member.orders)}:
            expect(await member.buyer.cancel(orderId=earlier))


async def _later(member: Member, asked: Json) -> httpx.Response:
    """Paid from the wallet, without waiting for what comes of it."""
    headers = {"Prefer": "respond-async"}
    asked = asked | {"paymentMethod": "wallet"}
    return await member.buyer.http.post("/api/orders", json=asked, headers=headers)


# --- what must be so afterwards -----------------------------------------------------------------


async def _open(market: Market) -> int:
    """How many payments are not over."""
    (row,) = await _rows(
        market.database_url,
        "SELECT count(*) FROM payments WHERE provider = 'wallet'"
        " AND status NOT IN ('succeeded', 'failed', 'refunded')",
    )
    return int(row[0])


async def _quiet(broker_url: str) -> bool:
    async with channel_to(broker_url) as channel:
        lengths = [
            (await channel.declare_queue(queue, passive=True)).declaration_result.message_count
            for queue in QUEUES
        ]
    return not any(lengths)


async def _check_money(market: Market, members: list[Member], goods: Goods) -> dict[str, int]:
    """To the unit: what wallets lack is what finished orders cost, and what is gone of the stock is
    what they were for; no order is anything but finished or cancelled for a reason that is true."""
    states: Counter[str] = Counter()
    for member in members:
        orders = [await _shown(member, order) for order in member.orders]
        wallet = expect(await member.buyer.get("/api/wallets"))["wallets"][0]
        finished = [one for one in orders if one["phase"] == "FINISHED"]
        assert wallet["balance"] == POINTS - sum(one["total"] for one in finished)
        assert wallet["held"] == 0
        for one in orders:
            assert one["phase"] in ("FINISHED", "CANCELLED"), one
            assert one["refund"] in ("none", "done"), one
            states[one["reason"] or "finished"] += 1
        assert set(states) <= {"finished", "buyer", "refunded", "insufficient-funds"}, states
    ((sold,),) = await _rows(
        market.database_url,
        "SELECT coalesce(sum(quantity), 0)::int FROM order_items i JOIN orders o"
        " ON o.id = i.order_id WHERE o.status = 'paid'",
    )
    assert market.stock(goods) == (STOCK - sold, 0)
    twice = await _rows(
        market.premises.wallets_url,
        "SELECT key FROM ledger_entries WHERE key LIKE 'charge/%' AND change > 0"
        " GROUP BY key HAVING count(*) > 1",
    )
    assert twice == []
    return dict(states)


async def _check_dead_letters(market: Market, broker_url: str, meddler: Meddler) -> None:
    """All that was corrupted and nothing else, each with its reason; replaying moves nothing."""
    before = await _journal(market)
    corrupted = sum(map(len, meddler.corrupted.values()))

    async def all_given_up() -> bool:
        return len(holdfast(broker_url, "dead", "--limit", "10000")) == corrupted

    await eventually(all_given_up, 120, "all that was corrupted is given up")
    for _ in range(2):
        dead = holdfast(broker_url, "dead", "--limit", "10000")
        for queue in QUEUES:
            bodies = [one["body"] for one in dead if one["queue"] == queue]
            made = [body.decode(errors="replace") for body in meddler.corrupted[queue]]
            assert sorted(bodies) == sorted(made)
        assert all("seal" in one["reason"] or "bytes long" in one["reason"] for one in dead)
        assert holdfast(broker_url, "replay")["sent"] == len(dead)
        await eventually(all_given_up, 120, "what cannot be read is back")
    assert await _journal(market) == before


async def replayed_when_cured(market: Market, broker_url: str) -> None:
    """A refund that finds the wallet full lies there with that reason; replayed when there is room,
    it puts the money back."""
    goods, member = await _for_points(market), await _member(market)
    order = expect(await _later(member, {"items": [goods.line()]}), 202)["order"]["id"]

    async def paid() -> bool:
        return bool((await _shown(member, order))["phase"] == "FINISHED")

    await eventually(paid, 90, "paid")
    topped = {"amount": MAX_BALANCE - POINTS + 1}
    expect(await member.buyer.post(f"/api/wallets/{member.wallet}/top-ups", topped))
    assert expect(await member.buyer.cancel(orderId=order))["refund"] == "begun"

    async def full() -> bool:
        dead = holdfast(broker_url, "dead", "--queue", ORDERS_TO_PAY, "--limit", "10000")
        return any("is full" in one["reason"] for one in dead)

    await eventually(full, 120, "the refund lies in the dead letters")
    correction = {"amount": -1000, "reason": "room"}
    expect(market.staff.post(f"/api/staff/wallets/{member.wallet}/corrections", json=correction))
    query: dict[str, str | int] = {"kind": "letter", "name": ORDERS_TO_PAY, "limit": 100}
    dead = expect(market.staff.get("/api/staff/stuck", params=query))
    found = [one["id"] for one in dead["stuck"] if "is full" in one["reason"]]
    asked = {"action": "retry", "kind": "letter", "ids": found}
    assert expect(market.staff.post("/api/staff/stuck", json=asked))["count"] == 1

    async def refunded() -> bool:
        return bool((await _shown(member, order))["refund"] == "done")

    await eventually(refunded, 90, "the money is back")
    (wallet,) = expect(await member.buyer.get("/api/wallets"))["wallets"]
    assert wallet["balance"] == MAX_BALANCE - 1000 + 1
    await member.buyer.http.aclose()


# --- the pieces ---------------------------------------------------------------------------------


def holdfast(broker_url: str, *words: str) -> Any:
    """What `holdfast messages ... --json` says."""
    line = [sys.executable, "-m", "holdfast.cli", "messages", *words, "--json"]
    line += ["--broker-url", broker_url]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return json.loads(done.stdout)


async def _member(market: Market) -> Member:
    url = market.database_url
    email = f"{secrets.token_hex(8)}@proof.example"
    await asyncio.to_thread(add_person, url, email)
    token = await asyncio.to_thread(token_for, url, email)
    buyer = Buyer(market.url, {"Authorization": f"Bearer {token}"})
    opened = expect(await buyer.post("/api/wallets", {"currency": "PTS"}), 201)
    wallet: str = opened["wallet"]["id"]
    expect(await buyer.post(f"/api/wallets/{wallet}/top-ups", {"amount": POINTS}, str(uuid4())))
    return Member(buyer, wallet)


async def _for_points(market: Market) -> Goods:
    """Goods that cost a point."""
    goods = market.goods(STOCK)
    await _rows(
        market.database_url,
        "WITH priced AS (UPDATE variants SET price = 1 WHERE id = $1::text::uuid RETURNING id)"
        " UPDATE products SET currency = 'PTS', revision = revision + 1"
        " WHERE id = $2::text::uuid RETURNING 1",
        goods.variant_id,
        goods.product_id,
    )
    return goods


async def _shown(member: Member, order: str) -> Json:
    found: Json = expect(await member.buyer.get(f"/api/orders/{order}"))["order"]
    return found


async def _journal(market: Market) -> list[int]:
    """How often anything moved, in each ledger."""
    counts = []
    for url in (market.database_url, market.premises.wallets_url):
        ((count,),) = await _rows(url, "SELECT count(*) FROM ledger_entries")
        counts.append(int(count))
    return counts


def _audit(url: str) -> None:
    line = [sys.executable, "-m", "holdfast.cli", "audit", "--database-url", url]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"the audit found {done.stdout}{done.stderr}"


async def _rows(url: str, statement: str, *values: object) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--split", action="store_true", help="in its services, not one process")
    words.add_argument("--orders", type=int, default=400)
    words.add_argument("--buyers", type=int, default=8)
    words.add_argument("--clients", type=int, default=32)
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = words.parse_args()
    print(f"seed {asked.seed}", flush=True)
    opened = market_in_services if asked.split else market_with_broker
    with opened() as (market, broker_url):
        done = asyncio.run(
            meddle(market, broker_url, asked.orders, asked.buyers, asked.clients, asked.seed)
        )
        asyncio.run(replayed_when_cured(market, broker_url))
    print(", ".join(f"{what}: {count}" for what, count in sorted(done.items())))
    print(
        "money taken = money of finished orders, to the unit; nothing moved twice; all that was "
        "corrupted lies in the dead letters with its reason and moves nothing when replayed; a "
        "refund that found its wallet full came through when replayed; audit clean"
    )


if __name__ == "__main__":
    main()
