"""A shop whose every call is asked as its document describes it. Two files share that, so that two
processes of a run do."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from holdfast.db.engine import Database
from tests.api.conftest import ADMIN, CUSTOMER
from tests.api.shell.described.calls import VISITORS, World
from tests.support.live import add_product
from tests.support.people import add_person, token_for
from tests.support.server import ServerProcess


async def _stocked(database_url: str) -> tuple[UUID, list[UUID]]:
    database = Database(database_url, pool_size=1)
    await database.start()
    try:
        return await add_product(database, 1)
    finally:
        await database.close()


@pytest.fixture(scope="module")
def ask(openapi: dict[str, Any], world: World) -> Callable[[str], None]:
    """``ask("GET /api/products")``: as all who visit."""
    from tests.api.shell.described.asking import as_described, schema_of  # only now: it is large

    schema = schema_of(openapi)
    return lambda call: as_described(call, schema, world)


@pytest.fixture(scope="module")
def world(module_database_url: str) -> Iterator[World]:
    """A product in stock, an order of it for each visitor, and what each sends to be who it is."""
    product, (variant,) = asyncio.run(_stocked(module_database_url))
    for email, role in ((ADMIN, "admin"), (CUSTOMER, "customer")):
        add_person(module_database_url, email, [role])
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    shop = ServerProcess(
        folder,
        "--demo",  # for its payments; the shop is not empty, so nothing is added
        environment={"HOLDFAST_LIMITS": "off"},
        database_url=module_database_url,
    )
    with shop:
        yield _world(shop, module_database_url, product, variant)
    shutil.rmtree(folder, ignore_errors=True)


def _world(shop: ServerProcess, database_url: str, product: UUID, variant: UUID) -> World:
    tokens = {
        "customer": token_for(database_url, CUSTOMER),
        "staff": token_for(database_url, ADMIN),
    }
    headers = {who: {"Authorization": f"Bearer {token}"} for who, token in tokens.items()}
    with httpx.Client(base_url=shop.url) as client:
        added = client.post(
            f"/api/staff/variants/{variant}/stock",
            json={"deposit": 100_000, "reason": "for schemathesis"},
            headers=headers["staff"],
        )
        assert added.status_code == 200, added.text
        campaign = client.post(
            "/api/staff/coupon-campaigns",
            json={"name": "Campaign", "rule": "percent", "value": 10, "quantity": 1000},
            headers=headers["staff"],
        )
        assert campaign.status_code == 201, campaign.text
        cart = {"items": [{"productId": str(product), "quantity": 1}]}
        ids: dict[str, dict[str, str]] = {}
        for who in VISITORS:
            made = client.post("/api/orders/reserve", json=cart, headers=headers.get(who))
            assert made.status_code == 200, made.text
            if who == "guest":
                cookie = made.cookies["holdfast_session"]
                headers["guest"] = {"Cookie": f"holdfast_session={cookie}"}
            order = made.json()
            ids[who] = {
                "productId": str(product),
                "variantId": str(variant),
                "orderId": order["orderId"],
                "reservationId": order["reservationId"],
                "campaignId": campaign.json()["campaign"]["id"],
            }
            paid = client.post(
                "/api/payments",
                json={"reservationId": order["reservationId"], "provider": "demo"},
                headers=headers.get(who),
            )
            ids[who]["paymentId"] = paid.json()["paymentId"]
            wallet = client.post("/api/wallets", json={"currency": "PTS"}, headers=headers.get(who))
            if who != "guest":
                ids[who]["walletId"] = wallet.json()["wallet"]["id"]
    return {"url": shop.url, "headers": headers, "ids": ids}
