"""Pay links by mail: of an order that staff took, and of a booking they made."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.operating.test_mails import a_line, an_address, one_mail
from tests.support.mail_server import MailServer
from tests.support.market import expect, refusal
from tests.support.studio import Someone, day_ahead

ORDERS = "/api/staff/orders"


def mailed_token(post: MailServer, email: str) -> tuple[str, str]:
    """What the link in the mail ends with, and what the mail says."""
    took = one_mail(post, email, "Pay for your order")
    said = took.text("plain")
    (token,) = set(re.findall(r"https://shop\.example/pay/([\w-]+)", said))
    assert token in took.text("html")
    return token, said


def test_an_order_s_link_is_mailed_and_is_the_one_that_staff_copy(
    visitor: Callable[..., httpx.Client], staff: httpx.Client, post: MailServer
) -> None:
    payer, email = visitor(), an_address()
    asked: dict[str, Any] = {"items": [a_line(staff)], "shippingAddress": ADDRESS, "locale": "en"}
    order = expect(staff.post(ORDERS, json=asked | {"contactEmail": email}), 201)["order"]
    at, key = f"{ORDERS}/{order['id']}/pay-link", {"Idempotency-Key": order["id"]}
    for _ in range(2):
        assert expect(staff.post(f"{at}/mail", headers=key)) == {"to": email}
    token, said = mailed_token(post, email)
    assert order["items"][0]["productName"] in said
    made = expect(staff.post(at, json={}))
    assert (made["path"], made["mailsTo"]) == (f"/pay/{token}", email)
    assert expect(payer.post(f"/api/pay/{token}", json={"provider": "demo"}))["status"]
    assert expect(payer.get(f"/api/pay/{token}"))["state"] == "paid"
    refusal(staff.post(f"{at}/mail"), 409, "already-paid")
    # Nobody knows where mail would reach them.
    silent = expect(staff.post(ORDERS, json=asked), 201)["order"]["id"]
    refusal(staff.post(f"{ORDERS}/{silent}/pay-link/mail"), 409, "no-address-of-mail")


@pytest.fixture(scope="module")
def service(staff: httpx.Client, anna: Someone) -> str:
    made = {
        "name": "Family portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
    }
    return str(expect(staff.post("/api/staff/services", json=made), 201)["id"])


def test_a_booking_s_link_is_mailed_by_the_same_kind(
    visitor: Callable[..., httpx.Client], staff: httpx.Client, post: MailServer, service: str
) -> None:
    payer, email = visitor(), an_address()
    body = {"serviceId": service, "start": f"{day_ahead(24)}T10:00"}
    client = {"name": "Nadia", "email": email}
    held = expect(staff.post("/api/bookings/hold", json=body | {"newClient": client}))
    made = expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/pay-link", json={}))
    assert made["mailsTo"] == email
    expect(staff.post(f"{ORDERS}/{made['orderId']}/pay-link/mail"))
    token, said = mailed_token(post, email)
    assert made["path"] == f"/pay/{token}"
    assert "Family portrait" in said
    shown = expect(payer.get(f"/api/pay/{token}"))
    assert (shown["booking"]["serviceName"], shown["lines"]) == ("Family portrait", [])
