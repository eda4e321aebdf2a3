"""A guest's order on a device on which it was not made: whoever has the link from its mail looks at
it; cancelled it is by whoever reads that mail, too."""

import re
from collections.abc import Callable
from uuid import uuid4

import httpx

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.operating.test_contact_codes import confirm
from tests.api.operating.test_mails import (
    a_reservation,
    an_address,
    an_order_sent_to,
    one_mail,
    pay_by_card,
)
from tests.support.mail_server import MailServer, Took
from tests.support.market import expect, refusal
from tests.support.people import signed_up
from tests.support.server import ServerProcess

LOOK, CANCEL = "/api/order-links", "/api/order-links/cancel"
PAY = "/api/order-links/pay"

Visitor = Callable[..., httpx.Client]


def ordered(guest: httpx.Client, post: MailServer, email: str) -> tuple[str, str]:
    """A paid order of the guest's, and what follows `#` in the link of its mail."""
    order = an_order_sent_to(guest, ADDRESS | {"email": email})[0]
    return order, link_in(one_mail(post, email, "оплачен"))


def link_in(mail: Took) -> str:
    (link,) = re.findall(r"https://shop\.example/order#(\S+)", mail.text("plain"))
    return str(link)


def test_a_guest_cancels_on_another_device_once_a_code_came_back(
    visitor: Visitor, post: MailServer
) -> None:
    guest, phone, email = visitor(), visitor(), f"Guest-{uuid4().hex}@test.example"
    order, link = ordered(guest, post, email)
    asked = {"link": link}
    assert expect(phone.post(LOOK, json=asked))["confirmed"] is False
    refusal(phone.post(CANCEL, json=asked), 403, "order-link-unconfirmed")
    assert expect(guest.get(f"/api/orders/{order}"))["order"]["status"] == "paid"

    confirm(phone, post, email.lower())
    assert expect(phone.post(LOOK, json=asked))["confirmed"] is True
    key = {"Idempotency-Key": uuid4().hex}
    done = expect(phone.post(CANCEL, json=asked, headers=key))
    assert (done["orderId"], done["status"], done["reason"]) == (order, "cancelled", "refunded")
    again = expect(phone.post(CANCEL, json=asked, headers=key))
    # Repeated, the answer says how far the refund is by now.
    assert {done.pop("refund"), again.pop("refund")} <= {"begun", "done"}
    assert again == done
    assert expect(guest.get(f"/api/orders/{order}"))["order"]["refund"] in ("begun", "done")
    refusal(phone.get(f"/api/orders/{order}"), 404, "order-not-found")


def test_a_guest_pays_what_was_added_on_another_device(
    staff: httpx.Client, visitor: Visitor, post: MailServer
) -> None:
    guest, phone, email = visitor(), visitor(), an_address()
    order, first = ordered(guest, post, email)
    (item,) = expect(guest.get(f"/api/orders/{order}"))["order"]["items"]
    add = [{"productId": item["productId"], "variantId": item["variantId"], "quantity": 1}]
    more = {"add": add, "reason": "one more"}
    added = expect(staff.post(f"/api/staff/orders/{order}/edits", json=more), 201)["edit"]
    link = link_in(one_mail(post, email, f"{added['orderNumber']}: к оплате"))
    path = expect(phone.post(PAY, json={"link": link}))["path"]
    assert expect(phone.post(PAY, json={"link": link}))["path"] == path
    shown = expect(phone.get(f"/api{path}"))
    assert (shown["number"], shown["state"]) == (added["addedNumber"], "open")
    refusal(phone.post(PAY, json={"link": first}), 409, "already-paid")
    refusal(phone.post(PAY, json={"link": f"{link}x"}), 404, "order-link-unknown")
    expect(phone.post(f"/api{path}", json={"provider": "demo"}))
    assert expect(guest.get(f"/api/orders/{added['addedId']}"))["order"]["status"] == "paid"


def test_a_link_that_was_passed_on_cancels_nothing(
    mailing: ServerProcess, visitor: Visitor, post: MailServer
) -> None:
    guest, thief, email, other = visitor(), visitor(), an_address(), an_address()
    order, link = ordered(guest, post, email)
    confirm(thief, post, other)  # another mailbox, of their own
    refusal(thief.post(CANCEL, json={"link": link}), 403, "order-link-unconfirmed")
    with signed_up(mailing.url, "Ann") as member:
        refusal(member.post(CANCEL, json={"link": link}), 403, "order-link-unconfirmed")
    assert expect(guest.get(f"/api/orders/{order}"))["order"]["status"] == "paid"


def test_who_reads_the_mail_cancels_that_order_and_none_beside_it(
    visitor: Visitor, post: MailServer
) -> None:
    guest, phone, email = visitor(), visitor(), an_address()
    _, link = ordered(guest, post, email)
    confirm(phone, post, email)
    beside = a_reservation(guest, ADDRESS | {"email": email})["orderId"]
    mark = link.partition(".")[2]
    for forged in (f"{beside}.{mark}", f"{link}x", beside, "x"):
        refusal(phone.post(CANCEL, json={"link": forged}), 404, "order-link-unknown")
    refusal(phone.post("/api/orders/cancel", json={"orderId": beside}), 404, "order-not-found")
    assert expect(guest.get(f"/api/orders/{beside}"))["order"]["status"] == "pending"


def test_once_news_go_elsewhere_the_old_mailbox_cancels_no_more(
    visitor: Visitor, post: MailServer
) -> None:
    guest, phone, before, after = visitor(), visitor(), an_address(), an_address()
    reserved = a_reservation(guest, ADDRESS)
    contact = f"/api/orders/{reserved['orderId']}/contact"
    expect(guest.put(contact, json={"email": before}))
    pay_by_card(guest, reserved)
    link = link_in(one_mail(post, before, "оплачен"))
    confirm(phone, post, before)
    expect(guest.put(contact, json={"email": after}))
    refusal(phone.post(CANCEL, json={"link": link}), 403, "order-link-unconfirmed")
    expect(guest.put(contact, json={"email": before}))
    assert expect(phone.post(CANCEL, json={"link": link}))["reason"] == "refunded"
