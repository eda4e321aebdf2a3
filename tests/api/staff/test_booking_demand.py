"""How clients book, over HTTP: what is counted, what is not, as CSV, and who may read it."""

import csv
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.photo_studio import hold, pay, set_up
from tests.support.studio import day_ahead

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]
PATH = "/api/staff/booking-demand"


async def test_what_staff_book_or_look_at_is_no_client_s_doing(
    market: Market, visit: Visit
) -> None:
    studio, client = set_up(market), visit(market)
    expect(studio.staff.get(f"/api/studios/{studio.studio}"))
    span = {"from": f"{day_ahead(3)}T00:00", "to": f"{day_ahead(4)}T00:00"}
    expect(studio.staff.get("/api/slots", params={"service": studio.service, **span}))
    caller = {"name": "Kim", "phone": "+44 7400 123456"}
    asked = {"serviceId": studio.service, "start": f"{day_ahead(4)}T10:00", "newClient": caller}
    expect(studio.staff.post("/api/bookings/hold", json=asked))
    held = expect(await hold(client, studio, 5, 10))
    await pay(client, held)

    async def counted() -> dict[str, Any] | None:
        popular = expect(studio.staff.get(PATH))["popular"]
        return next((one for one in popular if one["id"] == studio.service and one["paid"]), None)

    row = await eventually(counted, PATIENCE, "the client's booking is counted")
    steps = {name: row[name] for name in ("looked", "held", "paid", "tookPlace", "toCome")}
    assert steps == {"looked": 0, "held": 1, "paid": 1, "tookPlace": 0, "toCome": 1}
    assert (row["kind"], row["name"]) == ("service", f"Portrait in {studio.name}")
    for name, head in (
        ("funnel", "Looked"), ("popular", "Kind"), ("booked", "Weekday"), ("wanted", "Weekday"),
        ("ahead", "From days"),
    ):  # fmt: skip
        answer = studio.staff.get(PATH, params={"format": "csv", "table": name})
        assert f"demand-{name}.csv" in answer.headers["content-disposition"]
        lines = list(csv.reader(answer.text.splitlines()))
        assert lines[0][0] == head
        assert len(lines) > 1
        if name == "popular":
            assert ["service", row["name"], "0", "1", "1", "0", "1"] in lines


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2020-01-01", "to": "2026-01-01"}, "from"),
        ({"to": "2026-02-30"}, "to"),
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
    refusal(await visit(market, **{"X-User-Id": "demand-reader"}).get(PATH), 403, "forbidden")
