"""50,000 asks of 20,000 users over 256 connections for 1,000 coupons: exactly 1,000 are given out.

python -m tests.proof.coupon_stampede [--workers 2] [--asks 50000] [--users 20000] [--clients 256]
"""

import argparse
import asyncio
import hashlib
import itertools
import random
import secrets
from contextlib import AsyncExitStack, ExitStack
from uuid import UUID

import asyncpg

from holdfast.kit import new_id
from tests.proof.audited import audit
from tests.proof.crowd import Figures, visitors
from tests.proof.stampede import market_of_workers
from tests.support.campaigns import CampaignWatcher
from tests.support.market import Market, expect

__all__ = ["coupon_stampede", "main", "people_with_tokens"]

SOCKETS = 20


async def coupon_stampede(
    market: Market, asks: int, users: int, clients: int, coupons: int
) -> Figures:
    """Run it and check everything; the figures."""
    terms = {"name": "Stampede", "rule": "percent", "value": 10, "quantity": coupons}
    made = market.staff.post("/api/staff/coupon-campaigns", json=terms)
    campaign = UUID(expect(made, 201)["campaign"]["id"])
    people = await people_with_tokens(market, users)
    asked = [people[at % users] for at in range(asks)]
    random.Random(asks).shuffle(asked)
    figures = Figures()
    told: dict[str, set[str]] = {}
    given: list[tuple[str, str]] = []
    refused: set[str] = set()
    numbers = itertools.count()

    async with AsyncExitStack() as stack:
        pages = [
            await stack.enter_async_context(CampaignWatcher(market.url)) for _ in range(SOCKETS)
        ]
        for page in pages:
            await page.subscribe(campaign)
            await page.until(lambda page=page: page.left(campaign) == coupons)
        crowd = await stack.enter_async_context(visitors(market.url, clients))

        async def keep_asking(at: int) -> None:
            while (number := next(numbers)) < asks:
                owner, token = asked[number]
                crowd[at].bearer = token
                answer = await crowd[at].post(f"/api/coupon-campaigns/{campaign}/coupons", {})
                figures.add(answer)
                if answer.status in (200, 201):
                    told.setdefault(owner, set()).add(answer.body["coupon"]["id"])
                    if answer.status == 201:
                        given.append((owner, answer.body["coupon"]["id"]))
                else:
                    assert answer.status == 409, answer
                    assert answer.body["code"] == "coupons-gone", answer
                    refused.add(owner)

        await figures.take(*map(keep_asking, range(clients)))
        for page in pages:  # every page ends at 0
            await page.until(lambda page=page: page.left(campaign) == 0)
    stored = await _stored(market, campaign)
    assert len(stored) == len(dict(stored)) == coupons, "each has one, and there are no more"
    assert sorted(given) == stored, "whoever was told so has one, and nobody else"
    assert told == {owner: {coupon} for owner, coupon in stored}
    assert not refused & told.keys(), "nobody who has one is sent away"
    audit(market)
    return figures


async def people_with_tokens(market: Market, count: int) -> list[tuple[str, str]]:
    """Owner and bearer token of each."""
    ids = [new_id() for _ in range(count)]
    tokens = [f"hf_{secrets.token_urlsafe(32)}" for _ in range(count)]
    connection = await asyncpg.connect(market.server.database_url)
    try:
        await connection.copy_records_to_table(
            "users",
            columns=["id", "email", "name", "password_hash", "roles"],
            records=[(one, f"{one}@proof.example", "One", "", ["customer"]) for one in ids],
        )
        await connection.copy_records_to_table(
            "api_tokens",
            columns=["token_hash", "user_id", "name", "roles"],
            records=[
                (hashlib.sha256(token.encode()).digest(), one, "proof", ["customer"])
                for token, one in zip(tokens, ids, strict=True)
            ],
        )
    finally:
        await connection.close()
    return [(f"user:{one}", token) for one, token in zip(ids, tokens, strict=True)]


async def _stored(market: Market, campaign: UUID) -> list[tuple[str, str]]:
    """Owner and coupon of each row, in order."""
    connection = await asyncpg.connect(market.server.database_url)
    try:
        rows = await connection.fetch(
            "SELECT owner, id::text FROM coupons WHERE campaign_id = $1", campaign
        )
    finally:
        await connection.close()
    return sorted((row[0], row[1]) for row in rows)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--workers", type=int, default=1)
    words.add_argument("--asks", type=int, default=50_000)
    words.add_argument("--users", type=int, default=20_000)
    words.add_argument("--clients", type=int, default=256)
    words.add_argument("--coupons", type=int, default=1000)
    asked = words.parse_args()
    with ExitStack() as stack:
        market = market_of_workers(stack, asked.workers)
        figures = asyncio.run(
            coupon_stampede(market, asked.asks, asked.users, asked.clients, asked.coupons)
        )
        print(f"{asked.workers} worker(s): {figures}")
        print(f"exactly {asked.coupons} given out, nobody has two; audit clean")


if __name__ == "__main__":
    main()
