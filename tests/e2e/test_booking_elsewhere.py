"""A guest without an account who booked on a computer does the rest on a phone, by the link of the
mail and a code: answers, pays, moves, cancels."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import furnish
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, settled, shot, toast
from tests.e2e.test_guest_elsewhere import code_for
from tests.e2e.test_mails import link_in, posted
from tests.e2e.test_mails import mailing as mailing
from tests.e2e.test_mails import post as post
from tests.support.mail_server import MailServer
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, until
from tests.support.studio import day_ahead

EMAIL = "gina@elsewhere.example"
TERMS = {
    "deposit": {"rule": "percent", "value": 30},
    "questions": [
        {"id": "01890a5d-ac96-774b-bcce-b302099a8057", "kind": "short", "text": "Who comes?"}
    ],
    "policy": {
        "steps": [{"minutes": 60 * 1440, "percent": 40}],
        "weather": 0, "moves": 3, "moveMinutes": 60, "moveFee": None,
    },
}  # fmt: skip


@pytest.fixture
def link(mailing: ServerProcess, post: MailServer, visitor: Visitor) -> str:
    """Of a booking whose deposit is paid."""
    service, guest = furnish(mailing, **TERMS), visitor(mailing.url)
    guest.goto("/")
    asked = {"serviceId": service, "start": f"{day_ahead(5)}T10:00"}
    held = posted(guest, "/api/bookings/hold", asked)
    guest.goto(f"/checkout/{held['orderId']}")
    guest.get_by_label("Your name").fill("Gina")
    guest.get_by_label("Your email").fill(EMAIL)
    guest.get_by_label("Your email").press("Enter")
    expect(guest.get_by_test_id("contact")).to_be_visible()
    reserved = {"reservationId": held["reservationId"]}
    paid = posted(guest, "/api/payments", reserved | {"provider": "demo"})
    posted(guest, "/api/orders/create", reserved | {"paymentId": paid["paymentId"]})
    until(lambda: bool(post.to(EMAIL)), PATIENCE, "the booking's mail")
    return link_in(post.to(EMAIL)[0], "/order#")


def test_a_guest_answers_pays_moves_and_cancels_on_a_phone_by_the_link_of_the_mail(
    link: str, mailing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    read_in_other_languages(mailing.url, link, visitor)
    phone = visitor(mailing.url, width=360)
    phone.goto(link)
    expect(phone.get_by_role("button", name="Send the code")).to_be_visible()
    expect(phone.get_by_role("button", name="Cancel booking")).to_have_count(0)
    assert_clean_everywhere(phone, "a booking by its link")
    phone.set_viewport_size({"width": 360, "height": 900})
    code_for(phone, post, EMAIL)
    card = phone.locator("[data-booking]")
    expect(card).to_be_visible()
    settled(phone)
    shot(phone, "booking-by-link")
    assert_clean_everywhere(phone, "a booking by its link and a code")
    phone.set_viewport_size({"width": 360, "height": 900})
    answered(phone)
    paid_whole(phone, link)
    moved(phone)
    cancelled(phone)


def answered(phone: Page) -> None:
    phone.get_by_role("button", name="Answer 1 question").click()
    phone.get_by_label("Who comes?").fill("Two of us")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(phone.get_by_role("button", name="Answer 1 question")).to_have_count(0)


def paid_whole(phone: Page, link: str) -> None:
    """At the address of the rest alone, and back by the link."""
    phone.get_by_role("button", name=re.compile("^Pay .*63")).click()
    expect(phone).to_have_url(re.compile("/pay/"))
    settled(phone)
    shot(phone, "rest-by-link")
    phone.get_by_role("button", name=re.compile("^Pay")).click()
    expect(phone.get_by_text(re.compile("paid", re.IGNORECASE)).first).to_be_visible()
    phone.goto(link)
    expect(phone.locator("[data-booking]")).to_be_visible()
    expect(phone.get_by_role("button", name=re.compile("^Pay .*63"))).to_have_count(0)


def moved(phone: Page) -> None:
    phone.get_by_role("link", name="Move").click()
    expect(phone).to_have_url(re.compile("/order/move#"))
    choose(phone.locator(f"input[name=day][value='{day_ahead(6)}']"))
    choose(phone.get_by_role("radio", name=re.compile("^13:00")))
    expect(phone.get_by_test_id("move-price")).to_contain_text("same")
    settled(phone)
    shot(phone, "move-by-link")
    assert_clean_everywhere(phone, "a booking moved by its link")
    phone.set_viewport_size({"width": 360, "height": 900})
    phone.get_by_role("button", name="Move here").click()
    expect(toast(phone, "moved")).to_be_visible()
    expect(phone).to_have_url(re.compile("/order#"))
    expect(phone.locator("[data-booking]")).to_contain_text("13:00")


def cancelled(phone: Page) -> None:
    """What is kept is said first."""
    phone.get_by_role("button", name="Cancel booking").click()
    dialog = phone.get_by_role("dialog")
    expect(dialog.get_by_test_id("refund")).to_contain_text("54")
    settled(phone)
    shot(phone, "cancel-by-link")
    dialog.get_by_role("button", name="Cancel booking").click()
    expect(dialog).to_have_count(0)
    expect(phone.locator("[data-booking]")).to_contain_text("Cancelled")
    phone.get_by_role("button", name="Receipt", exact=True).click()
    expect(phone.get_by_role("dialog")).to_contain_text("36")


def read_in_other_languages(url: str, link: str, visitor: Visitor) -> None:
    for locale in ("ru", "ko"):
        page = visitor(url, width=360, locale=locale)
        page.goto(link)
        expect(page.locator("main input")).to_be_visible()
        settled(page)
        shot(page, f"booking-by-link-{locale}")
        assert_clean_in(page, "a booking by its link", locale)
