"""Staff make photographers, studios and equipment, say when they are open, and take time away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.kit.zones import zone_data_version
from tests.api.conftest import ADMIN, CUSTOMER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

PATH = "/api/staff/resources"
STUDIO: dict[str, Any] = {
    "kind": "studio", "name": "North light", "zone": "Europe/Berlin", "country": "DE",
    "address": "Torstr. 1", "latitude": 52.5287, "longitude": 13.4012, "tags": ["cyclorama"],
    "texts": {"ru": {"name": "Северный свет", "about": "Циклорама"}},
}  # fmt: skip
PERSON: dict[str, Any] = {"kind": "photographer", "name": "Ann", "zone": "Europe/Berlin"}
WEEK = {"rules": [{"weekdays": [1, 2, 3, 4, 5], "start": "09:00", "end": "18:00"}]}


@contextmanager
def visitor(shop: ServerProcess, email: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, email)
        yield client


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with visitor(shop, ADMIN) as client:
        yield client


@pytest.fixture(scope="module")
def photographers(shop: ServerProcess, shop_database_url: str) -> Iterator[list[httpx.Client]]:
    """Two of them, logged in."""
    emails = [f"{name}@studio.example" for name in ("ann", "bo")]
    for email in emails:
        add_person(shop_database_url, email, ["photographer"])
    with visitor(shop, emails[0]) as ann, visitor(shop, emails[1]) as bo:
        yield [ann, bo]


def make(staff: httpx.Client, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(staff.post(PATH, json=asked), 201)["resource"]
    return found


def over(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


async def test_a_resource_is_made_changed_archived_and_brought_back(
    staff: httpx.Client, client: httpx.Client, shop_database_url: str
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    answer = staff.post(PATH, json=STUDIO, headers=key)
    made = expect(answer, 201)["resource"]
    assert answer.headers["etag"] == '"1"'
    assert {name: made[name] for name in STUDIO} == STUDIO
    assert (made["status"], made["cellMinutes"], made["capacity"]) == ("active", 15, 1)
    assert expect(staff.post(PATH, json=STUDIO, headers=key), 201)["resource"] == made
    other = staff.post(PATH, json=STUDIO | {"name": "x"}, headers=key)
    refusal(other, 422, "idempotency-key-reused")

    at = f"{PATH}/{made['id']}"
    room = make(staff, {"kind": "room", "name": "Hall", "zone": "Europe/Berlin", "capacity": 8,
                        "studioId": made["id"]})  # fmt: skip
    make(staff, {"kind": "equipment", "name": "Lens", "zone": "Europe/Berlin", "capacity": 3})
    refusal(staff.put(at, json=STUDIO), 428, "version-missing")
    changed = STUDIO | {"bufferAfter": 30, "leadMinutes": 60}
    saved = expect(staff.put(at, json=changed, headers=over(1)))["resource"]
    assert (saved["revision"], saved["bufferAfter"]) == (2, 30)
    refusal(staff.put(at, json=changed, headers=over(1)), 412, "resource-changed")
    assert expect(staff.put(at, json=changed, headers=over(2)))["resource"]["revision"] == 2

    shown = expect(client.get("/api/studios?locale=ru"))["studios"]
    (mine,) = [one for one in shown if one["id"] == made["id"]]
    assert (mine["name"], mine["about"]) == ("Северный свет", "Циклорама")
    assert [one["id"] for one in mine["rooms"]] == [room["id"]]
    assert "bufferAfter" not in mine
    assert [one["capacity"] for one in expect(client.get("/api/equipment"))["equipment"]] == [3]

    far = make(staff, STUDIO | {"name": "Far", "latitude": 37.5665, "longitude": 126.978})
    nearest = expect(client.get("/api/studios?near=37,127"))["studios"]
    assert [one["id"] for one in nearest] == [far["id"], made["id"]]
    assert nearest[0]["distanceKm"] == pytest.approx(63, abs=1)
    for wrong in ("x", "91,0", "0,181", "1,2,3", "nan,0"):
        answer = client.get(f"/api/studios?near={wrong}")
        assert refusal(answer, 422, "invalid-request")["field"] == "near"
    assert expect(staff.get("/api/staff/conflicts"))["conflicts"] == []

    gone = expect(staff.post(f"{at}/archive", headers=over(2)))["resource"]
    assert (gone["status"], gone["revision"]) == ("archived", 3)
    assert made["id"] not in [one["id"] for one in expect(client.get("/api/studios"))["studios"]]
    archived = expect(staff.get(PATH, params={"status": "archived"}))["resources"]
    assert [one["id"] for one in archived] == [made["id"]]
    back = expect(staff.post(f"{at}/restore", headers=over(3)))["resource"]
    assert (back["status"], back["revision"]) == ("active", 4)

    rows = await fetch(
        shop_database_url,
        "SELECT action, data FROM audit_log WHERE subject = $1 ORDER BY id",
        made["id"],
    )
    assert [row[0] for row in rows] == [
        "resource.made", "resource.changed", "resource.archived", "resource.restored",
    ]  # fmt: skip
    assert '"buffer_after": 0' in rows[1][1]
    assert '"buffer_after": 30' in rows[1][1]
    told = await fetch(
        shop_database_url, "SELECT type FROM events WHERE subject = $1 ORDER BY id", made["id"]
    )
    assert [row[0] for row in told] == ["resource.made", *["resource.changed"] * 3]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"bufferBefore": 20}, "bufferBefore"),
        ({"cellMinutes": 7}, "cellMinutes"),
        ({"zone": "Asia/Kathmandu", "cellMinutes": 60}, "cellMinutes"),
        ({"capacity": 0}, "capacity"),
        ({"kind": "photographer", "capacity": 2}, "capacity"),
        ({"horizonDays": 999999}, "horizonDays"),
        ({"latitude": None}, "latitude"),
        ({"latitude": 91}, "latitude"),
        ({"country": "XX"}, "country"),
        ({"country": "DE-XX"}, "country"),
        ({"texts": {"xx": {"name": "x"}}}, "texts.xx"),
        ({"name": " "}, "name"),
        ({"tags": ["a", "a"]}, "tags"),
        ({"kind": "room", "studioId": str(uuid4())}, "studioId"),
        ({"kind": "photographer", "userId": str(uuid4())}, "userId"),
        ({"userId": str(uuid4())}, "userId"),
    ],
)
def test_a_resource_without_sense_is_refused_by_field(
    staff: httpx.Client, change: dict[str, Any], field: str
) -> None:
    told = refusal(staff.post(PATH, json=STUDIO | change), 422, "resource-invalid")
    assert told["field"] == field


def test_what_never_changes_is_refused(staff: httpx.Client, shop: ServerProcess) -> None:
    made = make(staff, STUDIO | {"name": "Fixed"})
    for change in ({"cellMinutes": 30}, {"kind": "room"}):
        answer = staff.put(f"{PATH}/{made['id']}", json=STUDIO | change, headers=over(1))
        assert refusal(answer, 422, "resource-invalid")["errors"][0]["code"] == "fixed"
    # Its cells are called by the days of its clock: by another's, one day would be sold twice.
    by_day = STUDIO | {"name": "By the day", "cellMinutes": 1440}
    made_by_day = make(staff, by_day)
    moved = by_day | {"zone": "Asia/Seoul"}
    answer = staff.put(f"{PATH}/{made_by_day['id']}", json=moved, headers=over(1))
    told = refusal(answer, 422, "resource-invalid")
    assert [(one["field"], one["code"]) for one in told["errors"]] == [("zone", "fixed")]
    unknown = f"{PATH}/{uuid4()}"
    refusal(staff.put(unknown, json=STUDIO, headers=over(1)), 404, "resource-not-found")
    refusal(staff.get(f"{PATH}/nonsense"), 404, "resource-not-found")
    large = staff.put(f"{PATH}/{made['id']}/schedule", content=b" " * 10_000_000,
                      headers=over(0) | {"content-type": "application/json"})  # fmt: skip
    assert large.status_code == 413
    with visitor(shop, CUSTOMER) as customer:
        refusal(customer.get(PATH), 403, "forbidden")


async def test_a_schedule_opens_days_and_says_why_others_are_closed(
    staff: httpx.Client, shop_database_url: str
) -> None:
    made = make(staff, STUDIO | {"name": "Scheduled"})
    at = f"{PATH}/{made['id']}"
    empty = staff.get(f"{at}/schedule")
    assert empty.headers["etag"] == '"0"'
    assert expect(empty)["schedule"]["holidays"] == "DE"
    days = expect(staff.get(f"{at}/days", params={"from": "2026-11-23", "days": 1}))["days"]
    assert days[0]["why"] == "no-rules"
    asked = WEEK | {
        "exceptions": [{"day": "2026-12-23", "note": "Repairs"},
                       {"day": "2026-12-26", "hours": [{"start": "10:00", "end": "12:30"}]}],
        "holidays": "DE",
    }  # fmt: skip
    answer = staff.put(f"{at}/schedule", json=asked, headers=over(0))
    said = expect(answer)
    version = said["version"]
    assert answer.headers["etag"] == f'"{version}"'
    assert said["zoneData"] == zone_data_version()
    refusal(staff.put(f"{at}/schedule", json=WEEK, headers=over(0)), 412, "resource-changed")
    days = expect(staff.get(f"{at}/days", params={"from": "2026-12-22", "days": 6}))["days"]
    shown = {one["day"][-2:]: (one["why"] or [s["begins"] for s in one["spans"]]) for one in days}
    assert shown == {
        "22": ["09:00"], "23": "exception", "24": ["09:00"], "25": "holiday", "26": ["10:00"],
        "27": "weekday",
    }  # fmt: skip
    assert days[4]["spans"][0]["end"] == "2026-12-26T11:30:00.000Z"

    # With another clock the schedule holds by that one, in a version of its own.
    moved = STUDIO | {"name": "Scheduled", "zone": "Asia/Seoul"}
    expect(staff.put(at, json=moved, headers=over(1)))
    after = expect(staff.get(f"{at}/schedule"))
    assert after["version"] > version
    assert after["schedule"]["zone"] == "Asia/Seoul"
    days = expect(staff.get(f"{at}/days", params={"from": "2026-12-22", "days": 1}))["days"]
    assert days[0]["spans"][0]["start"] == "2026-12-22T00:00:00.000Z"
    rows = await fetch(
        shop_database_url,
        "SELECT version FROM schedules WHERE resource_id = $1::uuid ORDER BY version",
        made["id"],
    )
    account = await fetch(
        shop_database_url,
        "SELECT version FROM ledger_accounts WHERE key = $1",
        f"schedule/{made['id']}",
    )
    assert [row[0] for row in rows] == [version, after["version"]]
    assert account[0][0] == after["version"]


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"rules": [{"weekdays": [1], "start": "9:00", "end": "18:00"}]}, "invalid-request",
         "rules[0].start"),
        ({"rules": [{"weekdays": [1], "start": "09:00", "end": "50:00"}]}, "invalid-request",
         "rules[0].end"),
        ({"rules": [{"weekdays": [1], "start": "18:00", "end": "09:00"}]}, "schedule-invalid",
         "rules[0].end"),
        ({"rules": [WEEK["rules"][0], {"weekdays": [5], "start": "17:00", "end": "20:00"}]},
         "schedule-invalid", "rules[1]"),
        ({"rules": [WEEK["rules"][0] | {"validFrom": "9999-01-01"}]}, "schedule-invalid",
         "rules[0].validFrom"),
        ({"rules": [WEEK["rules"][0] | {"studio": str(uuid4())}]}, "schedule-invalid",
         "rules[0].studio"),
        ({"exceptions": [{"day": "2026-02-30"}]}, "invalid-request", "exceptions[0].day"),
        ({"rules": WEEK["rules"] * 101}, "invalid-request", "rules"),
        ({"holidays": "ZZ"}, "schedule-invalid", "holidays"),
        ({"zone": "Asia/Seoul"}, "unknown-field", "zone"),
    ],
)  # fmt: skip
def test_a_schedule_without_sense_is_refused_by_field(
    staff: httpx.Client, photographers: list[httpx.Client], asked: Any, code: str, field: str
) -> None:
    mine = staff.get(PATH, params={"kind": "studio"}).json()["resources"]
    made = mine[0] if mine else make(staff, STUDIO)
    version = expect(staff.get(f"{PATH}/{made['id']}/schedule"))["version"]
    answer = staff.put(f"{PATH}/{made['id']}/schedule", json=asked, headers=over(version))
    assert refusal(answer, 422, code)["field"] == field


def test_a_photographer_sets_their_own_hours_and_nobody_else_s(
    staff: httpx.Client, photographers: list[httpx.Client], client: httpx.Client
) -> None:
    ann, bo = photographers
    ids = [expect(one.get("/api/session"))["user"]["id"] for one in (ann, bo)]
    mine = make(staff, PERSON | {"userId": ids[0], "tags": ["portrait"]})
    theirs = make(staff, PERSON | {"userId": ids[1], "name": "Bo"})
    again = staff.post(PATH, json=PERSON | {"userId": ids[0]})
    assert refusal(again, 422, "resource-invalid")["errors"][0]["code"] == "taken"
    assert [one["id"] for one in expect(ann.get(PATH))["resources"]] == [mine["id"]]
    at = f"{PATH}/{mine['id']}"
    expect(ann.put(f"{at}/schedule", json=WEEK, headers=over(0)))
    lunch = {"start": "2026-11-24T12:00", "end": "2026-11-24T13:00", "note": "Lunch"}
    block = expect(ann.post(f"{at}/blocks", json=lunch), 201)["block"]
    assert (block["start"], block["begins"]) == ("2026-11-24T11:00:00.000Z", "2026-11-24 12:00")
    refusal(ann.put(at, json=PERSON, headers=over(1)), 403, "forbidden")
    other = f"{PATH}/{theirs['id']}"
    for answer in (
        ann.get(other),
        ann.get(f"{other}/schedule"),
        ann.put(f"{other}/schedule", json=WEEK, headers=over(0)),
        ann.get(f"{other}/days", params={"from": "2026-11-23"}),
        ann.get(f"{other}/blocks"),
        ann.post(f"{other}/blocks", json=lunch),
        bo.delete(f"{at}/blocks/{block['id']}"),
    ):
        refusal(answer, 404, "resource-not-found")
    public = expect(client.get("/api/photographers"))["photographers"]
    assert {one["name"] for one in public} == {"Ann", "Bo"}
    assert not {"userId", "leadMinutes"} & public[0].keys()


def test_a_block_takes_time_away_until_it_is_lifted(staff: httpx.Client) -> None:
    made = make(staff, STUDIO | {"name": "Blocked"})
    at = f"{PATH}/{made['id']}"
    expect(staff.put(f"{at}/schedule", json=WEEK, headers=over(0)))
    key = {"Idempotency-Key": str(uuid4())}
    asked = {"start": "2026-11-24T12:00", "end": "2026-11-24T13:00+01:00"}
    block = expect(staff.post(f"{at}/blocks", json=asked, headers=key), 201)["block"]
    assert expect(staff.post(f"{at}/blocks", json=asked, headers=key), 201)["block"] == block
    soft = asked | {"start": "2026-11-25T00:00", "end": "2026-11-26T00:00", "soft": True}
    expect(staff.post(f"{at}/blocks", json=soft), 201)

    def opened() -> list[list[str]]:
        found = expect(staff.get(f"{at}/days", params={"from": "2026-11-24", "days": 2}))["days"]
        return [[f"{s['begins']}-{s['ends']}" for s in one["spans"]] for one in found]

    assert opened() == [["09:00-12:00", "13:00-18:00"], ["09:00-18:00"]]
    for wrong, code, field in (
        ({"end": "2026-11-24T11:00"}, "block-invalid", "end"),
        ({"end": "9999-12-31T23:59"}, "block-invalid", "end"),
        ({"start": "0001-01-01T00:00"}, "block-invalid", "start"),
        ({"end": "2100-01-01T00:00"}, "block-invalid", "end"),
        ({"start": "tomorrow"}, "invalid-request", "start"),
        ({"note": "x" * 501}, "invalid-request", "note"),
    ):
        answer = staff.post(f"{at}/blocks", json=asked | wrong)
        assert refusal(answer, 422, code)["field"] == field, wrong
    for _ in range(2):
        assert staff.delete(f"{at}/blocks/{block['id']}").status_code == 204
    refusal(staff.delete(f"{at}/blocks/{uuid4()}"), 404, "block-not-found")
    refusal(staff.delete(f"{at}/blocks/x"), 404, "block-not-found")
    assert opened()[0] == ["09:00-18:00"]
