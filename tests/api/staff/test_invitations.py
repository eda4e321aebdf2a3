"""An admin adds somebody with their roles; they choose the password by the link, and are in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import ADMIN, MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess

CHOSEN = "a password of their own"


@pytest.fixture
def visitor(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def admin(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ADMIN)
        yield client


def mina(**other: Any) -> dict[str, Any]:
    return {"name": "Mina", "email": f"{uuid4().hex}@shop.example", "roles": ["manager"]} | other


def invited(staff: httpx.Client, body: dict[str, Any], key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return staff.post("/api/staff/people", json=body, headers=headers)


def chosen(client: httpx.Client, made: dict[str, Any]) -> httpx.Response:
    link = made["path"].removeprefix("/password#")
    return client.post("/api/password", json={"link": link, "password": CHOSEN})


def test_who_is_added_chooses_a_password_and_is_in_with_these_roles(
    admin: httpx.Client, visitor: httpx.Client
) -> None:
    asked = mina(roles=["manager", "customer"])
    made = expect(invited(admin, asked), 201)
    login = {"email": asked["email"], "password": CHOSEN}
    refusal(visitor.post("/api/session/login", json=login), 401, "wrong-password")
    assert chosen(visitor, made).status_code == 200
    expect(visitor.post("/api/session/login", json=login))
    assert expect(visitor.get("/api/session"))["user"]["id"] == made["userId"]
    seen = expect(visitor.get(f"/api/staff/people/{made['userId']}"))["person"]
    assert (seen["name"], seen["roles"]) == ("Mina", ["customer", "manager"])


def test_a_shop_without_mail_mails_no_link(admin: httpx.Client) -> None:
    made = expect(invited(admin, mina()), 201)
    path = f"/api/staff/users/{made['userId']}/password-link/mail"
    refusal(admin.post(path), 409, "mail-off")


def test_a_repeated_request_makes_one_account_and_a_link_that_works(
    admin: httpx.Client, visitor: httpx.Client
) -> None:
    asked, key = mina(), str(uuid4())
    first, again = (expect(invited(admin, asked, key), 201) for _ in range(2))
    assert first["userId"] == again["userId"]
    refusal(chosen(visitor, first), 410, "link-expired")
    assert chosen(visitor, again).status_code == 200
    refusal(invited(admin, mina(), key), 422, "idempotency-key-reused")


def test_a_request_that_is_sent_several_times_at_once_makes_one_account(
    admin: httpx.Client,
) -> None:
    asked, key = mina(), str(uuid4())
    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda _: invited(admin, asked, key), range(6)))
    assert len({expect(one, 201)["userId"] for one in answers}) == 1
    refusal(invited(admin, asked, str(uuid4())), 409, "email-taken")


def test_who_is_there_already_and_what_is_no_role(admin: httpx.Client) -> None:
    asked = mina()
    expect(invited(admin, asked), 201)
    assert refusal(invited(admin, asked), 409, "email-taken")["field"] == "email"
    assert refusal(invited(admin, mina(roles=["king"])), 422, "unknown-role")["field"] == "roles"
    assert refusal(invited(admin, mina(email="nobody")), 422, "bad-email")["field"] == "email"


def test_managers_add_nobody(visitor: httpx.Client) -> None:
    log_in(visitor, MANAGER)
    refusal(invited(visitor, mina()), 403, "admin-needed")
