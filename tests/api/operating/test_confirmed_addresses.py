"""A member confirms the address of their account by a link that went there: once, for a day, and
while the account has that address. Nobody confirms it for them."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest

from tests.api.operating.test_mails import one_mail
from tests.support.mail_server import MailServer
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, signed_up
from tests.support.postgres import execute, fetch
from tests.support.server import ServerProcess

STATE, ASK, OPEN = "/api/profile/email", "/api/profile/email-link", "/api/email-links"


@pytest.fixture
def eva(mailing: ServerProcess) -> Iterator[httpx.Client]:
    with signed_up(mailing.url, "Eva") as client:
        yield client


def ask(client: httpx.Client) -> None:
    expect(client.post(ASK, json={}), 202)


def link_in(post: MailServer, address: str) -> str:
    took = one_mail(post, address, "Confirm your address")
    (link,) = set(re.findall(r"/confirm-address#(\S+?)\)?\s", took.text("plain")))
    return str(link)


def test_an_address_is_confirmed_by_the_link_that_went_there(
    eva: httpx.Client, mailing: ServerProcess, post: MailServer
) -> None:
    address = eva.headers["X-Address"]
    assert expect(eva.get(STATE)) == {"email": address, "verified": False, "canAsk": True}
    ask(eva)
    link = link_in(post, address)
    assert not expect(eva.get(STATE))["verified"], "it is opened first"
    refusal(eva.post(OPEN, json={"link": f"{link}x"}), 404, "link-unknown")
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as elsewhere:
        refusal(elsewhere.get(STATE), 401, "login-required")
        refusal(elsewhere.post(ASK, json={}), 401, "login-required")
        shown = expect(elsewhere.post("/api/links/check", json={"link": link}))
        assert (shown["purpose"], shown["email"]) == ("email", address)
        # It is for nothing else.
        password = {"link": link, "password": PASSWORD}
        refusal(elsewhere.post("/api/password", json=password), 404, "link-unknown")
    expect(eva.post(OPEN, json={"link": link}))
    refusal(eva.post(OPEN, json={"link": link}), 410, "link-used")
    assert expect(eva.get(STATE))["verified"]
    refusal(eva.post(ASK, json={}), 409, "email-verified")
    noted = asyncio.run(
        fetch(
            mailing.database_url,
            "SELECT count(*) FROM audit_log a JOIN users u ON a.subject = 'user:' || u.id"
            " WHERE u.email = $1 AND a.action = 'user.email-verified'",
            address,
        )
    )
    assert noted[0][0] == 1


def test_who_has_the_mail_confirms_nothing_for_who_made_the_account_with_their_address(
    eva: httpx.Client, mailing: ServerProcess, post: MailServer
) -> None:
    """Eva made hers with an address of somebody else's, and would stay in it beside them."""
    ask(eva)
    link = {"link": link_in(post, eva.headers["X-Address"])}
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as owner:
        refusal(owner.post(OPEN, json=link), 401, "login-required")
    with signed_up(mailing.url, "Ann") as ann:
        refusal(ann.post(OPEN, json=link), 409, "email-link-of-another")
    assert not expect(eva.get(STATE))["verified"]
    expect(eva.post(OPEN, json=link)), "it was not used up"


def test_a_link_ends_with_its_day_and_with_the_address(
    eva: httpx.Client, mailing: ServerProcess, post: MailServer
) -> None:
    address = eva.headers["X-Address"]
    ask(eva)
    link = link_in(post, address)
    over = "UPDATE one_time_links SET expires_at = {} WHERE email = '" + address + "'"
    asyncio.run(execute(mailing.database_url, over.format("now()")))
    refusal(eva.post(OPEN, json={"link": link}), 410, "link-expired")
    asyncio.run(execute(mailing.database_url, over.format("now() + interval '1 day'")))
    other = f"new-{address}"
    expect(eva.patch("/api/profile", json={"email": other, "currentPassword": PASSWORD}))
    asyncio.run(execute(mailing.database_url, over.format("now() + interval '1 day'")))
    refusal(eva.post(OPEN, json={"link": link}), 410, "link-expired")
    assert expect(eva.get(STATE)) == {"email": other, "verified": False, "canAsk": True}

    # What was confirmed counts for that address alone.
    ask(eva)
    expect(eva.post(OPEN, json={"link": link_in(post, other)}))
    expect(eva.patch("/api/profile", json={"name": "Eva B"}))
    assert expect(eva.get(STATE))["verified"]
    expect(eva.patch("/api/profile", json={"email": address, "currentPassword": PASSWORD}))
    assert not expect(eva.get(STATE))["verified"]


def test_links_are_asked_for_so_often_and_no_more(eva: httpx.Client) -> None:
    for _ in range(8):
        ask(eva)
    refused = eva.post(ASK, json={})
    assert refusal(refused, 429, "too-many-links")
    assert int(refused.headers["Retry-After"]) > 0
