"""A login by a provider that is refused, over HTTP, with a provider that can lie."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import asyncpg
import httpx
import pytest

from tests.api.shop.login_providers.scene import (
    back,
    begin,
    come_in,
    fresh,
    key,
    over_there,
    rows,
    who_is,
)  # fmt: skip
from tests.support.login_provider import (
    Lie,
    LoginProvider,
)
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess


def test_who_says_no_there_stays_a_guest(client: httpx.Client, provider: LoginProvider) -> None:
    provider.is_now(*fresh())
    provider.denies = True
    refusal(back(client, over_there(begin(client))), 403, "login-denied")
    assert who_is(client) is None


def test_a_login_of_another_browser_or_provider_or_of_nobody_has_expired(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    expect(other.get("/api/cart"))
    refusal(back(other, said), 410, "login-attempt-expired")
    refusal(back(client, said, "oidc"), 410, "login-attempt-expired")
    other_first = ("B" if said["state"].startswith("A") else "A") + said["state"][1:]
    for state in ("", "x", "é", said["state"][:-2], other_first, "=" * 80):
        refusal(back(client, {**said, "state": state}), 410, "login-attempt-expired")
    assert who_is(client) is None
    expect(back(client, said))


@pytest.mark.parametrize("forgets", [True, False])
def test_a_code_works_once(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider, forgets: bool
) -> None:
    provider.is_now(*fresh())
    provider.forgets = forgets
    said = over_there(begin(client))
    expect(back(client, said))
    refusal(back(client, said), 410, "login-attempt-expired")
    again = over_there(begin(other))
    refusal(back(other, {**again, "code": said["code"]}), 409, "login-code-refused")
    assert who_is(other) is None


@pytest.mark.parametrize(
    "lie",
    [
        "signature", "issuer", "audience", "azp", "expired", "nonce", "no-nonce", "unsigned",
        "shared-key", "no-token", "no-subject",
    ],
)  # fmt: skip
def test_what_is_not_signed_for_this_shop_and_this_login_is_not_believed(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider, lie: Lie
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    said = over_there(begin(client))
    provider.lie = lie
    refusal(back(client, said), 502, "login-token-wrong")
    assert who_is(client) is None
    assert rows(shop, email) == (0, 0)


def test_a_provider_that_signs_with_another_key_by_now_is_believed(
    client: httpx.Client, provider: LoginProvider
) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    provider.signs_with_another_key()
    expect(back(client, said))


@pytest.mark.parametrize("lie", ["broken", "silly"])
def test_a_provider_that_answers_nonsense_is_away(
    client: httpx.Client, provider: LoginProvider, lie: Lie
) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    provider.lie = lie
    refusal(back(client, said), 503, "login-provider-away")
    assert who_is(client) is None


def test_a_provider_that_hangs_up_is_away(client: httpx.Client, provider: LoginProvider) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    provider.away = True
    refusal(back(client, said), 503, "login-provider-away")
    at = "/api/session/providers/vk"
    expect(client.post(at, json={}, headers=key()))  # nothing is asked yet
    assert who_is(client) is None
    provider.away = False
    come_in(client)


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "x"])
def test_a_login_leads_to_the_shops_own_pages_alone(client: httpx.Client, to: str) -> None:
    at = "/api/session/providers/google"
    problem = refusal(client.post(at, json={"next": to}, headers=key()), 422, "invalid-request")
    assert problem["errors"][0]["field"] == "next"


def test_apple_sends_the_browser_back_by_a_form(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    provider.person["email_verified"] = "true"  # as Apple writes it
    address = begin(client, "apple")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert (asked["response_mode"], asked["redirect_uri"]) == (
        "form_post", f"{shop.url}/hooks/login/apple",
    )  # fmt: skip
    query = {name: value for name, value in asked.items() if name != "response_mode"}
    said = over_there(f"{provider.url}/authorize?{httpx.QueryParams(query)}")
    crossing = {"Sec-Fetch-Site": "cross-site", "Origin": "https://appleid.apple.com"}
    answer = httpx.post(f"{shop.url}/hooks/login/apple", data=said, headers=crossing)
    assert answer.status_code == 303, answer.text
    to = urlsplit(answer.headers["location"])
    assert to.path == "/login/apple"
    found = expect(back(client, dict(parse_qsl(to.query)), "apple"))
    assert found["user"]["email"] == email


def test_a_blocked_account_stays_blocked(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    come_in(client)

    async def block() -> None:
        assert shop.database_url is not None
        connection = await asyncpg.connect(shop.database_url)
        await connection.execute("UPDATE users SET active = false WHERE email = $1", email)
        await connection.close()

    asyncio.run(block())
    refusal(back(other, over_there(begin(other))), 403, "account-disabled")


def test_a_form_of_more_than_a_provider_says_is_read_for_what_one_says(
    shop: ServerProcess, client: httpx.Client
) -> None:
    """Anybody may send one."""
    many = "&".join(f"x{number}=1" for number in range(200))
    form = {"content-type": "application/x-www-form-urlencoded"}
    for said in (f"state=a&{many}", f"{many}&state=a", "&" * 4000, "state=%ff%00\r\n"):
        answer = client.post("/hooks/login/apple", content=said, headers=form)
        assert answer.status_code == 303, answer.text
        assert urlsplit(answer.headers["location"]).path == "/login/apple"
