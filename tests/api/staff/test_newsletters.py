"""Staff write newsletters, try them on themselves, have them sent, and see what came of them."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.kit import iso, shop_now
from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.postgres import Postgres, execute
from tests.support.server import ServerProcess, until

AT = "/api/staff/newsletters"
DRAFT: dict[str, Any] = {
    "texts": {
        "en": {"title": "New this week", "text": "# Hello\n\n[See it](/new)"},
        "ru": {"title": "Новинки", "text": "Привет"},
    }
}
_READER = """
INSERT INTO newsletter_subscribers (id, email, locale, status, link_id, subscribed_at)
VALUES (gen_random_uuid(), '{}', 'en', 'subscribed', gen_random_uuid(), clock_timestamp())
"""


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def writing(postgres: Postgres, peopled: str, post: MailServer) -> Iterator[ServerProcess]:
    url = postgres.create(peopled)
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    environment = mail_settings(
        post, HOLDFAST_LIMITS="off", HOLDFAST_WEB=str(folder / "web"), HOLDFAST_MAIL_PAUSE="0.2"
    )
    with ServerProcess(folder / "data", environment=environment, database_url=url) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)
    postgres.drop(url)


@pytest.fixture
def staff(writing: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=writing.url, timeout=PATIENCE) as opened:
        _log_in(opened, MANAGER)
        yield opened


def _log_in(browser: httpx.Client, email: str) -> None:
    expect(browser.post("/api/session/login", json={"email": email, "password": PASSWORD}))


def _drafted(staff: httpx.Client, **more: Any) -> dict[str, Any]:
    return expect(staff.post(AT, json=DRAFT | more), 201)


def _state(staff: httpx.Client, draft: dict[str, Any]) -> dict[str, Any]:
    return expect(staff.get(f"{AT}/{draft['id']}"))


async def test_from_the_draft_to_what_came_of_it(
    writing: ServerProcess, staff: httpx.Client, post: MailServer
) -> None:
    email = f"ann-{uuid4().hex[:8]}@readers.example"
    await execute(writing.database_url, _READER.format(email))
    key = {"Idempotency-Key": uuid4().hex}
    draft = expect(staff.post(AT, json=DRAFT, headers=key), 201)
    assert expect(staff.post(AT, json=DRAFT, headers=key), 201)["id"] == draft["id"]
    assert (draft["status"], draft["written"]) == ("draft", 0)
    assert expect(staff.get(f"{AT}/readers"))["readers"] >= 1
    at = f"{AT}/{draft['id']}"
    changed = DRAFT | {"texts": {"en": {"title": "Changed", "text": "Words"}}}
    assert expect(staff.put(at, json=changed))["texts"] == changed["texts"]
    key = {"Idempotency-Key": uuid4().hex}
    sent = expect(staff.post(f"{at}/schedule", json={}, headers=key))
    assert sent["status"] in ("scheduled", "sending")
    assert expect(staff.post(f"{at}/schedule", json={}, headers=key))["id"] == draft["id"]
    refusal(staff.post(f"{at}/schedule", json={}), 409, "newsletter-moved")
    refusal(staff.put(at, json=DRAFT), 409, "newsletter-moved")
    refusal(staff.delete(at), 409, "newsletter-moved")
    until(lambda: _state(staff, draft)["status"] == "sent", PATIENCE, "all have it")
    done = _state(staff, draft)
    assert done["counts"] == {"waiting": 0, "sent": done["written"], "refused": 0, "dropped": 0,
                              "left": 0}  # fmt: skip
    (took,) = [one for one in post.to(email) if one.mail["Subject"] == "Changed"]
    link = re.fullmatch(r"<https://shop\.example(/hooks/mail/\S+)>", took.mail["List-Unsubscribe"])
    assert link
    with httpx.Client(base_url=writing.url, timeout=PATIENCE) as program:
        for _ in range(2):
            left = program.post(link[1], data={"List-Unsubscribe": "One-Click"})
            assert left.status_code == 204, left.text
        asked = {"link": link[1].removeprefix("/hooks/mail/")}
        said = expect(program.post("/api/mail-links/check", json=asked))
        assert said == {"kind": "newsletter", "channel": "mail", "wanted": False, "locale": None}
    assert _state(staff, draft)["counts"]["left"] == 1
    refusal(staff.post(f"{at}/stop", json={}), 409, "newsletter-moved")
    listed = expect(staff.get(AT, params={"limit": 1}))
    assert listed["newsletters"][0]["id"] == draft["id"]


def test_of_two_who_write_one_draft_the_second_is_told_and_nothing_goes_unseen(
    staff: httpx.Client,
) -> None:
    read = _drafted(staff)
    at, over = f"{AT}/{read['id']}", {"If-Match": f'"{read["version"]}"'}
    theirs = DRAFT | {"texts": {"en": {"title": "Theirs", "text": "Words"}}}
    saved = expect(staff.put(at, json=theirs, headers=over))
    assert saved["version"] != read["version"]
    assert expect(staff.put(at, json=theirs, headers=over)) == saved, "a repetition"
    ours = DRAFT | {"texts": {"en": {"title": "Ours", "text": "Words"}}}
    refusal(staff.put(at, json=ours, headers=over), 412, "newsletter-changed")
    refusal(staff.put(at, json=ours, headers={"If-Match": "x"}), 428, "version-missing")
    later = {"at": iso(shop_now() + timedelta(days=30))}
    refusal(staff.post(f"{at}/schedule", json=later, headers=over), 412, "newsletter-changed")
    assert _state(staff, read) == saved
    over = {"If-Match": f'"{saved["version"]}"'}
    expect(staff.post(f"{at}/schedule", json=later, headers=over))
    refusal(staff.put(at, json=ours, headers=over), 409, "newsletter-moved")
    expect(staff.post(f"{at}/stop", json={}))
    assert expect(staff.put(at, json=ours))["texts"] == ours["texts"], "who names no version"


def test_it_is_looked_at_and_tried_before_anybody_gets_it(
    staff: httpx.Client, post: MailServer
) -> None:
    looks = expect(staff.post(f"{AT}/preview", json=DRAFT | {"locale": "ru"}))
    assert looks["title"] == "Новинки" and "<p>Привет</p>" in looks["html"]
    draft = _drafted(staff)
    at = f"{AT}/{draft['id']}"
    before = len(post.to(MANAGER))
    under = {"Idempotency-Key": str(uuid4())}
    for _ in range(2):
        tried = staff.post(f"{at}/try", json={"locale": "en"}, headers=under)
        assert expect(tried, 202) == {"email": MANAGER}
    other = staff.post(f"{at}/try", json={"locale": "ru"}, headers=under)
    refusal(other, 422, "idempotency-key-reused")
    until(lambda: len(post.to(MANAGER)) > before, PATIENCE, "the try")
    took = post.to(MANAGER)[-1]
    assert took.mail["Subject"] == "[Test] New this week"
    assert took.mail["List-Unsubscribe"] is None
    assert _state(staff, draft)["counts"]["sent"] == 0
    assert staff.delete(at).status_code == 204
    refusal(staff.get(at), 404, "newsletter-not-found")


def test_later_is_called_back_and_the_past_and_half_a_letter_are_refused(
    staff: httpx.Client,
) -> None:
    draft = _drafted(staff)
    at = f"{AT}/{draft['id']}"
    past = refusal(
        staff.post(f"{at}/schedule", json={"at": "2020-01-01T00:00:00Z"}), 422, "newsletter-invalid"
    )
    assert past["errors"][0]["field"] == "at"
    later = iso(shop_now() + timedelta(days=30))
    assert expect(staff.post(f"{at}/schedule", json={"at": later}))["sendAt"] == later
    stopped = expect(staff.post(f"{at}/stop", json={}))
    assert (stopped["status"], stopped["sendAt"]) == ("draft", None)
    half = _drafted(staff, texts={"en": {"title": "", "text": "x"}})
    missing = refusal(staff.post(f"{AT}/{half['id']}/schedule", json={}), 422, "newsletter-invalid")
    assert [one["field"] for one in missing["errors"]] == ["texts.en.title"]
    unknown = refusal(
        staff.post(AT, json=DRAFT | {"groupId": str(uuid4())}), 422, "newsletter-invalid"
    )
    assert unknown["errors"][0]["field"] == "groupId"
    unknown = refusal(
        staff.post(AT, json=DRAFT | {"products": [str(uuid4())]}), 422, "newsletter-invalid"
    )
    assert unknown["errors"][0]["code"] == "product-not-found"
    spaced = _drafted(staff, texts={"en": {"title": " New\u00a0in\nshop ", "text": "x"}})
    assert spaced["texts"]["en"]["title"] == "New in shop"


def test_only_staff_with_the_duty_write_them_and_only_with_a_server_of_mail(
    writing: ServerProcess, shop: ServerProcess, staff: httpx.Client
) -> None:
    with httpx.Client(base_url=writing.url, timeout=PATIENCE) as other:
        refusal(other.get(AT), 401, "login-required")
        _log_in(other, CUSTOMER)
        refusal(other.get(AT), 403, "forbidden")
        refusal(other.post(AT, json=DRAFT), 403, "forbidden")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as without:
        _log_in(without, ADMIN)
        draft = expect(without.post(AT, json=DRAFT), 201)
        at = f"{AT}/{draft['id']}"
        refusal(without.post(f"{at}/schedule", json={}), 409, "mail-off")
        refusal(without.post(f"{at}/try", json={"locale": "en"}), 409, "mail-off")
