"""A photographer's cabinet: how full their hours are, who books them, and booking for a client;
nobody else's."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.api.studio.own_clients import Json, Two, send, two_photographers
from tests.support.market import eventually, expect, refusal
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.people import add_person
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

CLIENTS, LOAD, HOLD = "/api/studio/clients", "/api/studio/load", "/api/studio/bookings/hold"
A_DAY = 20
"""So many lines may be reserved in a day."""


@pytest.fixture(scope="module")
def shop(module_database_url: str) -> Iterator[ServerProcess]:
    """With limits."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    for email, role in ((ADMIN, "admin"), (MANAGER, "manager"), (CUSTOMER, "customer")):
        add_person(module_database_url, email, [role])
    environment = {
        "HOLDFAST_WEB": str(folder / "web"), "HOLDFAST_LINES_PRINCIPAL": f"{A_DAY}/day",
    }  # fmt: skip
    with ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url
    ) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def two(shop: ServerProcess, module_database_url: str) -> Iterator[Two]:
    with two_photographers(shop, module_database_url) as opened:
        yield opened


def named(word: str) -> str:
    return f"{word}-{uuid4().hex[:8]}"


def new(word: str, **more: str) -> Json:
    return {"name": named(word), "phone": "+49 30 555 0142", **more}


def listed(two: Two, whose: str, name: str) -> Json | None:
    rows = expect(getattr(two, whose).get(CLIENTS, params={"q": name}))["clients"]
    return next((one for one in rows if one["name"] == name), None)


async def known(two: Two, whose: str, name: str) -> Json:
    """Whoever booked is a client within a moment."""

    async def so() -> Json | None:
        return listed(two, whose, name)

    found: Json = await eventually(so, PATIENCE, f"{name} is a client of {whose}'s")
    return found


async def test_load_is_what_is_booked_of_open_hours_beside_the_days_before(two: Two) -> None:
    two.booked(two.visitor(), "ann", 30, "10:00")
    two.booked(two.visitor(), "ann", 32, "10:00")
    off = two.booked(two.visitor(), "ann", 32, "13:00")
    expect(two.staff.post(f"/api/bookings/{off['id']}/cancel", json={"cause": "studio"}))
    two.booked(two.visitor(), "bo", 32, "14:00")
    lunch = {"start": f"{day_ahead(33)}T12:00", "end": f"{day_ahead(33)}T13:00"}
    expect(two.staff.post(f"/api/staff/resources/{two.ids['ann']}/blocks", json=lunch), 201)
    asked = {"from": str(day_ahead(32)), "to": str(day_ahead(34)), "by": "day"}

    async def counted() -> Json | None:
        found: Json = expect(two.ann.get(LOAD, params=asked))
        both = found["total"]["booked"], found["before"]["booked"]
        return found if both == (90, 90) else None  # with half an hour after each

    found = await eventually(counted, PATIENCE, "two that stand are counted")
    days = [(one["from"], one["to"], one["open"], one["booked"]) for one in found["load"]]
    assert days == [
        (str(day_ahead(32)), str(day_ahead(32)), 540, 90),
        (str(day_ahead(33)), str(day_ahead(33)), 480, 0),
    ]
    assert found["total"]["open"] == 1020
    before = found["before"]
    assert (before["from"], before["to"]) == (str(day_ahead(30)), str(day_ahead(31)))
    assert before["open"] == 1080
    # Weeks and months are told whole, and are made up of their days.
    for by in ("week", "month"):
        whole = expect(two.ann.get(LOAD, params=asked | {"by": by}))
        assert whole["load"][0]["from"] == whole["total"]["from"] <= asked["from"]
        sums = [sum(one[name] for one in whole["load"]) for name in ("open", "booked")]
        assert sums == [whole["total"]["open"], whole["total"]["booked"]]
        assert sums[1] >= 90
    assert expect(two.ann.get(LOAD))["by"] == "week"
    for wrong in ({"from": "x"}, {"from": "2026-01-02", "to": "2026-01-01"}, {"by": "year"}):
        refusal(two.ann.get(LOAD, params=wrong), 422, "invalid-request")
    refusal(two.staff.get(LOAD), 404, "resource-not-found")
    refusal(two.visitor(named("nobody")).get(LOAD), 403, "forbidden")


async def test_their_clients_are_who_booked_them_with_what_they_have_together_alone(
    two: Two,
) -> None:
    mia, other = named("mia"), named("max")
    client = two.visitor(mia)
    first = two.booked(client, "ann", 6, "10:00")
    second = two.booked(client, "ann", 8, "10:00")
    elsewhere = two.booked(client, "bo", 9, "10:00")
    two.booked(two.visitor(other), "ann", 7, "13:00")
    given_up = two.visitor(named("none"))
    held = two.held(given_up, "bo", 7, "16:00")
    expect(given_up.post(f"/api/bookings/{held['bookingId']}/cancel", json={}))
    await known(two, "ann", other)
    shown = await known(two, "ann", mia)
    assert (shown["sessions"], shown["spent"], shown["lastAt"]) == (2, [], None)
    assert shown["nextAt"] == first["start"]
    await it_took_place(two.database_url, two.staff, first["id"])
    refund = {"amount": 1_000, "reason": "It rained"}
    expect(two.staff.post(f"/api/staff/orders/{first['orderId']}/refund", json=refund))
    after = await known(two, "ann", mia)
    assert after["lastAt"] is not None
    assert (after["nextAt"], after["spent"]) == (
        second["start"], [{"currency": "EUR", "amount": 8_000}],
    )  # fmt: skip

    about = {"orderId": second["orderId"], "text": "With a dog?"}
    wrote = expect(send(client, "/api/conversations", about), 201)["conversation"]["id"]
    one = expect(two.ann.get(f"{CLIENTS}/{shown['id']}"))
    assert one["client"] == after
    assert [(each["number"], each["conversationId"]) for each in one["sessions"]] == [
        (second["number"], wrote), (first["number"], None),
    ]  # fmt: skip
    assert [(each["earned"], each["due"], each["ahead"]) for each in one["sessions"]] == [
        (0, 0, 9_000), (8_000, 0, 0),
    ]  # fmt: skip
    assert {each["canWrite"] for each in one["sessions"]} == {True}
    expect(two.ann.get(f"/api/studio/conversations/{wrote}"))
    assert "clients.example" not in str(one), "how they are reached is not told"

    # Bo has the one session that is his, and none of hers; who gave a hold up booked nobody.
    of_bo = await known(two, "bo", mia)
    assert (of_bo["id"], of_bo["sessions"], of_bo["spent"]) == (shown["id"], 1, [])
    theirs = expect(two.bo.get(f"{CLIENTS}/{shown['id']}"))["sessions"]
    assert [each["number"] for each in theirs] == [elsewhere["number"]]
    hers = await known(two, "ann", other)
    refusal(two.bo.get(f"{CLIENTS}/{hers['id']}"), 404, "client-not-found")
    refusal(two.ann.get(f"{CLIENTS}/{uuid4()}"), 404, "client-not-found")
    assert all("none-" not in each["name"] for each in rows(two, "bo"))
    for path in (CLIENTS, f"{CLIENTS}/{shown['id']}"):
        refusal(two.staff.get(path), 404, "resource-not-found")
        refusal(client.get(path), 403, "forbidden")
        refusal(two.visitor().get(path), 401, "login-required")

    # By name alone, in pages.
    assert rows(two, "ann", q="clients.example") == []
    assert {each["name"] for each in rows(two, "ann", q=mia[:7].upper())} >= {mia}
    seen, cursor = list[str](), None
    while True:
        page = expect(two.ann.get(CLIENTS, params={"limit": 1, "cursor": cursor or ""}))
        seen += [each["id"] for each in page["clients"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == len(rows(two, "ann"))
    refusal(two.ann.get(CLIENTS, params={"cursor": "x"}), 400, "bad-cursor")
    short = expect(two.ann.get(f"{CLIENTS}/{shown['id']}", params={"limit": 1}))
    rest = {"limit": 1, "cursor": short["nextCursor"]}
    assert (
        expect(two.ann.get(f"{CLIENTS}/{shown['id']}", params=rest))["sessions"]
        == one["sessions"][1:]
    )


def rows(two: Two, whose: str, **query: Any) -> list[Json]:
    found: list[Json] = expect(getattr(two, whose).get(CLIENTS, params={"limit": 100, **query}))[
        "clients"
    ]
    return found


async def audited(two: Two, *subjects: str) -> list[tuple[str, str]]:
    """What was done of them, and by whom."""
    found = await fetch(
        two.database_url,
        "SELECT action, actor FROM audit_log WHERE subject = ANY($1) ORDER BY action",
        list(subjects),
    )
    return [(row["action"], row["actor"]) for row in found]


async def test_they_book_their_own_time_for_a_client_of_theirs_and_for_no_other(two: Two) -> None:
    mia, foreign = named("mia"), named("eve")
    two.booked(two.visitor(mia), "ann", 11, "10:00")
    two.booked(two.visitor(foreign), "bo", 11, "10:00")
    client, others = await known(two, "ann", mia), await known(two, "bo", foreign)
    body = two.asked(12, "12:00", clientId=client["id"], later=True, note="By phone")
    key = uuid4().hex
    held = expect(send(two.ann, HOLD, body, key))
    # Nobody is asked to agree, though she is booked on request; it stands, and all of it is due.
    booking = held["booking"]
    assert (held["total"], booking["price"], booking["onRequest"]) == (0, 9_000, False)
    assert [one["resourceId"] for one in booking["resources"]] == [str(two.ids["ann"])]
    assert expect(send(two.ann, HOLD, body, key))["bookingId"] == held["bookingId"]
    span = {"from": str(day_ahead(12)), "to": str(day_ahead(13))}
    (card,) = expect(two.ann.get("/api/studio/calendar", params=span))["bookings"]
    assert (card["status"], card["client"], card["note"]) == ("confirmed", mia, "By phone")
    ann = "user:" + expect(two.ann.get("/api/session"))["user"]["id"]
    assert await audited(two, held["bookingId"]) == [("booking.held", ann)]

    # What others see of it is what they see of any.
    refused = refusal(send(two.ann, HOLD, body), 409, "time-taken")
    assert refused["next"]
    late = two.asked(12, "20:00", clientId=client["id"])
    assert refusal(send(two.ann, HOLD, late), 409, "closed")["next"]

    elsewhere = body | two.asked(12, "15:00")
    refusal(send(two.ann, HOLD, elsewhere | {"clientId": others["id"]}), 404, "client-not-found")
    refusal(send(two.bo, HOLD, elsewhere), 404, "client-not-found")
    refusal(send(two.ann, HOLD, elsewhere | {"clientId": str(uuid4())}), 404, "client-not-found")
    refusal(send(two.staff, HOLD, elsewhere), 404, "resource-not-found")
    refusal(send(two.visitor(), HOLD, elsewhere), 401, "login-required")
    refusal(send(two.visitor(named("no")), HOLD, elsewhere), 403, "forbidden")
    for wrong in ({"resources": [str(two.ids["bo"])]}, {"client": "guest"}, {"over": "why"}):
        refusal(send(two.ann, HOLD, elsewhere | wrong), 422, "unknown-field")
    twice = elsewhere | {"newClient": new("twice")}
    assert refusal(send(two.ann, HOLD, twice), 422, "invalid-request")["field"] == "client"
    nobody = two.asked(12, "15:00")
    assert refusal(send(two.ann, HOLD, nobody), 422, "invalid-request")["field"] == "clientId"


async def test_somebody_new_becomes_a_client_with_the_booking_and_is_sent_a_link_to_pay(
    two: Two,
) -> None:
    caller = new("nadia", email=f"{named('n')}@mail.example")
    bad = two.asked(13, "10:00", newClient=caller | {"phone": "x"})
    assert refusal(send(two.ann, HOLD, bad), 422, "client-invalid")["field"] == "newClient.phone"
    early = two.asked(13, "03:00", newClient=caller)
    refusal(send(two.ann, HOLD, early), 409, "closed")
    assert listed(two, "ann", caller["name"]) is None, "refused: nobody became a client"
    held = expect(send(two.ann, HOLD, two.asked(13, "10:00", newClient=caller)))
    assert (held["booking"]["status"], held["total"]) == ("held", 9_000)
    made = listed(two, "ann", caller["name"])
    assert made is not None
    ann = "user:" + expect(two.ann.get("/api/session"))["user"]["id"]
    assert await audited(two, held["bookingId"], made["id"]) == [
        ("booking.held", ann), ("client.made", ann),
    ]  # fmt: skip
    order = expect(two.staff.get(f"/api/staff/orders/{held['orderId']}"))["order"]
    assert order["contactEmail"] == caller["email"]

    link = f"/api/studio/bookings/{held['bookingId']}/pay-link"
    opened = expect(two.ann.post(link))
    assert expect(two.ann.post(link))["path"] == opened["path"]
    assert expect(two.visitor().get(f"/api{opened['path']}"))["total"] == 9_000
    refusal(two.ann.post(f"{link}/mail"), 409, "mail-off")
    refusal(two.bo.post(link), 404, "booking-not-found")
    refusal(two.staff.post(link), 404, "booking-not-found")
    # What clients hold themselves, they pay themselves.
    theirs = two.held(two.visitor(named("own")), "bo", 13, "10:00")
    of_client = f"/api/studio/bookings/{theirs['bookingId']}/pay-link"
    refusal(two.bo.post(of_client), 404, "booking-not-found")
    (session,) = expect(two.ann.get(f"{CLIENTS}/{made['id']}"))["sessions"]
    assert (session["status"], session["canWrite"]) == ("held", False)
    again = two.asked(14, "10:00", clientId=made["id"], later=True)
    paid_later = expect(send(two.ann, HOLD, again))
    rest = f"/api/studio/bookings/{paid_later['bookingId']}/pay-link"
    opened = expect(two.ann.post(rest))
    assert expect(two.ann.post(rest))["path"] == opened["path"]
    assert expect(two.visitor().get(f"/api{opened['path']}"))["total"] == 9_000
    refusal(two.bo.post(rest), 404, "booking-not-found")
    paid = f"/api/staff/bookings/{paid_later['bookingId']}/rest-paid"
    assert two.staff.post(paid, json={}).status_code == 204
    refusal(two.ann.post(rest), 409, "nothing-due")


async def test_whom_the_studio_does_not_take_they_do_not_book_and_no_more_than_a_day_allows(
    two: Two,
) -> None:
    eve = named("eve")
    made = two.booked(two.visitor(eve), "bo", 15, "10:00")
    client = await known(two, "bo", eve)
    listing = "/api/staff/not-taken"
    his = {"bookingId": made["id"], "resourceId": str(two.ids["bo"])}
    own = expect(two.staff.post(listing, json=his))
    again = two.asked(16, "10:00", clientId=client["id"], later=True)
    expect(send(two.bo, HOLD, again))  # his own list is his to overrule
    expect(two.staff.post(listing, json={"bookingId": made["id"]}))
    refusal(send(two.bo, HOLD, again | two.asked(16, "13:00")), 409, "client-not-taken")
    assert two.staff.delete(f"{listing}/{own['id']}").status_code == 204

    key, first = uuid4().hex, two.asked(17, "10:00", newClient=new("first"), later=True)
    held = expect(send(two.bo, HOLD, first, key))
    for _ in range(A_DAY):  # what comes again is no further one
        assert expect(send(two.bo, HOLD, first, key))["bookingId"] == held["bookingId"]
    closed = two.asked(17, "03:00", newClient=new("more"))
    answers = [send(two.bo, HOLD, closed) for _ in range(A_DAY)]
    assert answers[0].status_code != 429
    refusal(answers[-1], 429, "too-many-reservations")
    assert int(answers[-1].headers["Retry-After"]) > 0
    # What was answered before is answered still.
    assert expect(send(two.bo, HOLD, first, key))["bookingId"] == held["bookingId"]
