"""Who comes in: by a provider elsewhere, with a second factor; and what is kept of that."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import httpx
import pyotp
import pytest

from tests.api.shop.login_providers.scene import back, begin, come_in, fresh, over_there
from tests.api.shop.test_second_factor import Owner
from tests.specs.sentences import sentence
from tests.support.login_provider import LoginProvider
from tests.support.market import Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person
from tests.support.postgres import fetch, run

SETTINGS = "/api/staff/settings"


@pytest.fixture
def browser(joined: Market) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=joined.url, timeout=PATIENCE) as opened:
        yield opened


@sentence("E", "1.1. Защита данных", "OAuth 2.0 / OpenID Connect (Google, Apple, VK).",
          at="POST /api/session/providers/{provider}")  # fmt: skip
@pytest.mark.parametrize("name", ["google", "apple", "vk"])
def test_who_has_an_account_elsewhere_comes_in_by_it(
    browser: httpx.Client, provider: LoginProvider, name: str
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    if name == "apple":  # which sends the browser back by a form
        asked = dict(parse_qsl(urlsplit(begin(browser, name)).query))
        del asked["response_mode"]
        said = over_there(f"{provider.url}/authorize?{httpx.QueryParams(asked)}")
        sent = browser.post("/hooks/login/apple", data=said)
        found = expect(
            back(browser, dict(parse_qsl(urlsplit(sent.headers["location"]).query)), name)
        )
    else:
        if name == "vk":  # which does not say whether mail reaches them: they connect it once
            own = {"name": "Ann", "email": email, "password": PASSWORD}
            expect(browser.post("/api/signup", json=own), 201)
            assert come_in(browser, name, currentPassword=PASSWORD)["connected"]
            expect(browser.post("/api/session/logout", json={}))
        found = come_in(browser, name)
    assert (found["user"]["email"], found["user"]["roles"]) == (email, ["customer"])
    assert expect(browser.get("/api/session"))["user"]["id"] == found["user"]["id"]


@sentence("E", "1.1. Защита данных",
          "Двухфакторная аутентификация (2FA) для фотографов и менеджеров.",
          at="PATCH /api/staff/settings: secondFactorOf,"
          " POST /api/session/second-step")  # fmt: skip
@sentence("E", "1.1. Защита данных",
          "Шифрование чувствительных данных в БД с помощью AES-256 или Vault.",
          at="second_factors, kit/sealing.py")  # fmt: skip
@pytest.mark.parametrize(
    ("role", "group", "path"),
    [
        ("photographer", "photographer", "/api/staff/resources"),
        ("manager", "staff", "/api/staff/home"),
    ],
)
def test_who_works_there_needs_a_second_factor_whose_secret_nobody_reads(
    joined: Market, role: str, group: str, path: str
) -> None:
    email = f"{uuid4().hex}@studio.example"
    add_person(joined.database_url, email, [role])
    expect(joined.staff.patch(SETTINGS, json={"secondFactorOf": [group]}))
    person = Owner(joined.url, email)
    try:
        refusal(person.http.get(path), 403, "second-factor-needed")
        person.turn_on()
        expect(person.http.get(path))
        step = person.login().json()["step"]
        refusal(person.http.get(path), 401, "login-required")
        refusal(person.second(step, "000000x"), 422, "second-code-wrong")
        expect(person.second(step, person.code(0)))
        expect(person.http.get(path))
    finally:
        person.http.close()
        expect(joined.staff.patch(SETTINGS, json={"secondFactorOf": []}))
    (row,) = run(
        fetch(
            joined.database_url,
            "SELECT s.* FROM second_factors s JOIN users u ON u.id = s.user_id"
            f" WHERE u.email = '{email}'",
        )
    )
    kept = b"|".join(one if isinstance(one, bytes) else str(one).encode() for one in row)
    secret = person.made.secret
    for readable in (
        secret.encode(),
        pyotp.TOTP(secret).byte_secret(),
        person.recovery[0].encode(),
    ):
        assert readable not in kept
