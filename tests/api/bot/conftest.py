"""A shop with a bot of Telegram, and who writes to it, shared by this folder."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.bot.wanted import hourly
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in, signed_up
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import Someone, move_in
from tests.support.telegram import TelegramServer

ANNA = "anna@studio.example"


@pytest.fixture(scope="package")
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as opened:
        yield opened


@pytest.fixture(scope="package")
def shop(prepared: PreparedShops, telegram: TelegramServer) -> Iterator[ServerProcess]:
    ours = {"HOLDFAST_LIMITS": "off", "HOLDFAST_PUBLIC_URL": "https://shop.example"}
    with prepared.opened(**ours, **telegram.settings) as opened:
        yield opened


@pytest.fixture
def ann(shop: ServerProcess) -> Iterator[httpx.Client]:
    with signed_up(shop.url) as client:
        yield client


@pytest.fixture(scope="package")
def manager(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        who = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(client.post("/api/session/login", json=who))
        yield client


@pytest.fixture(scope="package")
def anna(shop: ServerProcess) -> Someone:
    """A photographer whose account is ``anna@studio.example``."""
    add_person(shop.database_url, ANNA, ["photographer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ANNA)
        user = expect(client.get("/api/session"))["user"]["id"]
    made = Someone(kind="photographer", name="Anna", more={"user_id": user})
    asyncio.run(move_in(shop.database_url, made))
    return made


@pytest.fixture(scope="package")
def service(manager: httpx.Client, anna: Someone) -> dict[str, Any]:
    """Anna's: an hour for 90 euros."""
    return expect(manager.post("/api/staff/services", json=hourly(anna)), 201)


@pytest.fixture
def photographer(shop: ServerProcess, anna: Someone) -> Iterator[httpx.Client]:
    """Anna's browser."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ANNA)
        yield client
