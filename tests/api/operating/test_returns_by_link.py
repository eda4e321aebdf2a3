"""A guest sends goods back on a device on which they were not bought: by the link from a mail and
by a code that came back from where that mail goes; the link that was passed on does nothing."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.operating.test_contact_codes import confirm
from tests.api.operating.test_mails import an_address, an_order_sent_to
from tests.api.operating.test_order_links import LOOK, ordered
from tests.support.mail_server import MailServer
from tests.support.market import expect, refusal
from tests.support.pictures import png
from tests.support.postgres import execute
from tests.support.server import ServerProcess

Visitor = Callable[..., httpx.Client]
ONE = {"lines": [{"line": 0, "quantity": 1, "reason": "damaged"}], "note": "Look"}
PICTURE = {"Content-Type": "image/png"}


class Bought:
    """What a guest bought and has by now, and the link in its mail."""

    def __init__(self, guest: httpx.Client, staff: httpx.Client, post: MailServer) -> None:
        self.guest, self.email = guest, an_address()
        self.order, self.link = ordered(guest, post, self.email)
        expect(staff.post(f"/api/staff/orders/{self.order}/complete"))
        self.returns = f"/api/orders/{self.order}/returns"

    def by_link(self) -> dict[str, str]:
        return {"Order-Link": self.link}


@pytest.fixture
def bought(visitor: Visitor, staff: httpx.Client, post: MailServer) -> Bought:
    return Bought(visitor(), staff, post)


def asked_back(who: httpx.Client, bought: Bought, **headers: str) -> dict[str, Any]:
    answer = who.post(bought.returns, json=ONE, headers=bought.by_link() | headers)
    found: dict[str, Any] = expect(answer, 201)["return"]
    return found


def test_a_guest_sends_goods_back_on_another_device_once_a_code_came_back(
    bought: Bought, visitor: Visitor, staff: httpx.Client, post: MailServer
) -> None:
    phone, by_link = visitor(), bought.by_link()
    asked = {"link": bought.link}
    look = expect(phone.post(LOOK, json=asked))
    assert (look["confirmed"], look["actions"]["returns"]) == (False, None)
    confirm(phone, post, bought.email)
    seen = expect(phone.get(bought.returns, headers=by_link))
    assert (seen["returns"], seen["lines"][0]["units"]) == ([], 1)
    units = {"lines": [{"line": 0, "quantity": 1}]}
    sum_ = expect(phone.post(f"{bought.returns}/preview", json=units, headers=by_link))
    assert sum_["total"] > 0

    key = uuid4().hex
    one, again = (asked_back(phone, bought, **{"Idempotency-Key": key}) for _ in range(2))
    assert one == again
    path = f"/api/returns/{one['id']}"
    (own,) = expect(bought.guest.get(bought.returns))["returns"]
    assert (own["id"], own["status"], own["note"]) == (one["id"], "requested", "Look")
    photo = phone.post(f"{path}/photos", content=png(40), headers=by_link | PICTURE)
    shown = expect(photo, 201)["url"]
    assert phone.get(shown, headers=by_link).headers["content-type"] == "image/webp"
    refusal(phone.get(shown), 404, "return-not-found")

    expect(staff.post(f"/api/staff{path.removeprefix('/api')}/approve", json={"answer": "Do"}))
    (seen_now,) = expect(phone.get(bought.returns, headers=by_link))["returns"]
    assert (seen_now["status"], seen_now["answer"]) == ("approved", "Do")
    label = phone.get(f"{path}/label", headers=by_link)
    assert label.headers["content-type"] == "application/pdf"
    kept = expect(phone.post(f"{path}/cancel", json={}, headers=by_link))["return"]
    assert kept["status"] == "cancelled"
    refusal(phone.get(bought.returns), 404, "order-not-found")  # it is still not theirs


def test_a_link_that_was_passed_on_sends_nothing_back_and_shows_no_return(
    bought: Bought, visitor: Visitor, post: MailServer
) -> None:
    thief, nobody, by_link = visitor(), visitor(), bought.by_link()
    one = expect(bought.guest.post(bought.returns, json=ONE), 201)["return"]
    photos = f"/api/returns/{one['id']}/photos"
    expect(bought.guest.post(photos, content=png(40), headers=PICTURE), 201)
    confirm(thief, post, an_address())  # another mailbox, of their own
    for who in (thief, nobody):
        for answer in (
            who.get(bought.returns, headers=by_link),
            who.post(bought.returns, json=ONE, headers=by_link),
            who.post(f"{bought.returns}/preview", json={"lines": [{"line": 0, "quantity": 1}]},
                     headers=by_link),
            who.post(f"/api/returns/{one['id']}/cancel", json={}, headers=by_link),
            who.get(f"/api/returns/{one['id']}/label", headers=by_link),
            who.get(f"{photos}/1", headers=by_link),
            who.post(photos, content=png(30), headers=by_link | PICTURE),
        ):  # fmt: skip
            refusal(answer, 403, "order-link-unconfirmed")
    (own,) = expect(bought.guest.get(bought.returns))["returns"]
    assert (own["status"], len(own["photos"])) == ("requested", 1)


def test_who_reads_the_mail_touches_the_returns_of_that_order_alone(
    bought: Bought, visitor: Visitor, staff: httpx.Client, post: MailServer
) -> None:
    phone, by_link = visitor(), bought.by_link()
    confirm(phone, post, bought.email)
    beside = an_order_sent_to(bought.guest, ADDRESS | {"email": bought.email})[0]
    expect(staff.post(f"/api/staff/orders/{beside}/complete"))
    returns = f"/api/orders/{beside}/returns"
    one = expect(bought.guest.post(returns, json=ONE), 201)["return"]
    photos = f"/api/returns/{one['id']}/photos"
    refusal(phone.get(returns, headers=by_link), 404, "order-not-found")
    refusal(phone.post(returns, json=ONE, headers=by_link), 404, "order-not-found")
    for answer in (
        phone.post(f"/api/returns/{one['id']}/cancel", json={}, headers=by_link),
        phone.get(f"/api/returns/{one['id']}/label", headers=by_link),
        phone.post(photos, content=png(40), headers=by_link | PICTURE),
        phone.get(f"{photos}/1", headers=by_link),
    ):
        refusal(answer, 404, "return-not-found")
    mark = bought.link.partition(".")[2]
    for forged in (f"{beside}.{mark}", f"{bought.link}x", "x"):
        told = phone.get(returns, headers={"Order-Link": forged})
        refusal(told, 404, "order-link-unknown")
    (own,) = expect(bought.guest.get(returns))["returns"]
    assert (own["status"], own["photos"]) == ("requested", [])


def test_a_code_of_an_hour_ago_opens_no_order_and_neither_does_a_forgotten_one(
    bought: Bought, visitor: Visitor, mailing: ServerProcess, post: MailServer
) -> None:
    shared, by_link = visitor(), bought.by_link()
    confirm(shared, post, bought.email)
    expect(shared.get(bought.returns, headers=by_link))
    assert shared.delete("/api/contact").status_code == 204
    told = expect(shared.get("/api/contact"))
    assert (told["email"], told["confirmed"], told["recent"]) == ("", False, False)
    refusal(shared.get(bought.returns, headers=by_link), 403, "order-link-unconfirmed")

    other = visitor()
    confirm(other, post, bought.email, nth=2)
    long_ago = "confirmed_at = confirmed_at - interval '61 minutes'"
    mine = f"UPDATE contact_codes SET {long_ago} WHERE email = '{bought.email}'"
    asyncio.run(execute(mailing.database_url, mine))
    told = expect(other.get("/api/contact"))
    assert (told["email"], told["confirmed"], told["recent"]) == (bought.email, True, False)
    refusal(other.get(bought.returns, headers=by_link), 403, "order-link-unconfirmed")
    confirm(other, post, bought.email, nth=3)
    expect(other.get(bought.returns, headers=by_link))
