"""Staff book for somebody else: an account, a client, or somebody new who becomes one."""

import asyncio
import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.market import STAFF, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

HOLD, DESK, CLIENTS = "/api/bookings/hold", "/api/staff/bookings", "/api/staff/clients"


@pytest.fixture(scope="module")
def demo(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened() as running:  # with its limits
        yield running


@pytest.fixture(scope="module")
def staff(demo: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.url, timeout=PATIENCE) as one:
        expect(one.post("/api/session/login", json=STAFF))
        yield one


@pytest.fixture
def stranger(demo: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.url, timeout=PATIENCE) as one:
        yield one


@pytest.fixture(scope="module")
def service(demo: ServerProcess, staff: httpx.Client) -> str:
    who = Someone(kind="photographer", name="Anna", more={"capacity": 40})
    asyncio.run(move_in(demo.database_url, who))
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "deposit": {"rule": "percent", "value": 30},
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(who.id)]}],
        "series": 4,
    }
    return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


def send(by: httpx.Client, path: str, body: dict[str, Any], key: str = "") -> httpx.Response:
    return by.post(path, json=body, headers={"Idempotency-Key": key or uuid4().hex})


def asked(service: str, days: int = 15, **more: Any) -> dict[str, Any]:
    return {"serviceId": service, "start": f"{day_ahead(days)}T13:00"} | more


def called(mark: str, **more: str) -> dict[str, str]:
    return {"name": f"Caller {mark}", "phone": "+49 30 555 0199", **more}


def over(staff: httpx.Client, client_id: str) -> dict[str, str]:
    """The version that is read now."""
    shown = staff.get(f"{CLIENTS}/{client_id}")
    expect(shown)
    return {"If-Match": shown.headers["ETag"]}


def found(staff: httpx.Client, mark: str) -> list[dict[str, Any]]:
    clients: list[dict[str, Any]] = expect(staff.get(CLIENTS, params={"q": mark}))["clients"]
    return clients


def test_a_new_caller_becomes_a_client_with_the_booking_and_only_with_it(
    demo: ServerProcess, staff: httpx.Client, service: str
) -> None:
    mark, key = uuid4().hex[:8], uuid4().hex
    caller = called(mark, email=f"{mark}@example.com")
    # Refused: nobody became a client.
    closed = asked(service, newClient=caller) | {"start": f"{day_ahead(15)}T03:00"}
    refusal(send(staff, HOLD, closed), 409, "closed")
    assert found(staff, mark) == []
    body = asked(service, newClient=caller, note="by phone")
    held = expect(send(staff, HOLD, body, key))
    again = expect(send(staff, HOLD, body, key))
    assert again["bookingId"] == held["bookingId"]
    (client,) = found(staff, mark)
    assert (client["name"], client["source"], client["bookings"]) == (caller["name"], "staff", 1)
    assert client["accounts"] == [held["booking"]["userId"]]
    shown = expect(staff.get(f"{DESK}/{held['bookingId']}"))
    assert (shown["client"], shown["clientId"]) == (caller["name"], client["id"])
    listed = expect(staff.get(DESK, params={"q": held["number"]}))["bookings"]
    assert [one["client"] for one in listed] == [caller["name"]]
    # By the name that staff wrote, too; and in the sheet as in the list.
    for q in (caller["name"], caller["email"]):
        assert expect(staff.get(DESK, params={"q": q}))["bookings"] == listed
    sheet = staff.get(DESK, params={"q": caller["name"], "format": "csv"})
    (row,) = csv.DictReader(io.StringIO(sheet.text))
    assert (row["number"], row["client"]) == (held["number"], caller["name"])
    assert (row["price"], row["currency"], row["note"]) == ("90.00", "EUR", "by phone")
    history = expect(staff.get(f"{CLIENTS}/{client['id']}/history"))["happened"]
    assert [one["number"] for one in history] == [held["number"]]
    day = {"from": str(day_ahead(15)), "to": str(day_ahead(16))}
    board = expect(staff.get("/api/staff/board", params=day))
    assert caller["name"] in [one["client"] for one in board["bookings"]]
    # Mail has where to go, and the log says who did it; once.
    order = expect(staff.get(f"/api/staff/orders/{held['orderId']}"))["order"]
    assert order["contactEmail"] == caller["email"]
    rows = asyncio.run(
        fetch(
            demo.database_url,
            "SELECT action, actor FROM audit_log WHERE subject = ANY($1) ORDER BY action",
            [held["bookingId"], client["id"]],
        )
    )
    assert [row["action"] for row in rows] == ["booking.held", "client.made"]
    assert {row["actor"] for row in rows} == {shown["madeBy"]}
    # The next booking of theirs is the same client's.
    more = expect(send(staff, HOLD, asked(service, 16, clientId=client["id"])))
    assert more["booking"]["userId"] == held["booking"]["userId"]
    order = expect(staff.get(f"/api/staff/orders/{more['orderId']}"))["order"]
    assert order["contactEmail"] == caller["email"]
    # Written wrong, and corrected: news of what is booked go to the address that is right.
    right = caller | {"email": f"right-{mark}@example.com"}
    saved = staff.put(f"{CLIENTS}/{client['id']}", json=right, headers=over(staff, client["id"]))
    expect(saved)
    for one in (held, more):
        order = expect(staff.get(f"/api/staff/orders/{one['orderId']}"))["order"]
        assert order["contactEmail"] == right["email"]


def test_whoever_is_known_by_the_book_of_clients_alone_is_reminded_there(
    staff: httpx.Client, service: str
) -> None:
    mark = uuid4().hex[:8]
    body = asked(service, 21, newClient=called(mark), later=True)
    held = expect(send(staff, HOLD, body))
    (client,) = found(staff, mark)

    def can_remind() -> bool:
        query = {"days": 60, "q": held["number"]}
        (one,) = expect(staff.get("/api/staff/dues", params=query))["rests"]
        return bool(one["canRemind"])

    remind = f"{DESK}/{held['bookingId']}/remind"
    assert can_remind() is False, "only a number is known, and the shop sends no SMS"
    refusal(staff.post(remind), 409, "nobody-to-mail")
    known = called(mark, email=f"{mark}@example.com")
    expect(staff.put(f"{CLIENTS}/{client['id']}", json=known, headers=over(staff, client["id"])))
    assert can_remind() is True
    assert staff.post(remind).status_code == 204


def test_a_client_without_an_account_is_booked_for_and_one_with_it_under_it(
    demo: ServerProcess, staff: httpx.Client, stranger: httpx.Client, service: str
) -> None:
    mark = uuid4().hex[:8]
    written = expect(send(staff, CLIENTS, {"name": f"Written {mark}"}), 201)["client"]
    first = expect(send(staff, HOLD, asked(service, clientId=written["id"])))
    second = expect(send(staff, HOLD, asked(service, 17, clientId=written["id"])))
    assert first["booking"]["userId"] == second["booking"]["userId"]
    assert found(staff, mark)[0]["bookings"] == 2
    add_person(demo.database_url, f"{mark}@test.example")
    log_in(stranger, f"{mark}@test.example")
    user = expect(stranger.get("/api/session"))["user"]["id"]
    theirs = expect(send(staff, HOLD, asked(service, client=user)))
    assert theirs["booking"]["userId"] == f"user:{user}"
    assert expect(stranger.get(f"/api/bookings/{theirs['bookingId']}"))["status"] == "held"


def test_it_stands_unpaid_if_staff_say_so_and_counts_against_nobody_of_staff(
    staff: httpx.Client, stranger: httpx.Client, service: str
) -> None:
    body, key = asked(service, 18, newClient=called(uuid4().hex[:8]), later=True), uuid4().hex
    held = expect(send(staff, HOLD, body, key))
    shown = expect(staff.get(f"{DESK}/{held['bookingId']}"))
    assert (shown["status"], shown["dueNow"], shown["price"]) == ("confirmed", 0, 9_000)
    assert expect(send(staff, HOLD, body, key))["bookingId"] == held["bookingId"]
    # Then the whole of it is paid by a link.
    link = expect(staff.post(f"{DESK}/{held['bookingId']}/pay-link", json={}))
    assert expect(stranger.get(f"/api{link['path']}"))["total"] == 9_000
    # A dozen for others leaves staff their own: ten of one's own may be open at once.
    for _ in range(12):
        expect(send(staff, HOLD, asked(service, 19, newClient=called(uuid4().hex[:8]))))
    expect(send(staff, HOLD, asked(service, 19)))


def test_a_series_is_a_new_callers_too(staff: httpx.Client, service: str) -> None:
    mark = uuid4().hex[:8]
    rule = {"unit": "week", "every": 1, "weekdays": [], "count": 2}
    body = asked(service, 20, newClient=called(mark, email=f"{mark}@example.com"), rule=rule)
    series = expect(send(staff, "/api/series", body | {"later": True}), 201)
    (client,) = found(staff, mark)
    assert client["bookings"] == 2
    for one in series["bookings"]:
        order = expect(staff.get(f"/api/staff/orders/{one['orderId']}"))["order"]
        assert order["contactEmail"] == f"{mark}@example.com"


def test_who_may_and_what_is_refused_at_its_field(
    staff: httpx.Client, stranger: httpx.Client, service: str
) -> None:
    mark, ghost = uuid4().hex[:8], str(uuid4())
    rule = {"unit": "week", "every": 1, "weekdays": [], "count": 2}
    for told in (
        {"newClient": called(mark)},
        {"clientId": ghost},
        {"client": ghost},
        {"later": True},
    ):
        refusal(send(stranger, HOLD, asked(service, **told)), 403, "forbidden")
        series = asked(service, rule=rule, **told)
        refusal(send(stranger, "/api/series", series), 403, "forbidden")
    cases: tuple[tuple[dict[str, Any], int, str, str | None], ...] = (
        ({"clientId": ghost}, 404, "client-not-found", None),
        ({"client": ghost}, 422, "client-unknown", "client"),
        ({"client": "guest", "clientId": ghost}, 422, "invalid-request", "client"),
        ({"newClient": {"name": " ", "phone": "12345"}}, 422, "invalid-request", "newClient.name"),
        ({"newClient": {"name": mark}}, 422, "client-invalid", "newClient.phone"),
        ({"newClient": called(mark, phone="x")}, 422, "client-invalid", "newClient.phone"),
        ({"newClient": called(mark, email="@x")}, 422, "client-invalid", "newClient.email"),
        ({"newClient": called(mark, email="a b@x")}, 422, "client-invalid", "newClient.email"),
    )
    for more, status, code, field in cases:
        answer = send(staff, HOLD, asked(service, **more))
        refusal(answer, status, code)
        assert answer.json().get("field") == field, more
    assert found(staff, mark) == []
