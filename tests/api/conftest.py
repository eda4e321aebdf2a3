"""A shop without goods, for the modules that make what they sell."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.opened_before import opened_with
from tests.support.patience import PATIENCE
from tests.support.postgres import TEMPLATE, Postgres
from tests.support.server import ServerProcess

ADMIN, MANAGER, CUSTOMER = "admin@test.example", "manager@test.example", "customer@test.example"


@pytest.fixture(scope="session")
def peopled(postgres: Postgres) -> str:
    """The name of a database with an admin, a manager and a customer, to clone shops from."""
    return opened_with(
        postgres, TEMPLATE, {ADMIN: "admin", MANAGER: "manager", CUSTOMER: "customer"}
    )


@pytest.fixture(scope="module")
def shop(postgres: Postgres, peopled: str) -> Iterator[ServerProcess]:
    """A server without limits and without products, with an admin, a manager and a customer."""
    url = postgres.create(peopled)
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    environment = {"HOLDFAST_LIMITS": "off", "HOLDFAST_WEB": str(folder / "web")}
    with ServerProcess(folder / "data", environment=environment, database_url=url) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)
    postgres.drop(url)


@pytest.fixture(scope="module")
def shop_database_url(shop: ServerProcess) -> str:
    return shop.database_url


@pytest.fixture
def client(shop: ServerProcess) -> Iterator[httpx.Client]:
    """A visitor of the shop, with a cookie jar."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        yield opened
