"""Customers with full wallets, let in by cookies of their own."""

import asyncio
import json
from collections.abc import Mapping
from typing import Final

import httpx
import sqlalchemy as sa

from bench.shop import SECRET, Shop
from bench.wrk import Requests
from holdfast.db.engine import Database
from holdfast.people import NO_PASSWORD, Signer, add, open_session

__all__ = ["wallet_requests"]

MEMBERS: Final = 100
MUCH: Final = 10**12
PRICED: Final = sa.text("SELECT id::text, currency FROM products")


def wallet_requests(running: Shop) -> Requests:
    """Purchases in one request each, paid from wallets: what `POST /api/orders` takes."""
    cookies, priced = asyncio.run(_let_in(running.database_url))
    currencies = {priced[product] for product, _ in running.variants}
    for cookie in cookies:
        _fill(running, cookie, currencies)
    bodies = [
        json.dumps(
            {
                "items": [{"productId": product, "variantId": variant, "quantity": 1}],
                "paymentMethod": "wallet",
            },
            separators=(",", ":"),
        )
        for product, variant in running.variants
    ]
    return Requests("post", running.port, "/api/orders", bodies=bodies, cookies=cookies)


async def _let_in(database_url: str) -> tuple[list[str], Mapping[str, str]]:
    """Their cookies, and what each product is priced in."""
    signer, database = Signer(SECRET.encode()), Database(database_url)
    cookies: list[str] = []
    async with database.transaction() as connection:
        for number in range(MEMBERS):
            email = f"member{number}@bench.example"
            user = await add(connection, email, f"Member {number}", NO_PASSWORD, ["customer"])
            cookies.append(signer.sign("u", await open_session(connection, user.id)))
        rows = await connection.execute(PRICED)
        priced: dict[str, str] = dict(rows.tuples().all())
    await database.close()
    return cookies, priced


def _fill(running: Shop, cookie: str, currencies: set[str]) -> None:
    session = {"holdfast_session": cookie}
    with httpx.Client(base_url=running.url, cookies=session, timeout=60) as client:
        for currency in currencies:
            opened = client.post("/api/wallets", json={"currency": currency}).raise_for_status()
            path = f"/api/wallets/{opened.json()['wallet']['id']}/top-ups"
            client.post(path, json={"amount": MUCH}).raise_for_status()
