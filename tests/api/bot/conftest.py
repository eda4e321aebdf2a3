"""A shop with a bot of Telegram, and who writes to it, shared by this folder."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
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

ANNA, LEA = "anna@studio.example", "lea@studio.example"


@pytest.fixture(scope="package")
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as opened:
        yield opened


@pytest.fixture(scope="package")
def shop(prepared: PreparedShops, telegram: TelegramServer) -> Iterator[ServerProcess]:
    ours = {"HOLDFAST_LIMITS": "off", "HOLDFAST_PUBLIC_URL": "https://shop.example"}
    with prepared.opened(**ours, **telegram.settings) as opened:
        yield opened


@dataclass(frozen=True)
class House:
    """Anna, a photographer, and Lea's studio with a white room; both have an account."""

    anna: Someone
    loft: Someone
    white: Someone


@pytest.fixture(scope="package")
def house(shop: ServerProcess) -> House:
    """There before anybody asks."""
    anna = Someone(kind="photographer", name="Anna", more={"user_id": with_account(shop, ANNA)})
    loft = Someone(kind="studio", name="Loft", more={"user_id": with_account(shop, LEA)})
    white = Someone(kind="room", name="White room", more={"studio_id": loft.id})
    asyncio.run(move_in(shop.database_url, anna, loft, white))
    return House(anna, loft, white)


def with_account(shop: ServerProcess, email: str) -> str:
    add_person(shop.database_url, email, ["photographer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, email)
        return str(expect(client.get("/api/session"))["user"]["id"])


@pytest.fixture
def ann(shop: ServerProcess, house: House) -> Iterator[httpx.Client]:
    with signed_up(shop.url) as client:
        yield client


@pytest.fixture(scope="package")
def manager(shop: ServerProcess, house: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        who = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(client.post("/api/session/login", json=who))
        yield client


@pytest.fixture(scope="package")
def anna(house: House) -> Someone:
    """A photographer whose account is ``anna@studio.example``."""
    return house.anna


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
