"""What a service says beyond its price: what cancelling costs, and blocks that staff may book
over."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import DESK, MINE, a_service, hold, paid
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

BERLIN = "Europe/Berlin"
SOUND = {
    "name": "Sound", "currency": "EUR", "lengths": {"minutes": [60]}, "price": {"amount": 1},
    "needs": [{"role": "who", "kind": "photographer"}],
}  # fmt: skip


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def anna(shop: ServerProcess, shop_database_url: str) -> Someone:
    found = Someone(
        kind="photographer", name="Anna", zone=BERLIN, more={"tags": '["portrait"]'}
    )  # fmt: skip
    asyncio.run(move_in(shop_database_url, found))
    return found


def test_a_service_has_a_policy_of_its_own_which_its_bookings_keep(
    client: httpx.Client, staff: httpx.Client, anna: Someone
) -> None:
    strict = {"steps": [{"minutes": 40_000, "percent": 30}], "weather": 20, "moves": 0}
    service = a_service(staff, "photographer", policy=strict)
    held = expect(hold(client, service, f"{day_ahead(5)}T10:00"))
    assert held["booking"]["steps"] == strict["steps"]
    paid(client, staff, held)
    at = f"{MINE}/{held['bookingId']}"
    later = {"start": f"{day_ahead(5)}T12:00"}
    refusal(client.post(f"{at}/move", json=later), 409, "moved-too-often")

    # What the service says from now on is for who books from now on.
    found = staff.get(f"/api/staff/services/{service}")
    asked = expect(found)
    free = {k: v for k, v in asked.items() if k not in ("id", "revision")} | {"policy": None}
    over = {"If-Match": found.headers["etag"]}
    expect(staff.put(f"/api/staff/services/{service}", json=free, headers=over))
    shown = expect(client.get(f"{at}/cancellation"))
    assert (shown["percent"], shown["penalty"], shown["refund"]) == (30, 2_700, 6_300)
    weather = expect(staff.get(f"{at}/cancellation", params={"cause": "weather"}))
    assert weather["penalty"] == 1_800
    fault = expect(staff.get(f"{at}/cancellation", params={"cause": "studio"}))
    assert fault["penalty"] == 0
    gone = expect(client.post(f"{at}/cancel", json={"expectedRefund": 6_300}))
    assert (gone["penalty"], gone["refund"]) == (2_700, 6_300)
    new = expect(hold(client, service, f"{day_ahead(5)}T10:00"))
    assert new["booking"]["steps"][0] == {"minutes": 1440, "percent": 50}


def test_the_studios_rules_hold_for_what_is_booked_from_now_on(
    client: httpx.Client, staff: httpx.Client, anna: Someone
) -> None:
    rules = "/api/staff/studio-rules"
    service = a_service(staff, "photographer")
    before = expect(hold(client, service, f"{day_ahead(9)}T10:00"))
    assert before["booking"]["steps"][0] == {"minutes": 1440, "percent": 50}
    found = staff.get(rules)
    usual = expect(found)["policy"]
    assert usual["steps"][0] == {"minutes": 1440, "percent": 50}
    over = {"If-Match": found.headers["etag"]}

    step = {"minutes": 4_320, "percent": 40}
    strict = {"steps": [step], "moves": 1}
    dear = {"steps": [step, {"minutes": 60, "percent": 20}], "moves": 1}
    wrong = refusal(
        staff.put(rules, json={"policy": dear}, headers=over), 422, "studio-rules-invalid"
    )
    assert wrong["errors"][0]["field"] == "policy.steps"
    refusal(staff.put(rules, json={"policy": strict}), 428, "version-missing")
    refusal(client.put(rules, json={"policy": strict}, headers=over), 401, "login-required")
    saved = staff.put(rules, json={"policy": strict}, headers=over)
    assert expect(saved)["policy"]["moves"] == 1
    refusal(staff.put(rules, json={"policy": strict}, headers=over), 412, "studio-rules-changed")
    assert expect(staff.get(rules))["revision"] == expect(saved)["revision"]

    after = expect(hold(client, service, f"{day_ahead(9)}T14:00"))
    assert after["booking"]["steps"] == strict["steps"]
    shown = expect(client.get(f"{MINE}/{before['bookingId']}"))
    assert shown["steps"] == before["booking"]["steps"]
    # A service with terms of its own keeps them.
    own = a_service(staff, "photographer", policy={"steps": []})
    assert expect(hold(client, own, f"{day_ahead(8)}T10:00"))["booking"]["steps"] == []
    expect(staff.put(rules, json={"policy": usual}, headers={"If-Match": saved.headers["etag"]}))


def test_what_a_move_costs_is_shown_and_paid_with_it(
    client: httpx.Client, staff: httpx.Client, anna: Someone
) -> None:
    dear = {"steps": [], "moveFee": {"minutes": 40_000, "amount": 1_500}}
    service = a_service(staff, "photographer", policy=dear)
    held = expect(hold(client, service, f"{day_ahead(10)}T10:00"))
    assert held["booking"]["moveFee"] == 0  # it is not paid yet
    paid(client, staff, held)
    at = f"{MINE}/{held['bookingId']}"
    assert expect(client.get(at))["moveFee"] == 1_500
    later = {"start": f"{day_ahead(10)}T12:00"}
    told = refusal(client.post(f"{at}/move", json=later), 409, "costs-more")
    assert told["difference"] == 1_500
    shown = later | {"moveFee": 1_000, "payDifference": True}
    refusal(client.post(f"{at}/move", json=shown), 409, "costs-more")
    due = expect(client.post(f"{at}/move", json=shown | {"moveFee": 1_500}))
    order = expect(client.get(f"/api/orders/{due['orderId']}"))["order"]
    assert order["total"] == 1_500
    # Staff move it for nothing.
    moved = expect(staff.post(f"{at}/move", json={"start": f"{day_ahead(10)}T14:00"}))["booking"]
    assert (moved["price"], moved["moveFees"]) == (9_000, 0)
    wrong = [{"minutes": 60}, {"minutes": 60, "amount": 1, "percent": 1}]
    for fee in wrong:
        asked = {"policy": {"moveFee": fee}}
        bad = staff.post("/api/staff/services", json=SOUND | asked)
        found = refusal(bad, 422, "service-invalid")
        assert [one["field"] for one in found["errors"]] == ["policy.move_fee"]
    rules = "/api/staff/studio-rules"
    read = staff.get(rules)
    amount = {"policy": {"moveFee": {"minutes": 60, "amount": 100}}}
    refusal(
        staff.put(rules, json=amount, headers={"If-Match": read.headers["etag"]}),
        422, "studio-rules-invalid",
    )  # fmt: skip


async def test_staff_book_over_a_soft_block_with_a_reason_and_nobody_else_does(
    client: httpx.Client, staff: httpx.Client, anna: Someone, shop_database_url: str
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(7)
    blocks = f"/api/staff/resources/{anna.id}/blocks"
    for start, end, soft in (("12:00", "13:00", True), ("15:00", "16:00", False)):
        said = {"start": f"{day}T{start}", "end": f"{day}T{end}", "note": "Lunch", "soft": soft}
        expect(staff.post(blocks, json=said), 201)
    span = {"service": service, "from": f"{day}T12:00", "to": f"{day}T13:00"}
    assert expect(client.get("/api/slots", params=span))["times"] == []
    lunch, closed = f"{day}T12:00", f"{day}T15:00"
    assert refusal(hold(client, service, lunch), 409, "closed")["soft"] is True
    refusal(hold(client, service, lunch, over="I am hungry"), 403, "forbidden")
    refusal(hold(staff, service, lunch), 409, "closed")
    refusal(hold(staff, service, lunch, over=" "), 409, "closed")
    hard = refusal(hold(staff, service, closed, over="She agreed"), 409, "closed")
    assert hard["soft"] is False
    held = expect(hold(staff, service, lunch, over="She agreed"))
    kept = await fetch(
        shop_database_url,
        "SELECT data ->> 'reason' AS reason FROM audit_log"
        " WHERE action = 'booking.over-block' AND subject = $1",
        held["bookingId"],
    )
    assert [one["reason"] for one in kept] == ["She agreed"]
    # A client's booking comes there by staff alone, too.
    theirs = expect(hold(client, service, f"{day}T09:00"))
    at = f"{MINE}/{theirs['bookingId']}/move"
    expect(staff.post(f"{MINE}/{held['bookingId']}/cancel", json={}))
    refusal(client.post(at, json={"start": lunch}), 409, "closed")
    moved = expect(staff.post(at, json={"start": lunch, "over": "Both agreed"}))
    assert moved["booking"]["local"].startswith(lunch)
    assert expect(staff.get(f"{DESK}/{theirs['bookingId']}"))["status"] == "held"


def test_a_service_says_whose_what_is_kept_is_or_else_the_studio_does(
    client: httpx.Client, staff: httpx.Client
) -> None:
    at = "/api/staff/services"
    made = staff.post(at, json=SOUND | {"shares": {"photographer": 6125, "studio": 1975}})
    assert expect(made, 201)["shares"] == {"photographer": 6125, "studio": 1975, "levels": {}}
    one = f"{at}/{made.json()['id']}"
    over = {"If-Match": made.headers["etag"]}
    too_much = SOUND | {"shares": {"photographer": 6125, "studio": 3876}}
    wrong = refusal(staff.put(one, json=too_much, headers=over), 422, "service-invalid")
    assert [each["field"] for each in wrong["errors"]] == ["shares"]
    assert expect(staff.put(one, json=SOUND, headers=over))["shares"] is None
    assert "shares" not in expect(client.get("/api/services"))["services"][0]

    rules = "/api/staff/studio-rules"
    read = staff.get(rules)
    before = expect(read)
    asked = {"policy": before["policy"], "shares": {"photographer": 10_000, "studio": 1}}
    over = {"If-Match": read.headers["etag"]}
    refusal(staff.put(rules, json=asked, headers=over), 422, "studio-rules-invalid")
    asked["shares"] = {"photographer": 5_000, "studio": 2_500, "levels": {"senior": 6_000}}
    saved = staff.put(rules, json=asked, headers=over)
    assert expect(saved)["shares"] == asked["shares"]
    assert expect(staff.get(rules)) == saved.json()
    back = {"policy": before["policy"], "shares": before["shares"]}
    expect(staff.put(rules, json=back, headers={"If-Match": saved.headers["etag"]}))
