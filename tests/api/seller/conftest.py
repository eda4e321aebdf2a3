"""Staff of a shop that sells in euros, and two sellers with somebody each."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.seller.trading import SELLERS, Trader
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


@pytest.fixture
def traders(
    shop: ServerProcess, staff: httpx.Client, shop_database_url: str
) -> Iterator[tuple[Trader, Trader]]:
    found = []
    for _ in range(2):
        name = f"Mill {uuid4().hex[:8]}"
        seller = expect(staff.post(SELLERS, json={"name": name}), 201)["seller"]
        email = f"{uuid4().hex}@test.example"
        add_person(shop_database_url, email, ["customer"])
        http = httpx.Client(base_url=shop.url, timeout=PATIENCE)
        log_in(http, email)
        user = expect(http.get("/api/session"))["user"]["id"]
        expect(staff.put(f"{SELLERS}/{seller['id']}/people/{user}"))
        log_in(http, email)
        found.append(Trader(http, seller["id"], user))
    yield found[0], found[1]
    for one in found:
        one.http.close()
