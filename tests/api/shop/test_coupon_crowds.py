"""A crowd at two workers gets exactly what there is, and staff see what came of it."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from holdfast.flows.people.logins import DEMO_USERS
from holdfast.ledger.audit import audit
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.server import ServerProcess

CAMPAIGNS, STAFF = "/api/coupon-campaigns", "/api/staff/coupon-campaigns"


TERMS = {"name": "Ten off", "rule": "percent", "value": 10, "quantity": 5}


def made(staff: httpx.Client, **terms: Any) -> dict[str, Any]:
    """A campaign that staff made."""
    campaign: dict[str, Any] = expect(staff.post(STAFF, json=TERMS | terms), 201)["campaign"]
    return campaign


def ask(client: httpx.Client, campaign: dict[str, Any], key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(f"{CAMPAIGNS}/{campaign['id']}/coupons", headers=headers)


def shown(client: httpx.Client, campaign: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(client.get(f"{CAMPAIGNS}/{campaign['id']}"))["campaign"]
    return found


async def test_a_crowd_at_two_workers_gets_exactly_what_there_is(
    database_url: str, start_server: Any, redis_url: str
) -> None:
    people = [f"crowd-{number}@test.example" for number in range(40)]
    for email in people:
        await asyncio.to_thread(add_person, database_url, email)
    await asyncio.to_thread(add_person, database_url, "boss@test.example", ["manager"])
    tokens = [await asyncio.to_thread(token_for, database_url, email) for email in people]
    boss = await asyncio.to_thread(token_for, database_url, "boss@test.example")
    environment = {"HOLDFAST_LIMITS": "off", "REDIS_URL": redis_url}
    shop = start_server("--workers", "2", environment=environment, database_url=database_url)
    async with httpx.AsyncClient(base_url=shop.url, timeout=60) as client:
        terms = TERMS | {"quantity": 25}
        bearer = {"Authorization": f"Bearer {boss}"}
        campaign = expect(await client.post(STAFF, json=terms, headers=bearer), 201)["campaign"]
        path = f"{CAMPAIGNS}/{campaign['id']}/coupons"
        answers = await asyncio.gather(
            *(
                client.post(path, headers={"Authorization": f"Bearer {token}"})
                for token in tokens * 5
            )
        )
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[201] == 25
    assert set(statuses) == {201, 200, 409}
    winners = {at % 40 for at, answer in enumerate(answers) if answer.status_code == 201}
    assert len(winners) == 25
    for at, answer in enumerate(
        answers
    ):  # nobody who has one is sent away, and nobody else gets one
        assert (answer.status_code == 200) <= (at % 40 in winners)
        assert (answer.status_code == 409) <= (at % 40 not in winners)
    report = await audit(database_url)
    assert report.clean, report.text()


@pytest.fixture
def at_the_demo(server: ServerProcess) -> Any:
    """Staff and a customer of a shop that has goods."""
    with (
        httpx.Client(base_url=server.url, timeout=PATIENCE) as staff,
        httpx.Client(base_url=server.url, timeout=PATIENCE) as customer,
    ):
        for client, user in ((staff, DEMO_USERS[1]), (customer, DEMO_USERS[2])):
            words = {"email": user[0], "password": user[2]}
            expect(client.post("/api/session/login", json=words))
        yield staff, customer


def test_staff_see_what_a_campaign_came_to(at_the_demo: tuple[httpx.Client, httpx.Client]) -> None:
    staff, customer = at_the_demo
    campaign = made(staff, perCustomer=2)
    coupon = expect(ask(customer, campaign), 201)["coupon"]
    expect(ask(customer, campaign), 201)
    page = {"inStock": "true", "limit": "1"}
    product = expect(customer.get("/api/products", params=page))["products"][0]
    variant = next(one for one in product["variants"] if one["stock"] > 0)
    line = {"productId": product["id"], "variantId": variant["id"], "quantity": 1}
    asked = {"items": [line], "couponId": coupon["id"]}
    held = expect(customer.post("/api/orders/reserve", json=asked))
    assert figures(staff, campaign) == {"given": 2, "used": 0, "discount": [], "revenue": []}
    reservation = {"reservationId": held["reservationId"]}
    paid = expect(customer.post("/api/payments", json=reservation | {"provider": "demo"}))
    expect(customer.post("/api/orders/create", json=reservation | {"paymentId": paid["paymentId"]}))
    came_to, off = figures(staff, campaign), variant["price"] // 10
    assert (came_to["given"], came_to["used"]) == (2, 1)
    assert [one["amount"] for one in came_to["discount"]] == [off]
    assert [one["amount"] for one in came_to["revenue"]] == [variant["price"] - off]
    expect(customer.post("/api/orders/cancel", json={"orderId": held["orderId"]}))  # as it was
    assert figures(staff, campaign)["used"] == 0


def figures(staff: httpx.Client, campaign: dict[str, Any]) -> dict[str, Any]:
    page = expect(staff.get(STAFF, params={"limit": 100}))["campaigns"]
    found: dict[str, Any] = next(one for one in page if one["id"] == campaign["id"])["figures"]
    return found
