"""The studio's figures over HTTP: what was booked is counted on its day, by the studio's clock,
with what went back; as CSV, too."""

import csv
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.support.command import holdfast
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay, set_up
from tests.support.studio import day_ahead

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]
PATH = "/api/staff/studio-figures"


def figures(studio: PhotoStudio) -> dict[str, Any]:
    span = {"from": f"{day_ahead(3)}", "to": f"{day_ahead(9)}", "studio": studio.studio}
    found: dict[str, Any] = expect(studio.staff.get(PATH, params=span))
    return found


def table(studio: PhotoStudio, name: str) -> list[list[str]]:
    span = {"from": f"{day_ahead(3)}", "to": f"{day_ahead(9)}", "studio": studio.studio}
    answer = studio.staff.get(PATH, params=span | {"format": "csv", "table": name})
    assert answer.headers["content-type"].startswith("text/csv")
    assert f"studio-{name}.csv" in answer.headers["content-disposition"]
    return list(csv.reader(answer.text.splitlines()))


async def until_counted(studio: PhotoStudio, sessions: int, cancelled: int) -> dict[str, Any]:
    async def counted() -> bool:
        totals = figures(studio)["totals"]
        return (totals["sessions"], totals["cancelled"]) == (sessions, cancelled)

    await eventually(counted, PATIENCE, f"{sessions} sessions, {cancelled} cancelled are counted")
    return figures(studio)


async def test_what_is_booked_and_cancelled_is_counted_on_its_day(
    market: Market, visit: Visit
) -> None:
    studio, client = set_up(market), visit(market)
    earlier, later = [expect(await hold(client, studio, day, 10)) for day in (3, 5)]
    for one in (earlier, later):
        await pay(client, one)
    found = await until_counted(studio, 2, 0)
    assert found["totals"]["income"] == [{"currency": "EUR", "amount": 2 * HOUR}]
    assert found["totals"]["minutes"] == 120
    assert (found["totals"]["from"], found["totals"]["to"]) == (
        f"{day_ahead(3)}",
        f"{day_ahead(9)}",
    )
    assert found["before"]["sessions"] == 0
    assert sum(one["sessions"] for one in found["weeks"]) == 2
    assert [(one["name"], one["sessions"]) for one in found["people"]] == [
        (f"Anna of {studio.name}", 2)
    ]
    assert [one["name"] for one in found["services"]] == [f"Portrait in {studio.name}"]
    assert [one["id"] for one in found["studios"]] == [studio.studio]
    assert {one["hour"] for one in found["hours"]} == {10}
    assert {"id": studio.studio, "name": studio.name} in found["allStudios"]
    # Open from 9 to 18 on seven days; taken for an hour on two of them.
    load = {one["kind"]: one for one in found["load"]}
    assert set(load) == {"studio", "equipment"}  # who works in it is at home nowhere
    for one in load.values():
        assert (one["taken"], one["open"]) == (120, 7 * 9 * 60)
        assert [each["hour"] for each in one["hours"]] == list(range(9, 18))
        assert one["hours"][1] == {"hour": 10, "taken": 120, "open": 7 * 60}
    nowhere = figures(replace(studio, studio="00000000-0000-4000-8000-000000000000"))
    assert (nowhere["totals"]["sessions"], nowhere["load"]) == (0, [])

    asked = {"expectedRefund": HOUR}
    expect(await client.post(f"/api/bookings/{later['bookingId']}/cancel", asked, "off"))
    found = await until_counted(studio, 1, 1)
    assert found["totals"]["income"] == [{"currency": "EUR", "amount": HOUR}]
    assert [(one["reason"], one["cancelled"]) for one in found["cancellations"]] == [("client", 1)]
    assert {one["taken"] for one in found["load"]} == {60}
    words = ("insights", "rebuild", "--data", "unused", "--database-url",
             market.server.database_url)  # fmt: skip
    assert holdfast(*words).returncode == 0
    assert figures(studio) == found

    load_table = table(studio, "load")
    assert load_table[0] == ["Name", "Kind", "Hour", "Taken minutes", "Open minutes", "Load, %"]
    assert [studio.name, "studio", "10:00", "60", "420", "14"] in load_table
    for name in ("people", "services", "studios"):
        assert table(studio, name)[1][1:5] == ["1", "0", "0", "1"], name
    weeks = table(studio, "weeks")[1:]
    assert sum(int(one[1]) for one in weeks) == sum(int(one[4]) for one in weeks) == 1
    assert table(studio, "cancellations")[1] == ["client", "1", "0.00 EUR"]
    assert table(studio, "hours")[1][1:] == ["10:00", "1"]


async def test_income_is_of_the_session_and_not_of_goods_beside_it(
    market: Market, visit: Visit
) -> None:
    """What went back for no unit was of the session."""
    studio, client = set_up(market), visit(market)
    held = expect(await hold(client, studio, 4, 12, items=[market.goods(5).line(3)]))
    await pay(client, held)
    late = {"amount": 2_000, "reason": "We came late"}
    expect(market.staff.post(f"/api/staff/orders/{held['orderId']}/refund", json=late))

    async def so() -> bool:
        found: bool = figures(studio)["totals"]["income"] == [
            {"currency": "EUR", "amount": HOUR - 2_000}
        ]
        return found

    await eventually(so, PATIENCE, lambda: figures(studio)["totals"]["income"])


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2020-01-01", "to": "2026-01-01"}, "from"),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "from"),
        ({"from": "0001-01-02", "to": "0001-01-02"}, "from"),
        ({"from": "9999-12-31"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"to": "2026-02-30"}, "to"),
        ({"studio": "loft"}, "studio"),
        ({"table": "chairs", "format": "csv"}, "table"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_its_field(
    market: Market, asked: dict[str, str], field: str
) -> None:
    problem = refusal(market.staff.get(PATH, params=asked), 422, "invalid-request")
    assert [one["field"] for one in problem.get("errors", [problem])] == [field]


async def test_only_staff_read_it(market: Market, visit: Visit) -> None:
    refusal(await visit(market).get(PATH), 401, "login-required")
    guest = visit(market, **{"X-User-Id": "figures-reader"})
    refusal(await guest.get(PATH), 403, "forbidden")
