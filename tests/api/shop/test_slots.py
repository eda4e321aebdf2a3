"""Services and their times, over HTTP: what staff write, what clients find, and why none."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.booking.schedule import WeeklyRule
from holdfast.kit.zones import zone
from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

SERVICES, SLOTS = "/api/staff/services", "/api/slots"
MOSCOW = "Europe/Moscow"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def portrait(**more: Any) -> dict[str, Any]:
    return {
        "name": "Portrait",
        "texts": {"ru": {"name": "Портрет"}},
        "currency": "EUR",
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 60},
        "price": {
            "rule": "hourly",
            "amount": 9_000,
            "levels": {"master": 15_000},
            "uplifts": [{"start": 1080, "percent": 20}],
        },
        "deposit": {"rule": "percent", "value": 50},
        "needs": [{"role": "photographer", "kind": "photographer", "tags": ["portrait"]}],
        "people": 3,
    } | more


def test_staff_make_a_service_once_and_change_it_as_they_read_it(
    staff: httpx.Client, client: httpx.Client
) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    first = staff.post(SERVICES, json=portrait(), headers=key)
    made = expect(first, 201)
    assert expect(staff.post(SERVICES, json=portrait(), headers=key), 201) == made
    other = staff.post(SERVICES, json=portrait(name="Other"), headers=key)
    refusal(other, 422, "idempotency-key-reused")

    shown = expect(client.get(f"/api/services/{made['id']}", params={"locale": "ru"}))
    assert (shown["name"], shown["lengths"], shown["priceFrom"]) == ("Портрет", [60, 120], 9_000)
    assert shown["policy"]["steps"][0] == {"minutes": 1440, "percent": 50}
    own = {"steps": [{"minutes": 60, "percent": 30}], "weather": 10, "moves": 1, "moveMinutes": 60,
           "moveFee": None, "noShowMinutes": 15}  # fmt: skip
    changed = portrait(name="Portrait outdoors", active=False, policy=own)
    at = f"{SERVICES}/{made['id']}"
    refusal(staff.put(at, json=changed), 428, "version-missing")
    saved = staff.put(at, json=changed, headers={"If-Match": first.headers["etag"]})
    assert expect(saved)["revision"] == 2
    assert expect(saved)["policy"] == own
    late = staff.put(at, json=portrait(), headers={"If-Match": first.headers["etag"]})
    refusal(late, 412, "service-changed")
    assert expect(staff.get(at))["name"] == "Portrait outdoors"
    assert made["id"] in [one["id"] for one in expect(staff.get(SERVICES))["services"]]
    assert made["id"] not in [one["id"] for one in expect(client.get("/api/services"))["services"]]
    gone = client.get(f"/api/services/{made['id']}")
    refusal(gone, 404, "service-not-found")


def test_what_cannot_be_a_service_is_named(staff: httpx.Client, client: httpx.Client) -> None:
    bad = portrait(
        lengths={"minutes": [61]},
        needs=[{"role": "Who?", "kind": "photographer"}],
        deposit={"rule": "percent", "value": 200},
    )
    found = refusal(staff.post(SERVICES, json=bad), 422, "service-invalid")
    fields = {one["field"] for one in found["errors"]}
    assert fields == {"lengths.minutes", "needs[0].role", "deposit.value"}
    dear = {"steps": [{"minutes": 60, "percent": 50}, {"minutes": 120, "percent": 90}]}
    odd = refusal(staff.post(SERVICES, json=portrait(policy=dear)), 422, "service-invalid")
    assert [one["field"] for one in odd["errors"]] == ["policy.steps"]
    none = refusal(staff.post(SERVICES, json=portrait(needs=[])), 422, "service-invalid")
    assert [one["field"] for one in none["errors"]] == ["needs"]
    refusal(client.post(SERVICES, json=portrait()), 401, "login-required")
    preview = f"{SERVICES}/preview"
    refusal(client.post(preview, json=portrait()), 401, "login-required")
    refusal(staff.post(preview, json=bad), 422, "service-invalid")


@pytest.fixture(scope="module")
def people() -> dict[str, Someone]:
    """Anna is a master in Moscow; Boris, at work from three to six, is far away."""
    tag = {"tags": '["portrait"]'}
    return {
        "anna": Someone(
            kind="photographer", name="Anna", zone=MOSCOW,
            rules=(WeeklyRule(EVERY_DAY, 720, 1200),),
            more={**tag, "level": "master", "latitude": 55.75, "longitude": 37.62},
        ),
        "boris": Someone(
            kind="photographer", name="Boris", zone=MOSCOW,
            rules=(WeeklyRule(EVERY_DAY, 900, 1080),),
            more={**tag, "latitude": 59.94, "longitude": 30.31},
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def open_house(
    shop: ServerProcess, shop_database_url: str, people: dict[str, Someone]
) -> dict[str, Someone]:
    asyncio.run(move_in(shop_database_url, *people.values()))
    return people


def test_times_are_found_with_who_can_serve_them_both_clocks_and_the_price(
    staff: httpx.Client, client: httpx.Client, open_house: dict[str, Someone]
) -> None:
    made = expect(staff.post(SERVICES, json=portrait()), 201)
    day = day_ahead(3)
    asked = {
        "service": made["id"],
        "from": f"{day}T00:00",
        "to": f"{day + timedelta(days=1)}T00:00",
        "zone": "Asia/Seoul",
    }
    found = expect(client.get(SLOTS, params=asked))
    times = {one["local"]: one for one in found["times"]}
    assert list(times) == [f"{day}T{hour}:00+03:00" for hour in range(12, 20)]
    three = times[f"{day}T15:00+03:00"]
    assert (three["start"], three["visitor"]) == (
        f"{day}T12:00:00.000Z",
        f"{day}T21:00+09:00",
    )
    prices = {one["price"] for one in three["combinations"]}
    assert prices == {9_000, 15_000}
    evening = times[f"{day}T18:00+03:00"]["combinations"]
    assert [(one["price"], one["dueNow"]) for one in evening] == [(18_000, 9_000)]
    anna, boris = open_house["anna"], open_house["boris"]
    assert {one["name"] for one in found["resources"].values()} == {"Anna", "Boris"}
    again = expect(client.get(SLOTS, params=asked))
    assert again["times"] == found["times"]  # slot ids are stable

    two = expect(client.get(SLOTS, params=asked | {"length": 120, "resources": str(boris.id)}))
    assert [one["local"][11:16] for one in two["times"]] == ["15:00", "16:00"]
    near = {"near": "55.76,37.61", "most": 1}
    needs = [portrait()["needs"][0] | {"choice": "nearest", "withinKm": 50}]
    by_distance = expect(staff.post(SERVICES, json=portrait(needs=needs)), 201)
    close = expect(client.get(SLOTS, params=asked | near | {"service": by_distance["id"]}))
    assert {tuple(c["resources"]) for t in close["times"] for c in t["combinations"]} == {
        (str(anna.id),)
    }
    first = expect(client.get(SLOTS, params=asked | {"limit": 2}))
    assert len(first["times"]) == 2
    assert first["nextFrom"] == f"{day}T11:00:00.000Z"
    soon = expect(client.get(f"{SLOTS}/next", params={"service": made["id"], "count": 3}))
    assert len(soon["times"]) == 3
    assert soon["times"][0]["start"] > soon["serverTime"]


def test_people_are_named_in_the_readers_language_also_by_an_answer_that_is_kept(
    staff: httpx.Client, client: httpx.Client
) -> None:
    anna = {
        "kind": "photographer",
        "name": "Anna",
        "zone": MOSCOW,
        "texts": {"ru": {"name": "Анна"}, "ko": {"name": "안나"}},
    }
    who = expect(staff.post("/api/staff/resources", json=anna), 201)["resource"]["id"]
    rule = {"weekdays": list(EVERY_DAY), "start": "09:00", "end": "18:00"}
    path = f"/api/staff/resources/{who}/schedule"
    expect(staff.put(path, json={"rules": [rule]}, headers={"If-Match": '"0"'}))
    needs = [{"role": "photographer", "kind": "photographer", "resources": [who]}]
    service = expect(staff.post(SERVICES, json=portrait(needs=needs)), 201)["id"]

    def named(path: str, browser: str = "", **more: str) -> str:
        headers = {"Accept-Language": browser} if browser else {}
        answer = client.get(path, params={"service": service, **more}, headers=headers)
        return str(expect(answer)["resources"][who]["name"])

    for _ in range(2):  # made, and kept
        for browser, name in (("ru-RU,ru;q=0.9", "Анна"), ("ko", "안나"), ("de", "Anna")):
            assert named(SLOTS, browser) == name
            assert named(f"{SLOTS}/next", browser) == name
        assert named(SLOTS, "ru", locale="ko") == "안나"


def test_a_service_is_seen_before_it_is_saved(
    staff: httpx.Client, open_house: dict[str, Someone]
) -> None:
    before = len(expect(staff.get(SERVICES))["services"])
    seen = expect(staff.post(f"{SERVICES}/preview", json=portrait()))
    shown = [(one["minutes"], one["level"], one["price"], one["dueNow"]) for one in seen["prices"]]
    assert shown == [
        (60, None, 9_000, 4_500), (60, "master", 15_000, 7_500),
        (120, None, 18_000, 9_000), (120, "master", 30_000, 15_000),
    ]  # fmt: skip
    assert len(seen["times"]) == 5
    assert seen["reasons"] == []
    nobody = portrait(needs=[{"role": "kit", "kind": "equipment", "tags": ["none-has-it"]}])
    none = expect(staff.post(f"{SERVICES}/preview?locale=ru", json=nobody))
    assert none["times"] == []
    assert [(one["reason"], one["role"]) for one in none["reasons"]] == [("nobody", "kit")]
    assert len(expect(staff.get(SERVICES))["services"]) == before


def test_a_month_has_its_heat_and_a_day_without_times_its_reasons(
    staff: httpx.Client, client: httpx.Client, open_house: dict[str, Someone]
) -> None:
    made = expect(staff.post(SERVICES, json=portrait()), 201)
    month = f"{day_ahead(10):%Y-%m}"
    before = day_ahead(0, zone(MOSCOW))
    heat = expect(client.get(f"{SLOTS}/heat", params={"service": made["id"], "month": month}))
    assert heat["zone"] == MOSCOW
    assert heat["today"] in {str(before), str(day_ahead(0, zone(MOSCOW)))}
    by_day = {one["day"]: one for one in heat["days"]}
    assert by_day[f"{day_ahead(10)}"] == {
        "day": f"{day_ahead(10)}", "free": 8, "possible": 8, "level": 4,
    }  # fmt: skip
    assert expect(
        client.get(f"{SLOTS}/why", params={"service": made["id"], "day": str(day_ahead(3))})
    )["offered"]
    far = {"service": made["id"], "day": str(day_ahead(400))}
    told = expect(client.get(f"{SLOTS}/why", params=far | {"locale": "ru"}))
    assert not told["offered"]
    assert [(one["reason"], one["resource"]) for one in told["reasons"]] == [("horizon", None)]
    assert told["reasons"][0]["detail"] == "На этот день пока нельзя записаться."
    by_staff = expect(staff.get(f"{SLOTS}/why", params=far))["reasons"]
    assert {one["resource"] for one in by_staff} == {"Anna", "Boris"}
    nobody = portrait(needs=[{"role": "kit", "kind": "equipment", "tags": ["none-has-it"]}])
    other = expect(staff.post(SERVICES, json=nobody), 201)
    why = expect(
        client.get(f"{SLOTS}/why", params={"service": other["id"], "day": str(day_ahead(3))})
    )
    assert [one["reason"] for one in why["reasons"]] == ["nobody"]


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("", {"near": "55.75"}, "near"),
        ("", {"near": "91,0"}, "near"),
        ("", {"near": "nan,0"}, "near"),
        ("", {"resources": "anna"}, "resources"),
        ("", {"length": "90"}, "length"),
        ("", {"people": "4"}, "people"),
        ("", {"from": "2026-12-01", "to": "2026-12-01"}, "to"),
        ("", {"from": "2026-12-01", "to": "2027-12-01"}, "to"),
        ("", {"from": "1500-01-01"}, "from"),
        ("", {"from": "yesterday"}, "from"),
        ("", {"most": "11"}, "most"),
        ("", {"limit": "0"}, "limit"),
        ("/next", {"count": "21"}, "count"),
        ("/heat", {"month": "2026-13"}, "month"),
        ("/heat", {"month": "december"}, "month"),
        ("/heat", {}, "month"),
        ("/why", {"day": "2026-02-30"}, "day"),
        ("/why", {"day": "0001-01-01"}, "day"),
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_says_which_field(
    staff: httpx.Client, client: httpx.Client, path: str, query: dict[str, str], field: str
) -> None:
    made = expect(staff.get(SERVICES))["services"]
    known = [one["id"] for one in made if one["active"]]
    service = known[0] if known else expect(staff.post(SERVICES, json=portrait()), 201)["id"]
    found = refusal(
        client.get(f"{SLOTS}{path}", params={"service": service} | query), 422, "invalid-request"
    )
    assert found["field"] == field


def test_unknown_services_and_zones_are_said_so(staff: httpx.Client, client: httpx.Client) -> None:
    nobody = client.get(SLOTS, params={"service": str(uuid4())})
    refusal(nobody, 404, "service-not-found")
    made = expect(staff.post(SERVICES, json=portrait()), 201)["id"]
    zone = client.get(SLOTS, params={"service": made, "zone": "Mars/Olympus"})
    refusal(zone, 422, "unknown-zone")
