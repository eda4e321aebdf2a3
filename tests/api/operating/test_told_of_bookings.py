"""Who hears of a booking: a guest where they said at the till, with a link to it; whoever asked for
a time; and the photographer."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.operating.conftest import ANNA
from tests.api.operating.test_mails import an_address, one_mail
from tests.api.operating.test_shared_bookings import enclosed
from tests.support.mail_server import MailServer, Took
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess, until
from tests.support.studio import Someone, day_ahead

LINKS = "/api/order-links"


@pytest.fixture(scope="module")
def mark() -> str:
    """In the names of this module's services: the next module's are made in the same shop."""
    return uuid4().hex[:8]


@pytest.fixture(scope="module")
def services(staff: httpx.Client, anna: Someone, mark: str) -> dict[str, str]:
    """What Anna does: at once, and on request."""
    asked: dict[str, Any] = {
        "name": f"Portrait {mark}",
        "texts": {"ru": {"name": f"Портрет {mark}"}},
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
    }
    wedding = {"name": f"Wedding {mark}", "texts": {}, "requestHours": 48}
    made = {"at once": asked, "on request": asked | wedding}
    return {
        name: str(expect(staff.post("/api/staff/services", json=body), 201)["id"])
        for name, body in made.items()
    }


def asked_for(guest: httpx.Client, service: str, day: int, hour: int, email: str) -> dict[str, Any]:
    """A time, and where its guest is told of it."""
    body = {"serviceId": service, "start": f"{day_ahead(day)}T{hour:02}:00"}
    held: dict[str, Any] = expect(guest.post("/api/bookings/hold", json=body))
    expect(guest.put(f"/api/orders/{held['orderId']}/contact", json={"email": email}))
    return held


def link_of(took: Took) -> str:
    """What follows `#` in it."""
    (link,) = set(re.findall(r"https://shop\.example/order#(\S+?)\)?\s", took.text("plain")))
    assert link in took.text("html")
    return str(link)


def to_anna(post: MailServer, service: str) -> list[str]:
    """How the titles begin of what the photographer was told of this service."""
    took = [one for one in post.to(ANNA) if service in one.text("plain")]
    return sorted(" ".join(str(one.mail["Subject"]).split()[:2]) for one in took)


def the_log(staff: httpx.Client, address: str) -> list[tuple[str, ...]]:
    """What the shop says of its mails to an address."""
    mails = expect(staff.get("/api/staff/mails", params={"q": address}))["mails"]
    return [tuple(str(one[it]) for it in ("kind", "status", "tries", "error")) for one in mails]


def test_a_guest_hears_of_their_booking_and_finds_it_by_the_link(
    visitor: Callable[..., httpx.Client],
    staff: httpx.Client,
    post: MailServer,
    services: dict[str, str],
    mark: str,
) -> None:
    guest, stranger, email = visitor(), visitor(), an_address()
    held = asked_for(guest, services["at once"], 15, 10, email)
    booking = held["bookingId"]
    comes = {"email": email, "name": "Mia Berg", "phone": "+4930901820"}
    expect(guest.put(f"/api/orders/{held['orderId']}/contact", json=comes))
    assert post.to(email) == [], "nothing is mailed of a time that is not paid"
    expect(staff.post(f"/api/staff/bookings/{booking}/confirm"))
    confirmed = one_mail(post, email, "confirmed")
    shown = expect(stranger.post(LINKS, json={"link": link_of(confirmed)}))
    seen = shown["booking"]
    assert (seen["status"], seen["resources"]) == ("confirmed", ["Anna"])
    assert seen["local"].startswith(f"{day_ahead(15)}T10:00")
    assert [shown["order"].get(f"contact{one}") for one in ("Email", "Name", "Phone")] == [None] * 3
    refusal(stranger.get(f"/api/bookings/{booking}"), 404, "booking-not-found")
    forged = link_of(confirmed) + "x"
    refusal(stranger.post(LINKS, json={"link": forged}), 404, "order-link-unknown")

    expect(guest.post(f"/api/bookings/{booking}/move", json={"start": f"{day_ahead(16)}T12:00"}))
    moved = one_mail(post, email, "moved")
    expect(guest.post(f"/api/bookings/{booking}/cancel", json={}))
    cancelled = one_mail(post, email, "cancelled")
    methods = [str(enclosed(one)["METHOD"]) for one in (confirmed, moved, cancelled)]
    assert methods == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert {link_of(one) for one in (moved, cancelled)} == {link_of(confirmed)}
    assert len(post.to(email)) == 3
    told = ["A booking", "Booked with", "Cancelled: Portrait"]
    until(lambda: to_anna(post, f"Portrait {mark}") == told, PATIENCE, "the photographer was told")
    theirs = [one.text("plain") for one in post.to(ANNA) if f"Portrait {mark}" in one.text("plain")]
    assert all("Client: Mia Berg, +4930901820" in one for one in theirs), theirs


def test_its_session_is_called_as_its_client_reads_and_as_who_works_there_does(
    visitor: Callable[..., httpx.Client],
    staff: httpx.Client,
    post: MailServer,
    services: dict[str, str],
    mark: str,
) -> None:
    guest, email = visitor(), an_address()
    guest.headers["Accept-Language"] = "ru"
    held = asked_for(guest, services["at once"], 19, 10, email)
    expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm"))
    confirmed = one_mail(post, email, "подтверждено").text("plain")
    assert f"Портрет {mark}" in confirmed
    assert f"Portrait {mark}" not in confirmed
    when = f"{day_ahead(19).day} "

    def told() -> list[str]:
        texts = [one.text("plain") for one in post.to(ANNA) if mark in one.text("plain")]
        return [text for text in texts if when in text]

    until(lambda: bool(told()), PATIENCE, "the photographer was told")
    assert [f"Portrait {mark}" in text for text in told()] == [True]


def test_who_works_there_reads_it_in_the_language_they_chose(
    mailing: ServerProcess,
    visitor: Callable[..., httpx.Client],
    staff: httpx.Client,
    post: MailServer,
    services: dict[str, str],
    mark: str,
) -> None:
    path = "/api/profile/language"
    refusal(visitor().put(path, json={"language": "ru"}), 401, "login-required")
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as anna:
        log_in(anna, ANNA)
        refusal(anna.put(path, json={"language": "xx"}), 422, "invalid-request")
        for _ in range(2):
            assert expect(anna.put(path, json={"language": "ru"})) == {"language": "ru"}
        try:
            held = asked_for(visitor(), services["at once"], 20, 10, an_address())
            expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm"))

            def told() -> list[str]:
                subjects = [str(one.mail["Subject"]) for one in post.to(ANNA)]
                return [one for one in subjects if f"Портрет {mark}" in one]

            until(lambda: bool(told()), PATIENCE, lambda: the_log(staff, ANNA))
        finally:
            expect(anna.put(path, json={"language": "en"}))


def test_whoever_asked_for_a_time_hears_the_answer(
    visitor: Callable[..., httpx.Client],
    staff: httpx.Client,
    post: MailServer,
    services: dict[str, str],
    mark: str,
) -> None:
    guest, member = visitor(), visitor(account=True)
    emails = [an_address(), an_address()]
    agreed, countered = [
        asked_for(guest, services["on request"], 17, 9 + at, email)["bookingId"]
        for at, email in enumerate(emails)
    ]
    body = {"serviceId": services["on request"], "start": f"{day_ahead(17)}T15:00"}
    declined = expect(member.post("/api/bookings/hold", json=body))["bookingId"]
    path = "/api/staff/booking-requests"
    asked = ["A request"] * 3
    until(
        lambda: to_anna(post, f"Wedding {mark}") == asked,
        PATIENCE,
        lambda: (to_anna(post, f"Wedding {mark}"), the_log(staff, ANNA)),
    )
    assert "https://shop.example/my/calendar" in post.to(ANNA)[-1].text("plain")
    expect(staff.post(f"{path}/{agreed}/agree", json={}))
    other = {"start": f"{day_ahead(18)}T11:00"}
    expect(staff.post(f"{path}/{countered}/counter", json=other))
    expect(staff.post(f"{path}/{declined}/decline", json={"note": "I am <away>"}))

    for email, words, status in (
        (emails[0], "accepted", "held"),
        (emails[1], "Another time", "countered"),
    ):
        link = link_of(one_mail(post, email, words))
        assert expect(guest.post(LINKS, json={"link": link}))["booking"]["status"] == status
    told = one_mail(post, member.headers["X-Address"], "not accepted")
    assert "The studio says: I am <away>" in told.text("plain")
    assert "https://shop.example/bookings" in told.text("plain")
    expect(staff.post(f"{path}/{countered}/decline", json={}))
    assert one_mail(post, emails[1], "not accepted")
    # What they gave up themselves they are not told.
    expect(guest.post(f"/api/bookings/{agreed}/cancel", json={}))
    assert len(post.to(emails[0])) == 1
