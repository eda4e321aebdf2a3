"""One wallet with 1,000 points, 64 connections: 500 top-ups of 1 and 2,000 purchases of 1 at once.

Every top-up is in, the balance was never below zero, and balance, journal and statement agree.

python -m tests.proof.wallet [--workers 2] [--points 1000] [--top-ups 500] [--purchases 2000]
                             [--clients 64]
"""

import argparse
import asyncio
import random
import secrets
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg

from tests.proof.audited import audit
from tests.proof.crowd import Answer, Figures, Visitor, visitors
from tests.proof.stampede import market_of_workers
from tests.support.market import Goods, Market
from tests.support.people import add_person, token_for

__all__ = ["Wallet", "main", "spend_and_top_up"]

Json = dict[str, Any]


@dataclass
class Wallet:
    """Somebody's, opened and filled: the bearer token that its owner asks with."""

    id: str
    key: str
    token: str

    def of(self, visitor: Visitor) -> Visitor:
        visitor.bearer = self.token
        return visitor


async def spend_and_top_up(
    market: Market, points: int, top_ups: int, purchases: int, clients: int
) -> tuple[Figures, int]:
    """Run it and check everything; the figures, and how many purchases were paid."""
    goods = await _for_a_point(market, purchases)
    figures = Figures()
    answers: dict[str, list[Answer]] = {"top-up": [], "purchase": []}
    work = ["top-up"] * top_ups + ["purchase"] * purchases
    random.Random(points).shuffle(work)
    async with visitors(market.url, clients) as crowd:
        wallet = await _opened(market, crowd[0], points)

        async def keep_at_it(visitor: Visitor) -> None:
            while work:
                what = work.pop()
                path = f"/api/wallets/{wallet.id}/top-ups"
                body: Json = {"amount": 1}
                if what == "purchase":
                    path = "/api/orders"
                    body = {"items": [goods.line()], "paymentMethod": "wallet"}
                answer = await visitor.post(path, body, str(uuid4()))
                figures.add(answer)
                answers[what].append(answer)

        started = time.perf_counter()
        await asyncio.gather(*(keep_at_it(wallet.of(visitor)) for visitor in crowd))
        figures.seconds = time.perf_counter() - started
        paid = _checked(answers)
        left = points + top_ups - paid
        after, movements = await _statement(crowd[0], wallet)
    assert (after["balance"], after["held"]) == (left, 0)
    assert after["version"] == len(movements) == 1 + top_ups + paid
    assert min(one["balance"] for one in movements) >= 0
    assert sum(one["change"] for one in movements) == movements[0]["balance"] == left
    assert await _journal(market, wallet) == (left, len(movements), True)
    assert market.stock(goods) == (purchases - paid, 0)
    audit(market)
    return figures, paid


def _checked(answers: dict[str, list[Answer]]) -> int:
    """Every top-up was taken; a purchase was paid, or points were missing. How many were paid."""
    assert {one.status for one in answers["top-up"]} == {200}, _others(answers["top-up"])
    for one in answers["purchase"]:
        assert one.status in (201, 409), one
        if one.status == 409:
            assert one.body["code"] == "cannot-buy", one
            assert (one.body["points"]["wanted"], one.body["points"]["available"]) == (1, 0), one
    orders = [one.body["order"] for one in answers["purchase"] if one.status == 201]
    assert all(order["status"] == "paid" and order["total"] == 1 for order in orders)
    assert len({order["id"] for order in orders}) == len(orders)
    return len(orders)


def _others(answers: list[Answer]) -> str:
    """What was answered instead, for a failure's message."""
    return str([one for one in answers if one.status != 200][:3])


async def _for_a_point(market: Market, stock: int) -> Goods:
    """Goods that cost one point."""
    goods = market.goods(stock)
    connection = await asyncpg.connect(market.server.database_url)
    try:
        await connection.execute(
            "UPDATE variants SET price = 1 WHERE id = $1::text::uuid", goods.variant_id
        )
        await connection.execute(
            "UPDATE products SET currency = 'PTS', revision = revision + 1"
            " WHERE id = $1::text::uuid",
            goods.product_id,
        )
    finally:
        await connection.close()
    return goods


async def _opened(market: Market, visitor: Visitor, points: int) -> Wallet:
    url = market.server.database_url
    email = f"{secrets.token_hex(8)}@proof.example"
    await asyncio.to_thread(add_person, url, email)
    visitor.bearer = await asyncio.to_thread(token_for, url, email)
    opened = await visitor.post("/api/wallets", {"currency": "PTS"})
    assert opened.status == 201, opened
    wallet = opened.body["wallet"]["id"]
    filled = await visitor.post(f"/api/wallets/{wallet}/top-ups", {"amount": points})
    assert filled.status == 200, filled
    connection = await asyncpg.connect(url)
    try:
        owner = await connection.fetchval(
            "SELECT owner FROM wallets WHERE id = $1::text::uuid", wallet
        )
    finally:
        await connection.close()
    return Wallet(wallet, f"wallet/{owner}/PTS", visitor.bearer)


async def _statement(visitor: Visitor, wallet: Wallet) -> tuple[Json, list[Json]]:
    """The wallet, and its whole statement page by page, newest first."""
    movements: list[Json] = []
    cursor = ""
    while True:
        path = f"/api/wallets/{wallet.id}/statement?limit=100{cursor}"
        page = await visitor.get(path)
        assert page.status == 200, page
        movements += page.body["movements"]
        if page.body["nextCursor"] is None:
            return page.body["wallet"], movements
        cursor = f"&cursor={page.body['nextCursor']}"


async def _journal(market: Market, wallet: Wallet) -> tuple[int, int, bool]:
    """From the rows alone: the sum of all changes, how many there are, and whether each balance
    follows from the one before it and none is below zero."""
    connection = await asyncpg.connect(market.server.database_url)
    try:
        row = await connection.fetchrow(
            """
            SELECT sum(change)::bigint, count(*)::int, bool_and(balance >= 0 AND balance = so_far)
            FROM (SELECT change, balance, sum(change) OVER (ORDER BY version) AS so_far
                  FROM ledger_entries WHERE key = $1) e
            """,
            wallet.key,
        )
    finally:
        await connection.close()
    return tuple(row)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--workers", type=int, default=1)
    words.add_argument("--points", type=int, default=1000)
    words.add_argument("--top-ups", type=int, default=500)
    words.add_argument("--purchases", type=int, default=2000)
    words.add_argument("--clients", type=int, default=64)
    asked = words.parse_args()
    with ExitStack() as stack:
        market = market_of_workers(stack, asked.workers)
        figures, paid = asyncio.run(
            spend_and_top_up(market, asked.points, asked.top_ups, asked.purchases, asked.clients)
        )
    print(f"{asked.workers} worker(s), {asked.clients} connections: {figures}")
    print(
        f"all {asked.top_ups} top-ups are in; {paid} purchases paid, "
        f"{asked.points + asked.top_ups - paid} points left; never below zero; "
        "balance = journal = statement; audit clean"
    )


if __name__ == "__main__":
    main()
