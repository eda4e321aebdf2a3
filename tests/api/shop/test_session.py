"""Logging in and out, guests, cookies, tokens, and pages of other sites."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from holdfast.db.engine import Database
from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.live import add_product
from tests.support.people import PASSWORD, log_in, token_for
from tests.support.server import ServerProcess


async def stocked_product(database_url: str) -> UUID:
    """A product on sale that nobody has put in stock yet."""
    database = Database(database_url, pool_size=1)
    await database.start()
    try:
        product, _ = await add_product(database)
    finally:
        await database.close()
    return product


CART = {"items": [{"productId": "0193a1d2-0000-7000-8000-000000000000", "quantity": 1}]}


def test_nobody_is_logged_in_at_first(client: httpx.Client) -> None:
    answer = client.get("/api/session")
    assert answer.json() == {
        "user": None,
        "guest": True,
        "roles": [],
        "withheldRoles": [],
        "duties": None,
        "typedUserId": None,
    }
    assert "set-cookie" not in answer.headers


def test_log_in_and_out(client: httpx.Client) -> None:
    log_in(client, ADMIN.upper())  # addresses are compared without regard to case
    shown = client.get("/api/session").json()
    assert shown["user"]["email"] == ADMIN
    assert shown["roles"] == ["admin"]
    cookie = client.cookies["holdfast_session"]
    assert client.post("/api/session/logout").json() == {"success": True}
    assert "holdfast_session" not in client.cookies
    assert client.get("/api/session").json()["user"] is None
    client.cookies["holdfast_session"] = cookie  # what somebody copied is of no use either
    assert client.get("/api/session").json()["user"] is None


def test_the_cookie_is_for_the_server_only(client: httpx.Client) -> None:
    body = {"email": ADMIN, "password": PASSWORD}
    header = client.post("/api/session/login", json=body).headers["set-cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert "Secure" not in header  # over http; see the proxies' tests for https


@pytest.mark.parametrize("email", [ADMIN, "nobody@test.example"])
def test_a_wrong_password_and_an_unknown_address_look_alike(
    client: httpx.Client, email: str
) -> None:
    answer = client.post("/api/session/login", json={"email": email, "password": "wrong"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong-password"
    assert "set-cookie" not in answer.headers


def test_guessing_is_slowed_down(client: httpx.Client) -> None:
    body = {"email": "guessed@test.example", "password": "wrong"}
    codes = [client.post("/api/session/login", json=body).status_code for _ in range(10)]
    assert codes == [401] * 8 + [429] * 2
    refused = client.post("/api/session/login", json=body)
    assert refused.json()["code"] == "too-many-logins"
    assert int(refused.headers["retry-after"]) > 0


@pytest.mark.parametrize(("email", "status"), [(ADMIN, 200), (MANAGER, 200), (CUSTOMER, 403)])
def test_roles_open_staff_pages(client: httpx.Client, email: str, status: int) -> None:
    log_in(client, email)
    answer = client.get("/api/staff/variants")
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "forbidden"


def test_a_token_carries_its_roles(client: httpx.Client, shop_database_url: str) -> None:
    bearer = {"Authorization": f"Bearer {token_for(shop_database_url, MANAGER)}"}
    assert client.get("/api/staff/variants", headers=bearer).status_code == 200
    assert client.get("/api/session", headers=bearer).json()["user"]["email"] == MANAGER
    weak = {"Authorization": f"Bearer {token_for(shop_database_url, MANAGER, [])}"}
    assert client.get("/api/staff/variants", headers=weak).status_code == 403


def test_a_guest_gets_a_cookie_when_one_is_needed_and_keeps_it(client: httpx.Client) -> None:
    first = client.post("/api/orders/reserve", json=CART)
    assert first.headers["set-cookie"].startswith("holdfast_session=g.")
    assert first.headers["cache-control"] == "no-store"
    second = client.post("/api/orders/reserve", json=CART)
    assert "set-cookie" not in second.headers


def test_the_retry_of_a_lost_answer_is_the_same_guest(shop: ServerProcess) -> None:
    key = {"Idempotency-Key": "9e7a6f0c-2d0b-4c0c-8b4e-0f3f2f4d8f11"}
    url = f"{shop.url}/api/orders/reserve"
    cookies = {httpx.post(url, json=CART, headers=key).headers["set-cookie"] for _ in range(2)}
    assert len(cookies) == 1
    other = httpx.post(url, json=CART, headers={"Idempotency-Key": "another-key-of-some-length"})
    assert other.headers["set-cookie"] not in cookies


@pytest.mark.parametrize("cookie", ["g.x.y", "nonsense", "", "u." + "x" * 500])
def test_a_cookie_that_is_not_ours_is_none(shop: ServerProcess, cookie: str) -> None:
    headers = {"Cookie": f"a=b; holdfast_session={cookie}"}
    answer = httpx.post(f"{shop.url}/api/orders/reserve", json=CART, headers=headers)
    assert answer.headers["set-cookie"].startswith("holdfast_session=g.")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://sub.evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_changes_nothing(client: httpx.Client, headers: dict[str, str]) -> None:
    log_in(client, ADMIN)
    for path in ("/api/session/logout", "/api/orders/reserve", "/api/session/login"):
        answer = client.post(path, json={}, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "cross-origin"
    assert client.get("/api/session", headers=headers).status_code == 200


def test_our_own_page_may(client: httpx.Client, shop: ServerProcess) -> None:
    for headers in ({"Origin": shop.url}, {"Sec-Fetch-Site": "same-origin"}):
        assert client.post("/api/session/logout", headers=headers).status_code == 200


def test_a_token_is_no_cookie_and_may_come_from_anywhere(
    client: httpx.Client, shop_database_url: str
) -> None:
    headers = {
        "Authorization": f"Bearer {token_for(shop_database_url, ADMIN)}",
        "Origin": "https://back-office.example",
    }
    assert client.post("/api/session/logout", headers=headers).status_code == 200


def test_cookies_outlive_a_restart(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    running = start_server(database_url=database_url, makes_secret=True)
    url = f"{running.url}/api/orders/reserve"
    cookie = httpx.post(url, json=CART).cookies["holdfast_session"]
    assert (running.data / "secret").stat().st_mode & 0o777 == 0o600
    running.restart()
    again = httpx.post(url, json=CART, headers={"Cookie": f"holdfast_session={cookie}"})
    assert "set-cookie" not in again.headers


def test_what_a_guest_held_is_the_users_after_login(
    client: httpx.Client, shop_database_url: str
) -> None:
    product = asyncio.run(stocked_product(shop_database_url))
    bearer = {"Authorization": f"Bearer {token_for(shop_database_url, ADMIN)}"}
    variant = client.get(f"/api/products/{product}").json()["product"]["variants"][0]["id"]
    added = {"deposit": 1, "reason": "for this test"}
    client.post(f"/api/staff/variants/{variant}/stock", json=added, headers=bearer)
    cart = {"items": [{"productId": str(product), "quantity": 1}]}
    order = client.post("/api/orders/reserve", json=cart).json()["orderId"]
    log_in(client, CUSTOMER)
    assert client.get(f"/api/orders/{order}").status_code == 200
    assert [one["id"] for one in client.get("/api/orders").json()["orders"]] == [order]
    client.post("/api/session/logout")
    assert client.get(f"/api/orders/{order}").status_code == 404
    log_in(client, CUSTOMER)
    assert client.post("/api/orders/cancel", json={"orderId": order}).status_code == 200
