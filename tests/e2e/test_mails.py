"""Mails and the pages they lead to: a forgotten password, mails that one wants no more."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.till import fill_in
from tests.support.due_mails import send_now
from tests.support.mail_server import MailServer, Took, mail_settings, running_mail_server
from tests.support.market import in_plenty
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.postgres import execute
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until

_GATHERED = """
INSERT INTO mails (id, event, kind, subject_id, owner, address, name, locale, said, status, due_at,
                   late_at, told_in)
SELECT gen_random_uuid(), event, kind, 'x', owner, address, name, locale, said, 'dropped', due_at,
       late_at, id
FROM mails, generate_series(1, 2) WHERE address = '{email}' AND told_in IS NULL
"""
"""Two others were told of in what went to somebody."""


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def mailing(prepared: PreparedShops, post: MailServer) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", **mail_settings(post)) as opened:
        yield opened


def link_in(mail: Took, path: str) -> str:
    found = re.search(rf"https://shop\.example({path}\S*)", mail.text("plain"))
    assert found
    return found[1]


def posted(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """By this browser, as its pages ask."""
    origin = re.match("https?://[^/]+", page.url)
    assert origin
    answer = page.request.post(path, data=body, headers={"Origin": origin[0]})
    assert answer.ok, answer.text()
    told: dict[str, Any] = answer.json()
    return told


def test_a_forgotten_password_and_mails_one_wants_no_more(
    mailing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    with Member(mailing) as ann:
        page = visitor(mailing.url)
        page.goto("/login")
        page.get_by_role("link", name="Forgot your password?").click()
        page.get_by_role("button", name="Send the link").click()
        expect(page.locator("[name=email]")).to_be_focused()
        settled(page)
        assert_clean_everywhere(page, "a forgotten password")
        fill_in(page, email=ann.email)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()
        settled(page)
        shot(page, "password-forgotten-sent")
        until(lambda: bool(post.to(ann.email)), PATIENCE, "the mail")
        page.goto(link_in(post.to(ann.email)[0], "/password#"))
        fill_in(page, password="another horse, another battery")
        page.get_by_role("button", name="Save password").click()
        page.get_by_role("link", name="Log in").last.click()
        fill_in(page, email=ann.email, password="another horse, another battery")
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page).not_to_have_url(re.compile("/login"))
        until(lambda: len(post.to(ann.email)) > 1, PATIENCE, "what happened to the account")
        page.goto(link_in(post.to(ann.email)[1], "/password/forgotten"))
        expect(page.get_by_role("button", name="Send the link")).to_be_visible()
        page.goto("/account")
        cart = page.get_by_role("checkbox", name="Something left in the cart")
        with page.expect_response("**/api/mail-preferences/cart-left"):
            cart.click()  # shown as it was until it is asked for
        page.reload()
        expect(cart).not_to_be_checked()
        settled(page)
        shot(page, "account-mails")
        page.evaluate("scrollTo(0, 0)")  # where nothing lies below the frame of the page
        assert_clean_everywhere(page, "an account's mails")
        line = in_plenty(mailing.url).line()
        made = posted(page, "/api/orders/reserve", {"items": [line]})
        send_now(mailing, made)
        until(lambda: len(post.to(ann.email)) > 2, PATIENCE, "the order's mail")
        stranger = visitor(mailing.url, locale="ru-RU")
        stranger.goto(link_in(post.to(ann.email)[2], "/unsubscribe#"))
        stranger.get_by_role("button", name="Не присылать").click()
        expect(stranger.get_by_role("button", name="Присылать снова")).to_be_visible()
        settled(stranger)
        shot(stranger, "unsubscribed")
        assert_clean_everywhere(stranger, "no more mails")
        page.reload()
        expect(page.get_by_role("checkbox", name="Order received")).not_to_be_checked()


def test_a_guests_link_shows_the_order_in_any_browser(
    mailing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    email = "gus@guests.example"
    guest = visitor(mailing.url)
    guest.goto("/")
    line = in_plenty(mailing.url).line()
    made = posted(guest, "/api/orders/reserve", {"items": [line], "shippingAddress": ADDRESS})
    order, reserved = made["orderId"], {"reservationId": made["reservationId"]}
    guest.goto(f"/checkout/{order}")
    where = guest.get_by_label("Your email")
    where.fill("gus at guests")
    guest.get_by_role("button", name="Tell me there").click()
    expect(guest.get_by_text("Mail cannot go to this address.")).to_be_visible()
    expect(where).to_be_focused()
    where.fill(email)
    settled(guest)
    assert_clean_everywhere(guest, "where a guest is told")
    shot(guest, "checkout-contact")
    where.press("Enter")
    expect(guest.get_by_test_id("contact")).to_contain_text(f"We write to {email}.")
    paid = posted(guest, "/api/payments", reserved | {"provider": "demo"})
    posted(guest, "/api/orders/create", reserved | {"paymentId": paid["paymentId"]})
    until(lambda: bool(post.to(email)), PATIENCE, "the mail")
    link = link_in(post.to(email)[0], "/order#")
    guest.goto(link)
    expect(guest).to_have_url(re.compile(f"/orders/{order}$"))
    expect(guest.get_by_role("button", name="Cancel and refund")).to_be_visible()
    stranger = visitor(mailing.url)
    stranger.goto(link)
    expect(
        stranger.get_by_text("You opened this order with the link from an email")
    ).to_be_visible()
    expect(stranger.get_by_text("Invalidenstra")).to_have_count(0)
    settled(stranger)
    shot(stranger, "order-by-link")
    assert_clean_everywhere(stranger, "an order by its link")
    cancelled_by_link(stranger, post, email)
    for broken in (link[:-3], "/order"):
        stranger.goto("/cart")
        stranger.goto(broken)
        expect(stranger.get_by_text("You opened this order")).to_have_count(0)
        expect(stranger.get_by_role("link", name="My orders").last).to_be_visible()
    shot(stranger, "order-without-link")


def cancelled_by_link(page: Page, post: MailServer, email: str) -> None:
    """Nothing is cancelled before a code came back from where the order's mail goes."""
    expect(page.get_by_role("button", name="Cancel and refund")).to_have_count(0)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the code").click()
    field = page.get_by_label("Code")
    expect(field).to_be_visible()
    until(lambda: bool(codes_in(post, email)), PATIENCE, "the code's mail")
    field.fill(codes_in(post, email)[-1])
    field.press("Enter")
    page.get_by_role("button", name="Cancel and refund").click()
    settled(page)
    shot(page, "order-by-link-cancel")
    page.get_by_role("dialog").get_by_role("button", name="Cancel and refund").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Cancel and refund")).to_have_count(0)


def codes_in(post: MailServer, email: str) -> list[str]:
    titles = [str(one.mail["Subject"]) for one in post.to(email)]
    return [found[0] for one in titles if (found := re.findall(r"^(\d{6}) is your code", one))]


@pytest.mark.long
def test_staff_look_at_what_was_said_and_say_it_otherwise(
    mailing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    """What was said to somebody; the words of one kind: refused, looked at, changed, put back."""
    with Member(mailing) as ann, Member(mailing, "manager") as manager:
        email = ann.email
        ann.http.post("/api/password-links", json={"email": email}).raise_for_status()
        until(lambda: bool(post.to(email)), PATIENCE, "the mail")
        page = manager.enter(visitor(mailing.url))
        page.goto("/staff/mails")
        page.get_by_role("searchbox", name="Address, user ID or order number").fill(email)
        expect(page.get_by_role("row")).to_have_count(2)
        expect(page.get_by_role("cell").get_by_text("Sent", exact=True)).to_be_visible()
        gathered = execute(mailing.database_url, _GATHERED.format(email=email))
        with ThreadPoolExecutor(1) as aside:  # this thread runs the browser's event loop
            aside.submit(asyncio.run, gathered).result()
        page.reload()
        expect(page.get_by_text("and 2 more in the same mail")).to_be_visible()
        expect(page.get_by_role("row")).to_have_count(2)
        settled(page)
        shot(page, "staff-mails")
        assert_clean_everywhere(page, "the log of mails")
        page.get_by_role("link", name="Mail templates").last.click()
        page.get_by_role("link", name="Order paid").click()
        text = page.get_by_label("Text", exact=True)
        kept = text.input_value()
        text.fill("Hello\n\n{{ order.numbr }}")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Line 3: there is no “order.numbr” here.")).to_be_visible()
        text.fill("Hello, this is {{ order.number }}.\n\n[Look]({{ url }})")
        page.get_by_role("button", name="Preview", exact=True).click()
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("Hello, this is 7F3K9QZP.")).to_be_visible()
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Back to the default").click()
        expect(text).to_have_value(kept)
        expect(page.get_by_role("button", name="Back to the default")).to_have_count(0)
        settled(page)
        shot(page, "staff-mail-templates")
        assert_clean_everywhere(page, "templates of mails")


@pytest.mark.long
def test_an_address_is_confirmed_from_the_account_page(
    mailing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    with Member(mailing) as eva:
        page = visitor(mailing.url, width=360)
        page.goto("/login")
        fill_in(page, email=eva.email, password=PASSWORD)
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page).not_to_have_url(re.compile("/login"))
        page.goto("/account")
        expect(page.get_by_text("Not confirmed")).to_be_visible()
        page.get_by_role("button", name="Send a link to confirm it").click()
        expect(page.get_by_role("button", name="Send again")).to_be_visible()
        page.get_by_text("Not confirmed").scroll_into_view_if_needed()
        shot(page, "account-address-360", whole=False)
        until(lambda: bool(post.to(eva.email)), PATIENCE, "the mail")
        page.goto(link_in(post.to(eva.email)[0], "/confirm-address#"))
        settled(page)
        shot(page, "confirm-address-360")
        assert_clean_everywhere(page, "an address to confirm")
        page.get_by_role("button", name="Confirm the address").click()
        expect(page.get_by_role("heading", name=f"{eva.email} is confirmed")).to_be_visible()
        page.get_by_role("link", name="Account").last.click()
        expect(page.locator("[data-verified=true]")).to_contain_text("Confirmed")
