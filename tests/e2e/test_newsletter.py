"""The newsletter by clicks: asked for under a page, confirmed by a mail, left on one's own page;
written by staff, and left by a link in it."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.postgres import execute
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until

pytestmark = pytest.mark.long

_READER = """
INSERT INTO newsletter_subscribers (id, email, locale, status, link_id, subscribed_at)
VALUES (gen_random_uuid(), '{}', 'en', 'subscribed', gen_random_uuid(), clock_timestamp())
"""


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def writing(prepared: PreparedShops, post: MailServer) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", **mail_settings(post)) as opened:
        with httpx.Client(base_url=opened.url, timeout=PATIENCE) as staff:
            staff.post("/api/session/login", json=STAFF).raise_for_status()
            on = staff.patch("/api/staff/settings", json={"newsletter": True})
            on.raise_for_status()
        yield opened


def test_a_guest_asks_under_a_page_and_confirms_by_the_mails_link(
    writing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    email = f"gus-{uuid4().hex[:8]}@readers.example"
    page = visitor(writing.url, width=360)
    page.goto("/")
    asking = page.get_by_test_id("newsletter")
    asking.get_by_label("E-mail").fill("gus@nowhere@at.all")
    asking.get_by_label("E-mail").press("Enter")
    expect(asking.get_by_label("E-mail")).to_be_focused()
    asking.get_by_label("E-mail").fill(email)
    shot(settled(page), "newsletter-foot")
    assert_clean_everywhere(page, "asking for the newsletter")
    asking.get_by_role("button", name="Subscribe").click()
    expect(asking.get_by_text(f"a link goes to {email}")).to_be_visible()
    until(lambda: bool(post.to(email)), PATIENCE, "the link")
    found = re.search(r"https://shop\.example(/newsletter#\S+)", post.to(email)[0].text("plain"))
    assert found
    page.goto(found[1])
    shot(settled(page), "newsletter-confirm")
    page.get_by_role("button", name="Yes, send me news").click()
    expect(page.get_by_text(f"It goes to {email}")).to_be_visible()
    assert_clean_everywhere(page, "the newsletter is confirmed")


def test_a_member_gets_it_and_leaves_it_on_their_own_page(
    writing: ServerProcess, visitor: Visitor
) -> None:
    with Member(writing) as ann:
        page = ann.enter(visitor(writing.url))
        page.goto("/account")
        expect(
            page.get_by_text("The address of your account is not confirmed yet.")
        ).to_be_visible()
        _verify(writing, ann.email)
        page.reload()
        wanted = page.get_by_role("checkbox", name=f"Send it to {ann.email}")
        expect(page.get_by_test_id("newsletter")).to_be_visible()
        wanted.click()  # shown as it was until it is asked for
        expect(page.get_by_test_id("newsletter")).to_have_count(0)
        shot(settled(page), "newsletter-account")
        page.reload()
        expect(wanted).to_be_checked()
        language = page.get_by_label("Language", exact=True)
        expect(language).to_have_value("en")
        with page.expect_response("**/api/newsletter/own") as answered:
            language.select_option("한국어")
        assert answered.value.json() == {"subscribed": True, "locale": "ko"}
        page.reload()
        expect(language).to_have_value("ko")
        shot(settled(page), "newsletter-language")
        wanted.click()
        expect(language).to_have_count(0)
        expect(page.get_by_test_id("newsletter")).to_be_visible()


def test_staff_write_a_newsletter_look_at_it_and_send_it_now_and_a_reader_leaves(
    writing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    email = f"rea-{uuid4().hex[:8]}@readers.example"
    _run(writing, _READER.format(email))
    desk = visitor(writing.url)
    assert desk.request.post(f"{writing.url}/api/session/login", data=STAFF).ok
    desk.goto("/staff/newsletters")
    desk.get_by_role("link", name="New newsletter").first.click()
    desk.get_by_label("Title").fill("New this week")
    desk.get_by_label("Text", exact=True).fill("# Hello\n\n[See what is new](/)")
    desk.get_by_role("button", name="Preview").click()
    frame = desk.frame_locator("iframe")
    expect(frame.get_by_role("link", name="See what is new")).to_be_visible()
    shot(settled(desk), "newsletter-draft")
    assert_clean_everywhere(desk, "writing a newsletter")
    desk.get_by_role("button", name="Save").click()
    expect(desk).to_have_url(re.compile(r"/staff/newsletters/[0-9a-f-]{36}$"))
    desk.get_by_role("button", name="Send…").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"It goes to \d+ reader"))).to_be_visible()
    shot(settled(desk), "newsletter-send")
    dialog.get_by_role("button", name="Send now").click()
    until(lambda: bool(post.to(email)), PATIENCE, "the newsletter")
    expect(desk.get_by_text("Going out")).to_have_count(0, timeout=PATIENCE * 1000)
    expect(desk.get_by_role("button", name="Stop")).to_have_count(0)
    shot(settled(desk), "newsletter-sent")
    assert_clean_everywhere(desk, "what came of a newsletter")
    (took,) = post.to(email)
    found = re.search(r"https://shop\.example(/unsubscribe#\S+)", took.text("plain"))
    assert found
    reader = visitor(writing.url, width=360)
    reader.goto(found[1])
    with reader.expect_response("**/api/mail-links") as answered:
        reader.get_by_label("It comes in").select_option("Русский")
    assert answered.value.json()["locale"] == "ru"
    shot(settled(reader), "newsletter-leave")
    assert_clean_everywhere(reader, "leaving a newsletter")
    reader.get_by_role("button", name="Get no more").click()
    expect(reader.get_by_role("button", name="Get them again")).to_be_visible()
    desk.reload()
    left = desk.get_by_test_id("outcome").locator("div", has_text="Left by its link")
    expect(left.get_by_text("1", exact=True)).to_be_visible()
    desk.goto("/staff/newsletters")
    expect(desk.get_by_role("link", name="New this week")).to_be_visible()
    assert_clean_everywhere(desk, "the list of newsletters")


def test_of_two_who_write_one_draft_the_second_is_told_and_may_replace_it(
    writing: ServerProcess, visitor: Visitor
) -> None:
    with httpx.Client(base_url=writing.url, timeout=PATIENCE) as other:
        other.post("/api/session/login", json=STAFF).raise_for_status()
        texts = {"en": {"title": "First", "text": "Hello"}}
        made = other.post("/api/staff/newsletters", json={"texts": texts}).json()
        desk = visitor(writing.url)
        assert desk.request.post(f"{writing.url}/api/session/login", data=STAFF).ok
        desk.goto(f"/staff/newsletters/{made['id']}")
        desk.get_by_label("Title").fill("Mine")
        texts = {"en": {"title": "Theirs", "text": "Hello"}}
        at = f"/api/staff/newsletters/{made['id']}"
        other.put(at, json={"texts": texts}).raise_for_status()
        desk.get_by_role("button", name="Save").click()
        expect(desk.get_by_text("Somebody changed the newsletter meanwhile.")).to_be_visible()
        expect(desk.get_by_label("Title")).to_have_value("Mine")
        assert other.get(at).json()["texts"] == texts
        shot(settled(desk), "newsletter-changed")
        desk.get_by_role("button", name="Save").click()
        expect(desk.get_by_role("heading", name="Mine")).to_be_visible()
        assert other.get(at).json()["texts"]["en"]["title"] == "Mine"


def test_without_a_server_of_mail_pages_say_that_nothing_goes_out(
    server: ServerProcess, visitor: Visitor
) -> None:
    desk = visitor(server.url, width=360)
    assert desk.request.post(f"{server.url}/api/session/login", data=STAFF).ok
    for path, said in (
        ("/staff/newsletters", "No newsletter goes out: the shop sends no mail yet"),
        ("/staff/settings#newsletter", "The shop sends no mail yet"),
    ):
        desk.goto(path)
        expect(desk.get_by_text(said)).to_be_visible()
        shot(settled(desk), f"newsletter-no-mail{path.partition('#')[2]}")
    texts = {"en": {"title": "News", "text": "Hello"}}
    made = desk.request.post(f"{server.url}/api/staff/newsletters", data={"texts": texts}).json()
    desk.goto(f"/staff/newsletters/{made['id']}")
    expect(desk.get_by_text("What is scheduled waits")).to_be_visible()
    assert_clean_everywhere(desk, "a draft without a server of mail")


def _verify(shop: ServerProcess, email: str) -> None:
    _run(shop, f"UPDATE users SET email_verified_at = now() WHERE email = '{email}'")


def _run(shop: ServerProcess, statement: str) -> None:
    with ThreadPoolExecutor(1) as aside:  # this thread runs the browser's event loop
        aside.submit(asyncio.run, execute(shop.database_url, statement)).result()
