"""Several people on one booking: whoever is added sees it by their link or account and hears of it
by mail; who moves and cancels it is who booked it, and staff."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import httpx
import icalendar
import pytest

from tests.api.operating.test_mails import an_address, one_mail
from tests.support.mail_server import MailServer, Took
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.server import ServerProcess, until
from tests.support.studio import Someone, day_ahead

LINKS = "/api/shared-booking-links"


@pytest.fixture(scope="module")
def service(staff: httpx.Client, anna: Someone) -> str:
    asked = {
        "name": "Family portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "photographer", "kind": "photographer", "resources": [str(anna.id)]}],
    }
    return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


def held(who: httpx.Client, service: str, hour: int, note: str = "") -> dict[str, Any]:
    asked = {"serviceId": service, "start": f"{day_ahead(5)}T{hour:02}:00", "note": note}
    key = {"Idempotency-Key": uuid4().hex}
    found: dict[str, Any] = expect(who.post("/api/bookings/hold", json=asked, headers=key))
    return found


async def known_client(staff: httpx.Client, address: str) -> dict[str, Any]:
    """Who booked, once they are a client."""

    async def known() -> Any:
        return expect(staff.get("/api/staff/clients", params={"q": address}))["clients"]

    (client,) = await eventually(known, PATIENCE, "who booked is a client")
    found: dict[str, Any] = client
    return found


def saved_event(who: httpx.Client, link: str) -> icalendar.Event:
    """What the file at a link puts into a calendar."""
    answer = who.post(f"{LINKS}/calendar", json={"link": link})
    assert answer.status_code == 200, answer.text
    found = icalendar.Calendar.from_ical(answer.content)
    assert isinstance(found, icalendar.Calendar)
    (event,) = found.events
    return event


def enclosed(took: Took) -> icalendar.Calendar:
    """The calendar that came with a mail."""
    (file,) = [one for one in took.mail.walk() if one.get_content_type() == "text/calendar"]
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    found = icalendar.Calendar.from_ical(content)
    assert isinstance(found, icalendar.Calendar)
    return found


def test_who_takes_part_sees_it_and_hears_of_it_and_changes_nothing(
    visitor: Any, staff: httpx.Client, post: MailServer, service: str, mailing: ServerProcess
) -> None:
    ann, stranger, ben = visitor(account=True), visitor(), an_address()
    booking = held(ann, service, 10, "Between us.")["bookingId"]
    path = f"/api/bookings/{booking}/participants"
    made = expect(ann.post(path, json={"name": "Ben", "email": ben.upper()}), 201)
    assert (made["name"], made["email"], made["hasAccount"]) == ("Ben", ben, False)
    again = expect(ann.post(path, json={"name": "Benny", "email": ben}), 201)
    assert again == made, "who is on it stays as they are"
    refusal(ann.post(path, json={"name": "X", "email": "nowhere"}), 422, "participant-unreachable")
    for site in ("Win at https://x", "casino.example", "go to x.co now", "ben@mail"):
        refusal(ann.post(path, json={"name": site, "email": ben}), 422, "participant-name-invalid")
    refusal(ann.post(path, json={"clientId": str(uuid4())}), 403, "forbidden")
    refusal(stranger.post(path, json={"email": ben}), 404, "booking-not-found")
    refusal(stranger.get(path), 404, "booking-not-found")

    link = made["link"].rsplit("#", 1)[1]
    early = saved_event(stranger, link)
    assert (early["STATUS"], early["TRANSP"]) == ("TENTATIVE", "OPAQUE")
    # Nobody hears of what may never be; once it is confirmed, they do.
    assert post.to(ben) == []
    expect(staff.post(f"/api/staff/bookings/{booking}/confirm"))
    mail = one_mail(post, ben, "confirmed")
    (link,) = set(re.findall(r"https://shop\.example/shared#(\S+?)\)?\s", mail.text("plain")))
    assert made["link"].endswith(link)
    assert "90" not in mail.text("plain").split("Only who booked")[0], "what it costs is not said"
    calendar = enclosed(mail)
    (event,) = calendar.events
    assert (event["UID"], calendar["METHOD"]) == (f"{booking}@holdfast", "PUBLISH")

    shown = expect(stranger.post(LINKS, json={"link": link}))
    assert (shown["status"], shown["bookedBy"], shown["name"]) == ("confirmed", "Cara", "Ben")
    assert not {"price", "orderId", "note"} & shown.keys()
    saved = saved_event(stranger, link)
    assert (saved["UID"], saved["STATUS"]) == (event["UID"], "CONFIRMED")
    for seen in (early, saved, event):
        said = str(seen["DESCRIPTION"])
        assert "Anna" in said
        assert "Between us." not in said, "that is for the studio"
    for forged in (f"{link}x", link.split(".")[0], link.replace(made["id"], str(uuid4())), "x"):
        refusal(stranger.post(LINKS, json={"link": forged}), 404, "shared-link-unknown")
    refusal(stranger.post(f"/api/bookings/{booking}/cancel", json={}), 404, "booking-not-found")

    # Moved and cancelled by who booked; who was taken off hears nothing more.
    dan = an_address()
    gone = expect(ann.post(path, json={"email": dan}), 201)
    assert gone["name"] == dan
    assert "Cara, who booked with us," in one_mail(post, dan, "invited").text("plain")
    expect(ann.post(f"/api/bookings/{booking}/move", json={"start": f"{day_ahead(6)}T12:00"}))
    assert one_mail(post, ben, "moved")
    assert one_mail(post, dan, "moved")
    assert ann.delete(f"{path}/{gone['id']}").status_code == 204
    refusal(ann.delete(f"{path}/{gone['id']}"), 404, "participant-not-found")
    theirs = {"link": gone["link"].rsplit("#", 1)[1]}
    refusal(stranger.post(LINKS, json=theirs), 404, "shared-link-unknown")
    assert link not in mailing.said, "no log has a link"
    expect(ann.post(f"/api/bookings/{booking}/cancel", json={}))
    assert enclosed(one_mail(post, ben, "Cancelled"))["METHOD"] == "CANCEL"
    assert len(post.to(dan)) == 2
    refusal(ann.post(path, json={"email": an_address()}), 409, "booking-ended")

    asked = (
        "SELECT action FROM audit_log WHERE subject = $1 AND action LIKE 'booking.%shared'"
        " ORDER BY id"
    )
    noted = asyncio.run(fetch(mailing.database_url, asked, booking))
    assert [one["action"] for one in noted] == [
        "booking.shared", "booking.shared", "booking.unshared",
    ]  # fmt: skip


def test_staff_add_a_client_whose_account_then_shows_it(
    visitor: Any, staff: httpx.Client, post: MailServer, service: str
) -> None:
    ann, cara = visitor(), visitor(account=True)
    before = held(cara, service, 11)["bookingId"]  # so she is a client of the studio
    booking = held(ann, service, 14)["bookingId"]
    expect(staff.post(f"/api/staff/bookings/{booking}/confirm"))
    client = asyncio.run(known_client(staff, cara.headers["X-Address"]))
    path = f"/api/bookings/{booking}/participants"
    made = expect(staff.post(path, json={"clientId": client["id"]}), 201)
    assert made["hasAccount"]
    (mine,) = expect(cara.get("/api/shared-bookings"))["bookings"]
    assert mine["link"] == made["link"]
    assert [one["id"] for one in expect(cara.get("/api/bookings"))["bookings"]] == [before]
    refusal(cara.get(f"/api/bookings/{booking}"), 404, "booking-not-found")
    refusal(cara.post(f"/api/bookings/{booking}/cancel", json={}), 404, "booking-not-found")
    refusal(ann.get("/api/shared-bookings"), 401, "login-required")
    listed = expect(ann.get(path))
    (one,) = listed["participants"]
    assert (one["id"], one["name"], one["email"]) == (made["id"], "Cara", None)
    assert made["email"] == cara.headers["X-Address"], "for staff to see, not for who booked"
    assert one_mail(post, cara.headers["X-Address"], "invited")
    unnamed = an_address()
    expect(staff.post(path, json={"email": unnamed}), 201)
    assert unnamed not in ann.get(path).text
    ours = an_address()
    expect(ann.post(path, json={"email": ours}), 201)
    assert [one["email"] for one in expect(ann.get(path))["participants"]] == [None, None, ours]

    for number in range(listed["most"] - 3):
        expect(staff.post(path, json={"email": f"{number}-{an_address()}"}), 201)
    refusal(ann.post(path, json={"email": an_address()}), 409, "too-many-participants")


def test_who_is_taken_off_gets_no_mail_that_was_written_before(
    visitor: Any, staff: httpx.Client, post: MailServer, service: str
) -> None:
    ann, dan = visitor(account=True), an_address()
    booking = held(ann, service, 16)["bookingId"]
    expect(staff.post(f"/api/staff/bookings/{booking}/confirm"))
    post.trouble = lambda to: "put-off" if to == dan else "none"
    try:
        path = f"/api/bookings/{booking}/participants"
        made = expect(ann.post(path, json={"email": dan}), 201)
        until(lambda: dan in post.asked, PATIENCE, "the invitation is tried")
        assert ann.delete(f"{path}/{made['id']}").status_code == 204
    finally:
        post.trouble = lambda _: "none"

    async def ended() -> Any:
        log = expect(staff.get("/api/staff/mails", params={"q": dan}))["mails"]
        found = [one["status"] for one in log]
        return found if {"sent", "dropped"}.issuperset(found) else None

    assert set(asyncio.run(eventually(ended, PATIENCE, "it is over"))) == {"dropped"}
    assert post.to(dan) == []


def test_who_was_added_by_mail_and_is_a_client_is_given_their_account(
    visitor: Any, staff: httpx.Client, service: str
) -> None:
    ann, cara = visitor(), visitor(account=True)
    held(cara, service, 13)
    booking = held(ann, service, 15)["bookingId"]
    client = asyncio.run(known_client(staff, cara.headers["X-Address"]))
    path = f"/api/bookings/{booking}/participants"
    made = expect(ann.post(path, json={"email": cara.headers["X-Address"]}), 201)
    assert not made["hasAccount"]
    linked = expect(staff.post(path, json={"clientId": client["id"]}), 201)
    assert (linked["id"], linked["hasAccount"]) == (made["id"], True)
    (mine,) = expect(cara.get("/api/shared-bookings"))["bookings"]
    assert mine["link"] == made["link"]


def test_who_is_added_as_it_is_confirmed_gets_one_mail(
    visitor: Any, staff: httpx.Client, post: MailServer, service: str
) -> None:
    """By what it was when they were added, however late the mails are written."""
    ann, before, after = visitor(account=True), an_address(), an_address()
    booking = held(ann, service, 17)["bookingId"]
    path = f"/api/bookings/{booking}/participants"
    expect(ann.post(path, json={"email": before}), 201)
    expect(staff.post(f"/api/staff/bookings/{booking}/confirm"))
    expect(ann.post(path, json={"email": after}), 201)
    assert one_mail(post, before, "confirmed")
    assert one_mail(post, after, "invited")
    expect(ann.post(f"/api/bookings/{booking}/cancel", json={}))
    assert one_mail(post, before, "Cancelled")
    assert one_mail(post, after, "Cancelled")
    assert [len(post.to(one)) for one in (before, after)] == [2, 2]


def test_who_takes_part_reads_no_address_of_who_booked(
    visitor: Any, service: str, mailing: ServerProcess
) -> None:
    ann, stranger, ben = visitor(account=True), visitor(), an_address()
    booking = held(ann, service, 12)["bookingId"]
    made = expect(ann.post(f"/api/bookings/{booking}/participants", json={"email": ben}), 201)
    address = ann.headers["X-Address"]
    nameless = "UPDATE users SET name = '' WHERE email = $1"
    asyncio.run(fetch(mailing.database_url, nameless, address))
    shown = expect(stranger.post(LINKS, json={"link": made["link"].rsplit("#", 1)[1]}))
    assert shown["bookedBy"] == f"{address[0]}***"
    expect(ann.post(f"/api/bookings/{booking}/cancel", json={}))
