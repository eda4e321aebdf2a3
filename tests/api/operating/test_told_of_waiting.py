"""A guest who stands in line says where they are told, and finds by the mail what is held."""

from collections.abc import Callable

import httpx

from tests.api.operating.test_mails import an_address, one_mail
from tests.api.operating.test_told_of_bookings import LINKS, link_of
from tests.api.staff import drafts
from tests.support.mail_server import MailServer
from tests.support.market import expect, refusal

CONTACT = "/api/waiting-contact"


def test_a_guest_in_line_is_mailed_what_comes_free(
    visitor: Callable[..., httpx.Client], staff: httpx.Client, post: MailServer
) -> None:
    guest, stranger, ann, email = visitor(), visitor(), visitor(account=True), an_address()
    product = drafts.made(staff)
    variant = product["variants"][1]["id"]
    wanted = {"productId": product["id"], "variantId": variant}
    expect(guest.post("/api/waiting/units", json=wanted))

    refusal(guest.put(CONTACT, json={"email": "a guest"}), 422, "contact-invalid")
    refusal(ann.put(CONTACT, json={"email": email}), 409, "contact-of-account")
    assert expect(ann.get(CONTACT)) == {"asked": False, "email": None}
    for said in (email, None, email):
        told = {"asked": True, "email": said}
        assert expect(guest.put(CONTACT, json={"email": said})) == told
        assert expect(guest.get(CONTACT)) == told
    assert expect(stranger.get(CONTACT))["email"] is None

    stock = {"variantIds": [variant], "deposit": 1, "reason": "came"}
    expect(staff.post("/api/staff/variants/stock", json=stock))
    mail = one_mail(post, email, "")
    order = expect(stranger.post(LINKS, json={"link": link_of(mail)}))["order"]
    (place,) = expect(guest.get("/api/waiting/units"))["line"]
    assert (order["id"], order["status"]) == (place["orderId"], "pending")
