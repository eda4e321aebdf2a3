"""Clients and figures: what staff know of who books, what they ask for, and what it came to."""

import csv
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.specs.sentences import sentence
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
