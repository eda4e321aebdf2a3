"""Whoever works for the studio logs in in two steps, where the studio wants it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import httpx
import pyotp
import pytest

from tests.specs.sentences import sentence
from tests.support.market import STAFF, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in, token_for
from tests.support.postgres import Postgres


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """One of its own: what it asks of photographers it asks of all."""
    with ExitStack() as stack:
        settings = {"HOLDFAST_LIMITS": "off"}
        yield stack.enter_context(market_as_asked(postgres, stocked, settings, "one"))


@sentence("E", "1. Безопасность", "Двухфакторная аутентификация (2FA) для фотографов и менеджеров.",
          at="PATCH /api/staff/settings, POST /api/session/second-step")  # fmt: skip
@pytest.mark.parametrize(
    ("role", "group", "path"),
    [
        ("photographer", "photographer", "/api/studio/income"),
        ("manager", "staff", "/api/staff/settings"),
    ],
)
def test_photographers_and_managers_log_in_by_a_second_factor(
    shop: Market, role: str, group: str, path: str
) -> None:
    email = f"{uuid4()}@test.example"
    add_person(shop.database_url, email, ["customer", role])
    try:
        with httpx.Client(base_url=shop.url, timeout=PATIENCE) as anna:
            log_in(anna, email)
            assert anna.get(path).status_code == 200
            ask(shop, group)
            refusal(anna.get(path), 403, "second-factor-needed")
            own = "/api/profile/second-factor"
            begun = expect(anna.post(f"{own}/begin", json={"currentPassword": PASSWORD}))
            made = pyotp.TOTP(begun["secret"])
            expect(anna.post(f"{own}/confirm", json={"code": made.at(time.time() - 30)}))
            assert anna.get(path).status_code == 200
            anna.cookies.clear()
            login = anna.post("/api/session/login", json={"email": email, "password": PASSWORD})
            assert anna.get(path).status_code == 401
            second = {"step": expect(login, 202)["step"], "code": made.now()}
            expect(anna.post("/api/session/second-step", json=second))
            assert anna.get(path).status_code == 200
    finally:
        ask(shop)


def ask(shop: Market, *groups: str) -> None:
    """By a token, which is the same with a second factor and without."""
    bearer = {"Authorization": f"Bearer {token_for(shop.database_url, STAFF['email'])}"}
    asked = {"secondFactorOf": list(groups)}
    expect(httpx.patch(f"{shop.url}/api/staff/settings", json=asked, headers=bearer))
