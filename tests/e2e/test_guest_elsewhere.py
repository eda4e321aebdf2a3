"""A guest without an account: somebody else picks the order up by a code, and what was wrong with
it goes back from a phone on which it was never bought."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot, toast
from tests.e2e.member import Member
from tests.e2e.test_mails import codes_in, link_in, posted
from tests.e2e.test_mails import mailing as mailing
from tests.e2e.test_mails import post as post
from tests.support.mail_server import MailServer
from tests.support.market import in_plenty
from tests.support.patience import PATIENCE
from tests.support.pictures import png
from tests.support.server import ServerProcess, until

pytestmark = pytest.mark.long

PLACE = "Main street 1, by the clock"
PICKED_UP = {"id": "here", "name": "Pick-up", "price": 0, "currency": "RUB", "pickup": PLACE}
EMAIL = "gus@elsewhere.example"


def test_a_guests_order_is_picked_up_by_a_friend_and_sent_back_from_a_phone(
    mailing: ServerProcess, post: MailServer, visitor: Visitor
) -> None:
    with Member(mailing, "manager") as manager:
        settled = {"shippingMethods": [PICKED_UP], "returns": {"address": PLACE}}
        answer = manager.http.patch("/api/staff/settings", json=settled)
        assert answer.is_success, answer.text
        guest = visitor(mailing.url)
        order = ordered(mailing, guest)
        named(guest, order)
        code = ready(guest, manager, order)
        staff = manager.enter(visitor(mailing.url))
        handed_over(staff, code)
        expect(guest.get_by_text("Picked up").first).to_be_visible()

        until(lambda: bool(post.to(EMAIL)), PATIENCE, "the order's mail")
        link = link_in(post.to(EMAIL)[0], "/order#")
        phone = visitor(mailing.url, width=360)
        phone.goto(link)
        read_the_mail(phone, post)
        skipped_to_the_content(phone, link)
        sent_back(phone, post)
        guest.reload()
        expect(guest.get_by_test_id("return-1")).to_contain_text("Requested")
        (one,) = manager.http.get(f"/api/orders/{order}/returns").json()["returns"]
        approved = manager.http.post(f"/api/staff/returns/{one['id']}/approve", json={"answer": ""})
        assert approved.is_success, approved.text
        phone.reload()
        mine = phone.get_by_test_id("return-1")
        with phone.expect_download() as label:
            mine.get_by_role("link", name="Print the label").click()
        assert label.value.suggested_filename.endswith(".pdf")
        phone.get_by_role("button", name="This is not my computer").click()
        expect(phone.get_by_role("heading", name="Send something back")).to_be_visible()
        expect(mine).to_have_count(0)


def ordered(mailing: ServerProcess, guest: Page) -> str:
    """Paid, with mail to the guest; its id."""
    guest.goto("/")
    line = in_plenty(mailing.url).line()
    made = posted(guest, "/api/orders/reserve", {"items": [line]})
    order, reserved = str(made["orderId"]), {"reservationId": made["reservationId"]}
    guest.goto(f"/checkout/{order}")
    guest.get_by_label("Your email").fill(EMAIL)
    guest.get_by_label("Your email").press("Enter")
    expect(guest.get_by_test_id("contact")).to_be_visible()
    expect(guest.get_by_test_id("collector")).to_contain_text("You do.")
    paid = posted(guest, "/api/payments", reserved | {"provider": "demo"})
    posted(guest, "/api/orders/create", reserved | {"paymentId": paid["paymentId"]})
    return order


def named(guest: Page, order: str) -> None:
    """A friend picks it up."""
    guest.goto(f"/orders/{order}")
    guest.get_by_role("button", name="Somebody else does").click()
    name, phone = guest.get_by_label("Name"), guest.get_by_label("Phone")
    guest.get_by_role("button", name="Save").click()
    expect(guest.get_by_text("Say who picks it up")).to_be_visible()
    expect(name).to_be_focused()
    name.fill("Ann Lee")
    phone.fill("12")
    guest.get_by_role("button", name="Save").click()
    expect(phone).to_be_focused()
    settled(guest)
    shot(guest, "collector-asked")
    assert_clean_everywhere(guest, "who picks it up")
    phone.fill("+49 30 901820")
    phone.press("Enter")
    expect(guest.get_by_test_id("collector")).to_have_text(re.compile("Ann Lee, \\+4930901820"))


def ready(guest: Page, manager: Member, order: str) -> str:
    """Packed, and ready: the code as its buyer reads it."""
    path = f"/api/staff/orders/{order}/parcels"
    packed = manager.http.post(path, json={"packed": True}).raise_for_status()
    parcel = packed.json()["order"]["parcels"][0]["id"]
    manager.http.post(f"{path}/{parcel}/ship", json={}).raise_for_status()
    shown = guest.get_by_test_id("pick-up-code")
    expect(shown).to_be_visible()
    code, goods = shown.bounding_box(), guest.get_by_role("heading", name="Items").bounding_box()
    assert code is not None and goods is not None
    assert code["y"] < goods["y"], "what is said at the desk stands first"
    shot(guest, "pick-up-code")
    assert_clean_everywhere(guest, "a code for the desk")
    (said,) = re.findall(r"\d{6}", shown.inner_text())
    return str(said)


def handed_over(staff: Page, code: str) -> None:
    staff.goto("/staff/orders")
    expect(staff.get_by_text("Ready for pick-up")).to_be_visible()
    staff.get_by_role("button", name="Hand over by code").click()
    dialog = staff.get_by_role("dialog")
    field = dialog.get_by_label("Code")
    field.fill(f"{(int(code) + 1) % 1_000_000:06}")
    field.press("Enter")
    expect(dialog.get_by_text("No order that is ready has this code")).to_be_visible()
    expect(field).to_be_focused()
    found = dialog.get_by_test_id("pick-up")
    field.fill(f"{code[:3]} {code[3:]}")
    field.press("Enter")
    expect(found).to_contain_text("Ann Lee, +4930901820")
    field.fill("1")  # the next one says another
    field.press("Enter")
    expect(dialog.get_by_text("No order that is ready has this code")).to_be_visible()
    expect(found).to_have_count(0)
    field.fill(code)
    field.press("Enter")
    expect(found).to_be_visible()
    settled(staff)
    shot(staff, "staff-hand-over")
    assert_clean_everywhere(staff, "a parcel by its code")
    dialog.get_by_role("button", name="Hand over", exact=True).click()
    expect(toast(staff, "is handed over")).to_be_visible()


def read_the_mail(phone: Page, post: MailServer) -> None:
    """A code comes back; until then nothing may be sent back."""
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone.get_by_role("link", name="Send something back")).to_have_count(0)
    assert_clean_everywhere(phone, "a delivered order by its link")
    code_given(phone, post)


def code_given(phone: Page, post: MailServer) -> None:
    code_for(phone, post, EMAIL)


def code_for(phone: Page, post: MailServer, email: str) -> None:
    """It comes by mail, and back."""
    had = len(codes_in(post, email))
    phone.get_by_label("E-mail").fill(email)
    phone.get_by_role("button", name="Send the code").click()
    field = phone.get_by_label("Code")
    expect(field).to_be_visible()
    until(lambda: len(codes_in(post, email)) > had, PATIENCE, "the code's mail")
    field.fill(codes_in(post, email)[-1])
    field.press("Enter")
    expect(field).to_have_count(0)  # until the code has arrived nothing else is let through


def skipped_to_the_content(phone: Page, link: str) -> None:
    """By keyboard; the address keeps the link, and the page shows the order of the link there."""
    back = phone.get_by_role("link", name="Send something back")
    expect(back).to_be_visible()
    skip = phone.get_by_role("link", name="Skip to content")
    skip.focus()
    skip.press("Enter")
    expect(phone.locator("main")).to_be_focused()
    expect(phone).to_have_url(re.compile(re.escape(link) + "$"))
    broken = "hash => { location.hash = hash }"
    phone.evaluate(broken, link.partition("#")[2][:-3])
    expect(phone.get_by_text("The link is not valid").first).to_be_visible()
    phone.go_back()
    expect(back).to_be_visible()


def sent_back(phone: Page, post: MailServer) -> None:
    phone.get_by_role("link", name="Send something back").click()
    phone.get_by_label("How many of").select_option("1")
    phone.get_by_label("Why are you sending back").select_option("damaged")
    settled(phone)
    shot(phone, "return-by-link")
    assert_clean_everywhere(phone, "a return by the link")
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_test_id("return-sum")).not_to_contain_text("…")
    phone.get_by_label("Anything the shop should know").fill("A corner is off")
    ours = {"Origin": phone.url.partition("/order")[0]}
    forgotten = phone.request.delete("/api/contact", headers=ours)  # as when the hour is over
    assert forgotten.ok, forgotten.text()
    phone.get_by_role("button", name="Request the return").click()
    code_given(phone, post)
    note = phone.get_by_label("Anything the shop should know")
    expect(note).to_have_value("A corner is off")
    phone.get_by_role("button", name="Request the return").click()
    expect(phone.get_by_test_id("return-asked")).to_contain_text("Your return is requested")
    phone.get_by_role("link", name="Back to the order").click()
    one = phone.get_by_test_id("return-1")
    expect(one).to_contain_text("Requested")
    picker = one.locator("input[type=file]")
    picker.set_input_files({"name": "torn.png", "mimeType": "image/png", "buffer": png(60)})
    expect(one.get_by_role("img", name="Photo 1")).to_be_visible()
    settled(phone)
    shot(phone, "order-by-link-return")
    assert_clean_everywhere(phone, "a return under way by the link")
