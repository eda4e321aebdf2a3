"""The newsletter is asked for by anybody, comes only to who confirmed it, and is left at once."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import ADMIN
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.postgres import Postgres, execute, fetch
from tests.support.server import ServerProcess, until

ASK, CONFIRM, OWN = (f"/api/newsletter/{one}" for one in ("subscriptions", "confirmations", "own"))
SETTINGS = "/api/staff/settings"
_CONSENTS = """
SELECT c.what, c.place, c.locale FROM newsletter_consents c
JOIN newsletter_subscribers s ON s.id = c.subscriber_id WHERE s.email = $1 ORDER BY c.id
"""


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def writing(postgres: Postgres, peopled: str, post: MailServer) -> Iterator[ServerProcess]:
    """A shop that sends mail, and has a newsletter."""
    url = postgres.create(peopled)
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    environment = mail_settings(
        post, HOLDFAST_LIMITS="off", HOLDFAST_WEB=str(folder / "web"), HOLDFAST_MAIL_PAUSE="0.2"
    )
    with ServerProcess(folder / "data", environment=environment, database_url=url) as running:
        with _browser(running) as staff:
            _log_in(staff, ADMIN)
            expect(staff.patch(SETTINGS, json={"newsletter": True}))
        yield running
    shutil.rmtree(folder, ignore_errors=True)
    postgres.drop(url)


@pytest.fixture
def visitor(writing: ServerProcess) -> Iterator[httpx.Client]:
    with _browser(writing) as opened:
        yield opened


@pytest.fixture
def member(writing: ServerProcess) -> Iterator[httpx.Client]:
    """Somebody with an account whose address nobody has confirmed."""
    with _browser(writing) as opened:
        asked = {"name": "Ann", "email": _address(), "password": PASSWORD}
        expect(opened.post("/api/signup", json=asked), 201)
        yield opened


def _browser(shop: ServerProcess) -> httpx.Client:
    return httpx.Client(base_url=shop.url, timeout=PATIENCE)


def _log_in(browser: httpx.Client, email: str) -> None:
    expect(browser.post("/api/session/login", json={"email": email, "password": PASSWORD}))


def _address() -> str:
    return f"ann-{uuid4().hex[:12]}@readers.example"


def _own_email(browser: httpx.Client) -> str:
    return str(expect(browser.get("/api/session"))["user"]["email"])


def _link_to(post: MailServer, email: str, nth: int = 1) -> str:
    until(lambda: len(post.to(email)) >= nth, PATIENCE, "the link")
    found = re.search(r"https://shop\.example/newsletter#(\S+)", post.to(email)[-1].text("plain"))
    assert found
    return found[1]


async def _verify(shop: ServerProcess, email: str) -> None:
    await execute(
        shop.database_url, f"UPDATE users SET email_verified_at = now() WHERE email = '{email}'"
    )


async def test_a_guest_gets_it_once_they_opened_the_link_and_not_before(
    writing: ServerProcess, visitor: httpx.Client, post: MailServer
) -> None:
    email = _address()
    asked = {"email": email.upper().replace("READERS.EXAMPLE", "readers.example"), "locale": "ru"}
    assert expect(visitor.post(ASK, json=asked), 202) == {"success": True}
    link = _link_to(post, email)
    assert "Подтвердите подписку" in str(post.to(email)[0].mail["Subject"])
    status = "SELECT status FROM newsletter_subscribers WHERE email = $1"
    assert await fetch(writing.database_url, status, email) == [("asked",)]
    assert expect(visitor.post(CONFIRM, json={"link": link}))["email"] == email
    assert await fetch(writing.database_url, status, email) == [("subscribed",)]
    assert await fetch(writing.database_url, _CONSENTS, email) == [
        ("asked", "foot", "ru"), ("confirmed", "mail", "ru"),
    ]  # fmt: skip
    again = expect(visitor.post(CONFIRM, json={"link": link}))
    assert again == {"success": True, "email": email}
    assert len(await fetch(writing.database_url, _CONSENTS, email)) == 2


async def test_who_asks_again_is_told_the_same_and_a_stranger_mails_little(
    writing: ServerProcess, visitor: httpx.Client, post: MailServer
) -> None:
    email = _address()
    answers = [expect(visitor.post(ASK, json={"email": email}), 202) for _ in range(5)]
    assert answers == [{"success": True}] * 5
    link = _link_to(post, email)
    other = _address()
    expect(visitor.post(ASK, json={"email": other}), 202)
    _link_to(post, other)  # what was asked for before it has gone by now
    assert 1 <= len(post.to(email)) <= 3
    assert len(await fetch(writing.database_url, _CONSENTS, email)) == 3
    expect(visitor.post(CONFIRM, json={"link": _link_to(post, email)}))
    assert expect(visitor.post(ASK, json={"email": email}), 202) == {"success": True}
    assert len(await fetch(writing.database_url, _CONSENTS, email)) == 4, link


async def test_a_link_that_is_old_or_not_ours_confirms_nothing(
    writing: ServerProcess, visitor: httpx.Client, post: MailServer
) -> None:
    email = _address()
    expect(visitor.post(ASK, json={"email": email}), 202)
    link = _link_to(post, email)
    for wrong in ("x", link[:-1] + ("A" if link[-1] != "A" else "B"), f"{uuid4()}.abc", "ü"):
        refusal(visitor.post(CONFIRM, json={"link": wrong}), 404, "newsletter-link-unknown")
    expect(visitor.post(ASK, json={"email": email}), 202)
    newer = _link_to(post, email, 2)
    refusal(visitor.post(CONFIRM, json={"link": link}), 404, "newsletter-link-unknown")
    await execute(
        writing.database_url,
        "UPDATE newsletter_subscribers SET asked_at = asked_at - interval '3 days'"
        f" WHERE email = '{email}'",
    )
    refusal(visitor.post(CONFIRM, json={"link": newer}), 410, "newsletter-link-expired")


async def test_who_confirmed_their_accounts_address_needs_no_link(
    writing: ServerProcess, member: httpx.Client
) -> None:
    email = _own_email(member)
    await _verify(writing, email)
    left = {"subscribed": False, "locale": None}
    assert expect(member.get(OWN)) == left
    wanted = {"subscribed": True, "locale": "ko"}
    assert expect(member.put(OWN, json=wanted)) == wanted
    assert expect(member.put(OWN, json=wanted)) == wanted
    assert expect(member.put(OWN, json={"subscribed": False})) == left
    assert expect(member.get(OWN)) == left
    assert await fetch(writing.database_url, _CONSENTS, email) == [
        ("asked", "account", "ko"), ("confirmed", "account", "ko"), ("withdrawn", "account", "ko"),
    ]  # fmt: skip


async def test_who_gets_it_may_have_it_in_another_language(
    writing: ServerProcess, member: httpx.Client
) -> None:
    email = _own_email(member)
    await _verify(writing, email)
    expect(member.put(OWN, json={"subscribed": True, "locale": "ko"}))
    changed = {"subscribed": True, "locale": "ru"}
    assert expect(member.put(OWN, json=changed)) == changed
    assert expect(member.get(OWN)) == changed
    wrong = refusal(member.put(OWN, json=changed | {"locale": "xx"}), 422, "invalid-request")
    assert wrong["field"] == "locale"
    assert await fetch(writing.database_url, _CONSENTS, email) == [
        ("asked", "account", "ko"), ("confirmed", "account", "ko"),
    ]  # fmt: skip


async def test_of_an_address_that_is_not_confirmed_nothing_is_told(
    writing: ServerProcess, member: httpx.Client, visitor: httpx.Client, post: MailServer
) -> None:
    email = _own_email(member)
    expect(visitor.post(ASK, json={"email": email}), 202)
    expect(visitor.post(CONFIRM, json={"link": _link_to(post, email)}))
    untold = {"subscribed": None, "locale": None}
    assert expect(member.get(OWN)) == untold
    assert expect(member.put(OWN, json={"subscribed": True})) == untold
    refusal(member.put(OWN, json={"subscribed": False}), 409, "email-unverified")
    await _verify(writing, email)
    assert expect(member.get(OWN)) == {"subscribed": True, "locale": "en"}


def test_where_there_is_no_newsletter_nobody_asks_for_it(
    shop: ServerProcess, writing: ServerProcess, visitor: httpx.Client
) -> None:
    assert expect(visitor.get("/api/config"))["uses"]["newsletter"] is True
    with _browser(shop) as without:
        assert expect(without.get("/api/config"))["uses"]["newsletter"] is False
        refusal(without.post(ASK, json={"email": _address()}), 409, "mail-off")
    with _browser(writing) as staff:
        _log_in(staff, ADMIN)
        expect(staff.patch(SETTINGS, json={"newsletter": False}))
        refusal(visitor.post(ASK, json={"email": _address()}), 409, "newsletter-off")
        assert expect(visitor.get("/api/config"))["uses"]["newsletter"] is False
        expect(staff.patch(SETTINGS, json={"newsletter": True}))
    wrong = refusal(visitor.post(ASK, json={"email": "ann@@nowhere"}), 422, "contact-invalid")
    assert wrong["field"] == "email"


async def test_it_is_in_ones_file_and_goes_with_the_account(
    writing: ServerProcess, member: httpx.Client
) -> None:
    email = _own_email(member)
    await _verify(writing, email)
    expect(member.put(OWN, json={"subscribed": True}))
    file = expect(member.get("/api/profile/data"))
    assert [one["email"] for one in file["newsletter"]] == [email]
    assert [one["what"] for one in file["newsletterConsents"]] == ["asked", "confirmed"]
    expect(member.post("/api/profile/close", json={"currentPassword": PASSWORD}))
    kept = "SELECT count(*) FROM newsletter_subscribers WHERE email = $1"
    assert await fetch(writing.database_url, kept, email) == [(0,)]
