"""Logging in by a provider, over HTTP, and connecting one with an account."""

import time
from uuid import uuid4

import httpx
import pyotp
import pytest

from tests.api.shop.login_providers.scene import (
    back,
    begin,
    come_in,
    connected,
    fresh,
    key,
    over_there,
    rows,
    who_is,
)  # fmt: skip
from tests.support.login_provider import (
    LoginProvider,
)
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.server import ServerProcess


def test_the_shop_says_by_which_providers_one_logs_in(client: httpx.Client) -> None:
    listed = expect(client.get("/api/config"))["loginProviders"]
    assert [(one["name"], one["title"]) for one in listed] == [
        ("google", "Google"), ("apple", "Apple"), ("vk", "VK"), ("oidc", "Guild"),
    ]  # fmt: skip
    refusal(
        client.post("/api/session/providers/myspace", json={}, headers=key()),
        404, "login-provider-unknown",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["google", "oidc"])
def test_a_verified_address_that_nobody_has_makes_an_account(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider, name: str
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email.upper())
    answer = come_in(client, name, next="/orders?page=2")
    assert (answer["next"], answer["connected"]) == ("/orders?page=2", False)
    assert answer["user"]["email"] == email
    assert answer["user"]["roles"] == ["customer"]
    assert who_is(client) == email
    assert expect(client.get("/api/profile/email"))["verified"] is True
    assert come_in(other, name)["user"]["id"] == answer["user"]["id"], "by the subject, next time"


def test_the_subject_counts_and_not_the_address(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    first = come_in(client)
    provider.is_now(subject, fresh()[1], verified=False)
    assert come_in(other)["user"] == first["user"]


def test_what_a_guest_put_in_the_cart_comes_along(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    admin = f"{uuid4().hex[:8]}@test.example"
    assert shop.database_url is not None
    add_person(shop.database_url, admin, ["admin"])
    log_in(other, admin)
    expect(other.patch("/api/staff/settings", json={"currency": "EUR"}))
    lamp = {"name": "Lamp", "status": "active", "variants": [{"price": 900, "stock": 5}]}
    product = expect(other.post("/api/staff/products", json=lamp), 201)["product"]["id"]
    put = {"productId": product, "quantity": 2}
    expect(client.post("/api/cart/items", json=put, headers=key()))
    provider.is_now(*fresh())
    come_in(client)
    (line,) = expect(client.get("/api/cart"))["items"]
    assert (line["productId"], line["quantity"]) == (product, 2)


def test_an_address_that_an_account_has_waits_for_its_password(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    provider.is_now(subject, email)
    problem = refusal(back(client, over_there(begin(client))), 409, "login-email-has-account")
    assert problem["email"] == email
    assert who_is(client) is None
    assert rows(shop, email) == (1, 0)
    log_in(other, email)
    assert connected(other) == set(), "another browser's password does not count"
    log_in(client, email)
    assert connected(client) == {"google"}
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as third:
        assert come_in(third)["user"]["email"] == email


def test_a_password_of_another_account_connects_nothing(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    another = fresh()[1]
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    add_person(shop.database_url, another)
    provider.is_now(subject, email)
    refusal(back(client, over_there(begin(client))), 409, "login-email-has-account")
    log_in(client, another)
    assert connected(client) == set()


@pytest.mark.parametrize("name", ["google", "vk"])
def test_an_address_that_is_not_verified_makes_no_account(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider, name: str
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email, verified=False)
    refusal(back(client, over_there(begin(client, name)), name), 409, "login-email-not-confirmed")
    assert who_is(client) is None
    assert rows(shop, email) == (0, 0)


def test_an_address_that_is_not_verified_takes_over_no_account(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    provider.is_now(subject, email, verified=False)
    refusal(back(client, over_there(begin(client))), 409, "login-email-not-confirmed")
    log_in(client, email)
    assert connected(client) == set()


def test_who_is_logged_in_connects_and_disconnects(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    log_in(client, email)
    provider.is_now(subject, fresh()[1], verified=False)
    at = "/api/session/providers/vk"
    for wrong in ("", "not the password"):
        asked = {"currentPassword": wrong}
        refusal(client.post(at, json=asked, headers=key()), 403, "current-password-wrong")
    answer = come_in(client, "vk", currentPassword=PASSWORD, next="/account")
    assert (answer["connected"], answer["next"]) == (True, "/account")
    assert connected(client) == {"vk"}
    assert come_in(other, "vk")["user"]["email"] == email
    gone = client.delete("/api/profile/login-providers/vk", headers=key())
    assert not any(one["connected"] for one in expect(gone)["providers"])
    refusal(
        client.delete("/api/profile/login-providers/vk", headers=key()),
        404, "login-not-connected",
    )  # fmt: skip


def test_an_identity_belongs_to_one_account_and_an_account_has_one_of_a_provider(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    come_in(other)
    another = fresh()[1]
    assert shop.database_url is not None
    add_person(shop.database_url, another)
    log_in(client, another)
    said = over_there(begin(client, currentPassword=PASSWORD))
    refusal(back(client, said), 409, "identity-taken")
    provider.is_now(*fresh())
    come_in(client, currentPassword=PASSWORD)
    provider.is_now(*fresh())
    said = over_there(begin(client, currentPassword=PASSWORD))
    refusal(back(client, said), 409, "identity-taken")


def test_the_last_way_in_stays_until_there_is_a_password_or_another(
    client: httpx.Client, provider: LoginProvider
) -> None:
    provider.is_now(*fresh())
    come_in(client)
    assert expect(client.get("/api/profile/login-providers"))["hasPassword"] is False
    last = "/api/profile/login-providers/google"
    refusal(client.delete(last, headers=key()), 409, "last-way-in")
    come_in(client, "oidc")
    expect(client.delete(last, headers=key()))
    assert connected(client) == {"oidc"}


def test_of_whom_a_second_factor_is_on_a_code_comes_next(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email, ["customer"])
    log_in(client, email)
    provider.is_now(subject, email)
    assert come_in(client, currentPassword=PASSWORD)["connected"]
    factor = "/api/profile/second-factor"
    begun = expect(client.post(f"{factor}/begin", json={"currentPassword": PASSWORD}))
    codes = pyotp.TOTP(begun["secret"])
    expect(client.post(f"{factor}/confirm", json={"code": codes.now()}))
    answer = come_in(other, next="/account")
    assert (answer["user"], answer["next"]) == (None, "/account")
    assert who_is(other) is None
    said = {"step": answer["step"], "code": codes.at(time.time() + 30)}
    expect(other.post("/api/session/second-step", json=said))
    assert who_is(other) == email
