"""What tests of series share."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.shop.series.scene import open_each_day, opened
from tests.support.market import STAFF, expect
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def demo(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


@pytest.fixture
def client(demo: ServerProcess) -> Iterator[httpx.Client]:
    with opened(demo) as one:
        yield one


@pytest.fixture
def staff(demo: ServerProcess) -> Iterator[httpx.Client]:
    with opened(demo) as one:
        expect(one.post("/api/session/login", json=STAFF))
        yield one


@pytest.fixture
def service(staff: httpx.Client) -> str:
    """With somebody of its own, half of it paid to book; a client may book six at once."""
    anna = {
        "kind": "photographer",
        "name": "Anna",
        "texts": {"ru": {"name": "Анна", "about": ""}},
        "zone": "Europe/Berlin",
        "horizonDays": 60,
    }
    made = expect(staff.post("/api/staff/resources", json=anna), 201)["resource"]["id"]
    open_each_day(staff, made)
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 30},
        "price": {"amount": 9_000},
        "deposit": {"rule": "percent", "value": 50},
        "needs": [{"role": "who", "kind": "photographer", "resources": [made]}],
        "series": 6,
    }
    return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])
