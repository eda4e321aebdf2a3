"""Clients and figures: what staff know of who books, what they ask for, and what it came to."""

import csv
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.specs.sentences import sentence
from tests.specs.studio.people import Photographer, photographer_of
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.member import Member
from tests.support.patience import PATIENCE
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay, set_up
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]
Join = Callable[[], Awaitable[Member]]
FIGURES, CLIENTS, BOARD = (
    "/api/staff/studio-figures",
    "/api/staff/clients",
    "/api/staff/client-requests",
)


@pytest.fixture(scope="module")
def anna(studio: PhotoStudio) -> Iterator[Photographer]:
    with photographer_of(studio) as one:
        yield one


@sentence("E", "Для фотографов и студий", "CRM с аналитикой загрузки и доходов",
          at="GET /api/staff/studio-figures")  # fmt: skip
async def test_load_and_income_are_those_of_what_was_booked_and_cancelled(
    market: Market, visit: Visit
) -> None:
    studio, client = set_up(market), visit(market)
    stays, gone = [expect(await hold(client, studio, day, 10)) for day in (40, 42)]
    for one in (stays, gone):
        await pay(client, one)
    expect(await client.post(f"/api/bookings/{gone['bookingId']}/cancel", {}))
    span = {"from": f"{day_ahead(40)}", "to": f"{day_ahead(43)}", "studio": studio.studio}

    async def counted() -> dict[str, Any] | None:
        found: dict[str, Any] = expect(studio.staff.get(FIGURES, params=span))
        totals = found["totals"]
        return found if (totals["sessions"], totals["cancelled"]) == (1, 1) else None

    found = await eventually(counted, PATIENCE, "one is counted and one is cancelled")
    assert found["totals"]["income"] == [{"currency": "EUR", "amount": HOUR}]
    load = {one["id"]: (one["taken"], one["open"]) for one in found["load"]}
    # An hour of four days from 9 to 18.
    assert load[studio.studio] == load[studio.kit] == (60, 4 * 540)
    sheet = studio.staff.get(FIGURES, params=span | {"format": "csv", "table": "load"})
    rows = list(csv.reader(sheet.text.splitlines()))
    assert any(studio.name in row for row in rows)


@sentence("E", "Для фотографов и студий", "CRM с аналитикой загрузки и доходов",
          at="GET /api/studio/load, GET /api/studio/clients, GET /api/studio/income")  # fmt: skip
async def test_a_photographer_sees_their_load_their_clients_and_what_these_brought(
    market: Market, visit: Visit, studio: PhotoStudio, anna: Photographer
) -> None:
    client = visit(market)
    held = expect(await hold(client, studio, 46, 10))
    await pay(client, held)
    span = {"from": str(day_ahead(46)), "to": str(day_ahead(47)), "by": "day"}

    async def counted() -> tuple[Any, Any] | None:
        load = expect(anna.http.get("/api/studio/load", params=span))["total"]
        clients = expect(anna.http.get("/api/studio/clients"))["clients"]
        theirs = [one for one in clients if one["nextAt"] == held["booking"]["start"]]
        return (load, theirs) if load["booked"] and theirs else None

    load, (one,) = await eventually(counted, PATIENCE, "it is counted")
    assert (load["booked"], load["open"], one["sessions"]) == (60, 540, 1)
    (income,) = expect(anna.http.get("/api/studio/income", params=span))["income"]
    assert (income["sessions"], income["ahead"]) == (1, HOUR)
    # And books the next for them.
    again = {"serviceId": studio.service, "start": f"{day_ahead(47)}T10:00", "later": True}
    again |= {"clientId": one["id"]}
    key = {"Idempotency-Key": uuid4().hex}
    done = expect(anna.http.post("/api/studio/bookings/hold", json=again, headers=key))
    assert done["booking"]["price"] == HOUR


@sentence("E", "1. Компоненты системы", "Аналитика, управление заявками, отчеты",
          at="GET /api/staff/clients, POST /api/staff/client-requests")  # fmt: skip
async def test_whoever_books_is_a_client_whose_requests_move_over_a_board(
    market: Market, studio: PhotoStudio, join: Join
) -> None:
    staff, member = studio.staff, await join()
    held = expect(await hold(member.buyer, studio, 44, 10))
    await pay(member.buyer, held)

    async def known() -> dict[str, Any] | None:
        rows = expect(staff.get(CLIENTS, params={"limit": 100}))["clients"]
        return next((one for one in rows if one["accounts"] == [f"user:{member.user}"]), None)

    mine = await eventually(known, PATIENCE, "whoever booked is a client")
    title = f"Wedding {uuid4().hex[:6]}"
    asked = {"clientId": mine["id"], "title": title, "wantedOn": f"{day_ahead(90)}"}
    key = {"Idempotency-Key": uuid4().hex}
    expect(staff.post(BOARD, json=asked, headers=key), 201)
    for stage in ("offered", "booked"):
        card = next(one for one in expect(staff.get(BOARD))["requests"] if one["title"] == title)
        over = {"If-Match": f'"{card["revision"]}"'}
        expect(staff.post(f"{BOARD}/{card['id']}/move", json={"stage": stage}, headers=over))
    shown = expect(staff.get(f"{CLIENTS}/{mine['id']}"))
    assert [(one["title"], one["stage"]) for one in shown["requests"]] == [(title, "booked")]
    history = expect(staff.get(f"{CLIENTS}/{mine['id']}/history"))
    assert held["booking"]["number"] in str(history)
    sheet = staff.get(CLIENTS, params={"format": "csv"})
    assert sheet.headers["content-type"].startswith("text/csv")
