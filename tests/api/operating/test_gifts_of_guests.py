"""A certificate that somebody without an account buys: it is mailed to whoever it is for, pays by
the code in that mail, and is their account's once they have one."""

import asyncio
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.api.operating.test_mails import an_address, one_mail, pay_by_card
from tests.support.mail_server import MailServer
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE

Visitor = Callable[..., httpx.Client]
VOUCHER = {"kind": "certificate", "units": 500_000, "price": 450_000}
HOURS = {"kind": "hours", "units": 60, "price": 100_000}
BALANCE = "/api/certificates/balance"
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


def offered(staff: httpx.Client, *items: dict[str, Any], **more: Any) -> str:
    """A package that is on sale; the path at which it is bought."""
    asked = {"name": "Present", "currency": "RUB", "items": items or [VOUCHER]} | more
    return f"/api/packages/{expect(staff.post('/api/staff/packages', json=asked), 201)['id']}/buy"


def bought(guest: httpx.Client, path: str, email: str) -> dict[str, Any]:
    """Paid, and there: what the guest has of it."""
    gift = {"toName": "Mina", "toEmail": email, "message": "С праздником"}
    asked = {"Idempotency-Key": uuid4().hex, "Accept-Language": "ru"}
    placed = expect(guest.post(path, json={"gift": gift}, headers=asked))
    again = expect(guest.post(path, json={"gift": gift}, headers=asked))
    assert again["orderId"] == placed["orderId"]
    pay_by_card(guest, placed)

    async def there() -> list[dict[str, Any]]:
        grants = expect(guest.get("/api/prepaid"))["grants"]
        return [one for one in grants if one["orderId"] == placed["orderId"]]

    (found,) = asyncio.run(eventually(there, PATIENCE, "the certificate"))
    return dict(found)


def test_it_is_mailed_and_pays_by_the_code_in_that_mail(
    staff: httpx.Client, visitor: Visitor, post: MailServer
) -> None:
    guest, email = visitor(), an_address()
    mine = bought(guest, offered(staff), email)
    assert (mine["left"], mine["giftFor"]) == (500_000, "Mina")
    mail = one_mail(post, email, "Подарок для вас")
    assert "С праздником" in mail.text("plain")
    (code,) = set(CODE.findall(mail.text("plain")))
    left = expect(visitor().post(BALANCE, json={"code": code}))
    assert (left["left"], left["status"]) == (500_000, "active")


def test_its_buyer_alone_reads_where_and_when_it_is_mailed(
    staff: httpx.Client, visitor: Visitor
) -> None:
    guest, email, path = visitor(), an_address(), offered(staff)
    gift = {"toName": "Mina", "toEmail": email}
    placed = expect(guest.post(path, json={"gift": gift | {"on": "2040-02-29"}}))
    order = f"/api/orders/{placed['orderId']}"
    waits = expect(guest.get(order))["order"]["gift"]
    assert waits == gift | {"on": "2040-02-29", "mailed": None}
    pay_by_card(guest, placed)
    assert expect(guest.get(order))["order"]["gift"] == waits
    assert expect(staff.get(order))["order"].get("gift") is None
    refusal(visitor().get(order), 404, "order-not-found")
    order = f"/api/orders/{bought(guest, path, email)['orderId']}"

    async def mailed() -> str | None:
        told = expect(guest.get(order))["order"]["gift"]
        assert (told["toEmail"], told["on"]) == (email, None)
        return str(told["mailed"]) if told["mailed"] else None

    day = asyncio.run(eventually(mailed, PATIENCE, "the day it was mailed"))
    placed_on = expect(guest.get(order))["order"]["paidAt"][:10]
    assert abs(date.fromisoformat(day) - date.fromisoformat(placed_on)) <= timedelta(days=1)


def test_its_buyer_finds_it_in_that_browser_and_nobody_else_does(
    staff: httpx.Client, visitor: Visitor
) -> None:
    guest, other = visitor(), visitor()
    path = f"/api/prepaid/{bought(guest, offered(staff), an_address())['id']}"
    made = expect(guest.post(f"{path}/code"))
    assert made["grant"]["coded"] is True
    paper = {"code": made["code"], "language": "en"}
    assert guest.post(f"{path}/paper", json=paper).headers["content-type"] == "application/pdf"
    assert expect(guest.get(path))["movements"] != []
    assert expect(other.get("/api/prepaid"))["grants"] == []
    refusal(other.get(path), 404, "package-not-found")
    refusal(other.post(f"{path}/code"), 404, "package-not-found")
    refusal(other.post(f"{path}/paper", json=paper), 404, "package-not-found")
    moved = {"email": an_address(), "minutes": 1}
    refusal(guest.post(f"{path}/transfer", json=moved), 401, "login-required")


def test_who_makes_an_account_has_it_there(staff: httpx.Client, visitor: Visitor) -> None:
    guest = visitor()
    mine = bought(guest, offered(staff), an_address())
    form = {"email": an_address(), "password": uuid4().hex, "name": "Ann"}
    expect(guest.post("/api/signup", json=form), 201)
    (now,) = expect(guest.get("/api/prepaid"))["grants"]
    assert now["id"] == mine["id"]
    assert expect(guest.post(f"/api/prepaid/{mine['id']}/code"))["grant"]["left"] == 500_000


def test_what_cannot_arrive_is_not_sold_to_a_guest(staff: httpx.Client, visitor: Visitor) -> None:
    guest, path = visitor(), offered(staff)
    for gift in (None, {"toName": "Mina"}, {"toEmail": "mina at home"}):
        told = refusal(guest.post(path, json={"gift": gift}), 422, "gift-unreachable")
        assert told["field"] == "gift.toEmail"
    gift = {"toEmail": an_address()}
    hours = offered(staff, VOUCHER, HOURS)
    refusal(guest.post(hours, json={"gift": gift}), 409, "account-needed")
    again = {"repeatEvery": "1m"}
    refusal(guest.post(path, json=again), 401, "login-required")
    assert expect(guest.get("/api/orders"))["orders"] == []
    member = visitor(account=True)
    asked = {"gift": {"toEmail": "mina at home"}}
    told = refusal(member.post(path, json=asked), 422, "gift-unreachable")
    assert told["field"] == "gift.toEmail"
