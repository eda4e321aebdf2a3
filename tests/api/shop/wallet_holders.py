"""People with wallets, and what they see of them over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess

__all__ = ["NOBODYS", "Json", "correct", "newcomer", "opened", "shown"]


Json = dict[str, Any]


NOBODYS = "0193a1d2-0000-7000-8000-000000000000"


def shown(answer: httpx.Response, status: int = 200) -> Json:
    found: Json = expect(answer, status)["wallet"]
    return found


@contextmanager
def newcomer(shop: ServerProcess, database_url: str) -> Iterator[httpx.Client]:
    email = f"{uuid4().hex}@test.example"
    add_person(database_url, email)
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, email)
        yield opened


def opened(client: httpx.Client, currency: str = "PTS") -> Json:
    return shown(client.post("/api/wallets", json={"currency": currency}), 201)


def correct(
    staff: httpx.Client, wallet: Json, amount: object, reason: object = "a test", key: str = ""
) -> httpx.Response:
    return staff.post(
        f"/api/staff/wallets/{wallet['id']}/corrections",
        json={"amount": amount, "reason": reason},
        headers={"Idempotency-Key": key} if key else {},
    )
