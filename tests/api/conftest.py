"""A server for each module, on a database of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.patience import PATIENCE
from tests.support.people import add_person
from tests.support.server import ServerProcess

ADMIN, MANAGER, CUSTOMER = "admin@test.example", "manager@test.example", "customer@test.example"


@pytest.fixture(scope="module")
def shop(module_database_url: str) -> Iterator[ServerProcess]:
    """A server without limits and without products, with an admin, a manager and a customer."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    for email, role in ((ADMIN, "admin"), (MANAGER, "manager"), (CUSTOMER, "customer")):
        add_person(module_database_url, email, [role])
    environment = {"HOLDFAST_LIMITS": "off", "HOLDFAST_WEB": str(folder / "web")}
    with ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url
    ) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def client(shop: ServerProcess) -> Iterator[httpx.Client]:
    """A visitor of the shop, with a cookie jar."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        yield opened
