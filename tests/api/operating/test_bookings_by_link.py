"""A guest's booking on a device on which it was not made: by the link from its mail, and by a code
that came back from where that mail goes, it is as their own; the link alone changes nothing."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.operating.test_contact_codes import confirm
from tests.api.operating.test_mails import an_address, one_mail
from tests.api.operating.test_told_of_bookings import link_of
from tests.support.mail_server import MailServer
from tests.support.market import expect, refusal
from tests.support.people import signed_up
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead

Visitor = Callable[..., httpx.Client]
PRICE, FIRST, FEE = 10_000, 3_000, 500
_DAYS = iter(range(15, 40))
"""Each booking has a day of its own."""


@pytest.fixture(scope="module")
def service(staff: httpx.Client, anna: Someone) -> str:
    """What Anna does for a deposit; who cancels loses two fifths of its price, and moving it costs
    a fee."""
    asked: dict[str, Any] = {
        "name": f"Portrait {uuid4().hex[:8]}",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "flat", "amount": PRICE},
        "deposit": {"rule": "fixed", "value": FIRST},
        "policy": {
            "steps": [{"minutes": 60 * 1440, "percent": 40}],
            "weather": 0, "moves": 5, "moveMinutes": 60,
            "moveFee": {"minutes": 60 * 1440, "percent": 0, "amount": FEE},
        },
        "questions": [{"id": str(uuid4()), "kind": "short", "text": "Who comes?"}],
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
    }  # fmt: skip
    return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


class Booked:
    """What a guest booked and paid the deposit of, and the link in its mail."""

    def __init__(self, guest: httpx.Client, post: MailServer, service: str) -> None:
        self.guest, self.email, self.day = guest, an_address(), next(_DAYS)
        body = {"serviceId": service, "start": f"{day_ahead(self.day)}T10:00", "note": "Ours"}
        held = expect(guest.post("/api/bookings/hold", json=body))
        contact = f"/api/orders/{held['orderId']}/contact"
        expect(guest.put(contact, json={"email": self.email}))
        reserved = {"reservationId": held["reservationId"]}
        paid = expect(guest.post("/api/payments", json=reserved | {"provider": "demo"}))
        created = reserved | {"paymentId": paid["paymentId"]}
        expect(guest.post("/api/orders/create", json=created))
        self.id, self.order = held["bookingId"], held["orderId"]
        self.at = f"/api/bookings/{self.id}"
        self.link = link_of(one_mail(post, self.email, "confirmed"))

    def by_link(self) -> dict[str, str]:
        return {"Order-Link": self.link}

    def now(self) -> dict[str, Any]:
        found: dict[str, Any] = expect(self.guest.get(self.at))
        return found


@pytest.fixture
def booked(visitor: Visitor, post: MailServer, service: str) -> Iterator[Booked]:
    made = Booked(visitor(), post, service)
    yield made
    if made.now()["canCancel"]:  # its time is another test's
        expect(made.guest.post(f"{made.at}/cancel", json={}))


def reading(who: httpx.Client, booked: Booked) -> list[httpx.Response]:
    """Each way in which a booking is read."""
    paths = ("", "/cancellation", "/calendar", "/questions", "/receipt", "/receipt.pdf")
    return [who.get(f"{booked.at}{path}", headers=booked.by_link()) for path in paths]


def doing(who: httpx.Client, booked: Booked) -> list[httpx.Response]:
    """Each way in which a booking is changed."""
    there = {"start": f"{day_ahead(booked.day)}T12:00"}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("cancel", {}), ("move", there), ("rest", {}), ("pay-first", {"pay": "all"}),
        ("accept", {}), ("refuse", {}),
    ]  # fmt: skip
    done = [who.post(f"{booked.at}/{path}", json=body, headers=booked.by_link())
            for path, body in asked]  # fmt: skip
    none: dict[str, Any] = {"answers": []}
    return [*done, who.put(f"{booked.at}/questions", json=none, headers=booked.by_link())]


def test_what_cancelling_keeps_is_said_by_the_link_before_it_is_done(
    booked: Booked, visitor: Visitor, post: MailServer
) -> None:
    phone, by_link = visitor(), booked.by_link()
    confirm(phone, post, booked.email)
    said = expect(phone.get(f"{booked.at}/cancellation", headers=by_link))
    assert (said["paid"], said["penalty"], said["refund"]) == (FIRST, FIRST, 0)
    more = {"expectedRefund": 1}
    refusal(
        phone.post(f"{booked.at}/cancel", json=more, headers=by_link), 409, "cancellation-changed"
    )
    key = {"Idempotency-Key": uuid4().hex} | by_link
    asked = {"expectedRefund": 0}
    done, again = (expect(phone.post(f"{booked.at}/cancel", json=asked, headers=key))
                   for _ in range(2))  # fmt: skip
    assert (done["penalty"], done["refund"]) == (FIRST, 0) == (again["penalty"], again["refund"])
    assert done["booking"]["status"] == booked.now()["status"] == "cancelled"
    assert "40" not in one_mail(post, booked.email, "cancelled").text("plain").split()
    receipt = expect(phone.get(f"{booked.at}/receipt", headers=by_link))
    assert (receipt["paid"], receipt["kept"], receipt["platform"]) == (FIRST, FIRST, None)
    paper = phone.get(f"{booked.at}/receipt.pdf", headers=by_link)
    assert paper.headers["content-type"] == "application/pdf"
    spent = phone.post(f"{booked.at}/cancel", json={}, headers=by_link)
    refusal(spent, 409, "booking-ended")


def test_the_rest_is_paid_and_questions_are_answered_on_another_device(
    booked: Booked, visitor: Visitor, post: MailServer
) -> None:
    phone, by_link = visitor(), booked.by_link()
    confirm(phone, post, booked.email)
    rest = expect(phone.post(f"{booked.at}/rest", json={}, headers=by_link))
    assert rest["total"] == PRICE - FIRST
    shown = expect(phone.get(f"/api{rest['payPath']}"))
    assert (shown["state"], shown["total"]) == ("open", PRICE - FIRST)
    expect(phone.post(f"/api{rest['payPath']}", json={"provider": "demo"}))
    assert expect(phone.get(booked.at, headers=by_link))["dueNow"] == PRICE
    refusal(phone.post(f"{booked.at}/rest", json={}, headers=by_link), 409, "nothing-due")

    asked = expect(phone.get(f"{booked.at}/questions", headers=by_link))["questions"]
    given = {"answers": [{"questionId": asked[0]["questionId"], "value": "Two of us"}]}
    expect(phone.put(f"{booked.at}/questions", json=given, headers=by_link))
    assert booked.now()["questions"] == {"open": 0, "answered": 1}
    file = phone.get(f"{booked.at}/calendar", headers=by_link)
    assert file.headers["content-type"].startswith("text/calendar")


def test_it_is_moved_on_another_device_once_the_difference_is_paid(
    booked: Booked, visitor: Visitor, post: MailServer
) -> None:
    phone, by_link = visitor(), booked.by_link()
    confirm(phone, post, booked.email)
    found = expect(phone.get(booked.at, headers=by_link))
    assert (found["canMove"], found["canCancel"], found["moveFee"]) == (True, True, FEE)
    there = f"{day_ahead(booked.day)}T12:00"
    asked = {"start": there, "payDifference": True, "moveFee": FEE}
    moved = expect(phone.post(f"{booked.at}/move", json=asked, headers=by_link))
    assert "T10:00" in booked.now()["local"], "it stays until that is paid"
    assert expect(phone.get(f"/api{moved['payPath']}"))["total"] == FEE
    expect(phone.post(f"/api{moved['payPath']}", json={"provider": "demo"}))
    assert there in booked.now()["local"]
    assert booked.now()["price"] == PRICE + FEE
    own = expect(booked.guest.post(f"{booked.at}/rest", json={}))
    assert own["payPath"] is None, "who booked it has the order itself"


def test_where_its_client_is_and_what_they_wrote_is_not_told_by_the_link(
    booked: Booked, visitor: Visitor, post: MailServer
) -> None:
    phone = visitor()
    confirm(phone, post, booked.email)
    assert expect(phone.get(booked.at, headers=booked.by_link()))["note"] == ""
    assert booked.now()["note"] == "Ours"
    assert expect(phone.get("/api/bookings", headers=booked.by_link()))["bookings"] == []
    refusal(phone.get(booked.at), 404, "booking-not-found")  # it is still not theirs


def test_a_link_that_was_passed_on_opens_and_changes_no_booking(
    booked: Booked, mailing: ServerProcess, visitor: Visitor, post: MailServer
) -> None:
    thief, nobody = visitor(), visitor()
    confirm(thief, post, an_address())  # another mailbox, of their own
    with signed_up(mailing.url, "Ann") as member:
        for who in (thief, nobody, member):
            for answer in (*reading(who, booked), *doing(who, booked)):
                refusal(answer, 403, "order-link-unconfirmed")
    assert (booked.now()["status"], booked.now()["moves"]) == ("confirmed", 0)


def test_who_reads_the_mail_opens_that_booking_and_none_beside_it(
    booked: Booked, visitor: Visitor, post: MailServer, service: str
) -> None:
    phone, beside = visitor(), Booked(booked.guest, post, service)
    confirm(phone, post, booked.email)
    link, mark = booked.link, booked.link.partition(".")[2]
    beside.link = link
    for answer in (*reading(phone, beside), *doing(phone, beside)):
        refusal(answer, 404, "booking-not-found")
    for forged in (f"{beside.order}.{mark}", f"{link}x", f"{booked.order}.", "x"):
        beside.link = forged
        for answer in (*reading(phone, beside), *doing(phone, beside)):
            refusal(answer, 404, "order-link-unknown")
    assert (beside.now()["status"], beside.now()["moves"]) == ("confirmed", 0)
    expect(booked.guest.post(f"{beside.at}/cancel", json={}))


def test_once_the_guest_has_an_account_their_old_link_opens_the_booking_no_more(
    booked: Booked, visitor: Visitor, post: MailServer
) -> None:
    phone = visitor()
    confirm(phone, post, booked.email)
    expect(phone.get(booked.at, headers=booked.by_link()))
    new = {"name": "Gus", "email": booked.email, "password": "a-long-password"}
    expect(booked.guest.post("/api/signup", json=new), 201)
    assert booked.now()["status"] == "confirmed"
    for answer in (*reading(phone, booked), *doing(phone, booked)):
        refusal(answer, 404, "order-link-unknown")


def test_a_forgotten_code_opens_the_booking_no_more(
    booked: Booked, visitor: Visitor, post: MailServer
) -> None:
    shared = visitor()
    confirm(shared, post, booked.email)
    expect(shared.get(booked.at, headers=booked.by_link()))
    assert shared.delete("/api/contact").status_code == 204
    for answer in (*reading(shared, booked), *doing(shared, booked)):
        refusal(answer, 403, "order-link-unconfirmed")
