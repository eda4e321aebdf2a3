"""A series over HTTP: what is in the way is named with its next times, booked all or the free ones,
paid, moved and cancelled as one; refusals name the field."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from tests.api.shop.series.scene import (
    HOLD,
    SERIES,
    Json,
    asked,
    locals_of,
    open_each_day,
    opened,
    post,
    taken,
    wall,
)
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead


def test_a_client_is_told_what_is_in_the_way_and_books_what_is_free(
    client: httpx.Client, demo: ServerProcess, service: str
) -> None:
    with opened(demo) as rival:
        taken(rival, service, wall(10))
    found = expect(client.post(f"{SERIES}/check", json=asked(service)))
    assert (found["free"], found["price"], found["dueNow"]) == (3, 27_000, 13_500)
    second = found["sessions"][1]
    assert (second["free"], second["code"], second["day"]) == (
        False, "time-taken", str(day_ahead(10)),
    )  # fmt: skip
    assert [one["local"][11:16] for one in second["next"]] == ["09:00", "11:00", "11:30"]
    refused = refusal(post(client, "", asked(service)), 409, "series-conflicts")
    assert [one["code"] for one in refused["conflicts"]] == ["time-taken"]
    assert refused["conflicts"][0]["next"][0]["local"] == second["next"][0]["local"]
    # At another time that day, and one of them not at all.
    changes = [
        {"day": str(day_ahead(10)), "start": wall(10, "11:00")},
        {"day": str(day_ahead(24)), "start": None},
    ]
    key = uuid4().hex
    body = asked(service, changes=changes)
    made = expect(post(client, "", body, key), 201)
    assert locals_of(made) == [wall(3), wall(10, "11:00"), wall(17)]
    assert (made["price"], made["dueNow"], made["due"]) == (27_000, 13_500, 13_500)
    assert [one["series"]["number"] for one in made["bookings"]] == [1, 2, 3]
    assert expect(post(client, "", body, key), 201)["id"] == made["id"]
    refusal(post(client, "", asked(service), key), 422, "idempotency-key-reused")
    paid = expect(post(client, f"/{made['id']}/pay", {"provider": "demo"}))
    assert (paid["paid"], paid["left"]) == (3, 0)
    assert {one["status"] for one in paid["series"]["bookings"]} == {"confirmed"}
    mine = expect(client.get("/api/bookings"))["bookings"]
    assert {one["series"]["seriesId"] for one in mine} == {made["id"]}
    with opened(demo) as other:
        refusal(other.get(f"{SERIES}/{made['id']}"), 404, "series-not-found")
        refusal(post(other, f"/{made['id']}/cancel", {}), 404, "series-not-found")


def test_who_is_in_the_way_is_called_as_the_reader_calls_them(
    client: httpx.Client, demo: ServerProcess, service: str
) -> None:
    with opened(demo) as rival:
        taken(rival, service, wall(10))
    client.headers["Accept-Language"] = "ru"
    second = expect(client.post(f"{SERIES}/check", json=asked(service)))["sessions"][1]
    assert second["detail"] == "В это время недоступно: Анна."
    hold = {"serviceId": service, "start": wall(10)}
    refused = client.post(HOLD, json=hold, headers={"Idempotency-Key": uuid4().hex})
    assert "Анна" in refusal(refused, 409, "time-taken")["detail"]


def test_it_is_moved_and_cancelled_from_one_on_each_by_its_policy(
    client: httpx.Client, demo: ServerProcess, staff: httpx.Client, service: str
) -> None:
    made = expect(post(client, "", asked(service)), 201)
    expect(staff.post(f"/api/staff/series/{made['id']}/paid"))
    path, since = f"/{made['id']}", made["bookings"][1]["id"]
    with opened(demo) as rival:
        taken(rival, service, wall(18, "12:00"))
    shift = {"since": since, "days": 1, "time": "12:00"}
    checked = expect(post(client, f"{path}/move", shift | {"check": True}))
    assert [one["free"] for one in checked["sessions"]] == [True, False, True]
    assert locals_of(checked["series"])[1] == wall(10)
    refusal(post(client, f"{path}/move", shift), 409, "series-conflicts")
    key = uuid4().hex
    moved = expect(post(client, f"{path}/move", shift | {"take": "free"}, key))
    assert (moved["moved"], [one["code"] for one in moved["stayed"]]) == (2, ["time-taken"])
    after = [wall(3), wall(11, "12:00"), wall(17), wall(25, "12:00")]
    assert locals_of(moved["series"]) == after
    again = expect(post(client, f"{path}/move", shift | {"take": "free"}, key))
    assert (again["moved"], locals_of(again["series"])) == (2, after)
    # By half an hour they overlap what they were: none is in the way of itself.
    half = expect(post(client, f"{path}/move", {"since": since, "time": "12:30"}))
    assert half["moved"] == 3
    shown = expect(client.get(f"{SERIES}{path}/cancellation", params={"since": since}))
    assert (shown["count"], shown["refund"], shown["penalty"]) == (3, 13_500, 0)
    refusal(
        post(client, f"{path}/cancel", {"since": since, "expectedRefund": 20_000}),
        409, "cancellation-changed",
    )  # fmt: skip
    key = uuid4().hex
    body = {"since": since, "expectedRefund": 13_500}
    off = expect(post(client, f"{path}/cancel", body, key))
    assert (off["success"], off["cancelled"], off["refund"]) == (True, 3, 13_500)
    states = [one["status"] for one in off["series"]["bookings"]]
    assert states == ["confirmed", "cancelled", "cancelled", "cancelled"]
    assert expect(post(client, f"{path}/cancel", body, key))["cancelled"] == 3
    refusal(post(client, f"{path}/cancel", {"since": since}), 409, "booking-ended")


def either_of(staff: httpx.Client, service: str, name: str, **more: Any) -> tuple[str, str, str]:
    """A service like that, by who serves it and somebody else; and those two."""
    found = expect(staff.get(f"/api/staff/services/{service}"))
    (here,) = found["needs"][0]["resources"]
    boris = {"kind": "photographer", "name": name, "zone": "Europe/Berlin", "horizonDays": 60}
    there = expect(staff.post("/api/staff/resources", json=boris), 201)["resource"]["id"]
    open_each_day(staff, there)
    alike = {key: found[key] for key in ("currency", "lengths", "grid", "price", "series")}
    needs = [{"role": "who", "kind": "photographer", "resources": [here, there]}]
    body = alike | {"name": "Portrait", "needs": needs} | more
    made = expect(staff.post("/api/staff/services", json=body), 201)["id"]
    return made, here, there


def test_who_is_archived_leaves_a_series_that_is_moved_to_others(
    client: httpx.Client, staff: httpx.Client, service: str
) -> None:
    either, anna, boris = either_of(staff, service, "Boris")
    made = expect(post(client, "", asked(either, resources=[anna], rule={"count": 2})), 201)
    path = f"/api/staff/resources/{anna}"
    tag = {"If-Match": staff.get(path).headers["etag"]}
    expect(staff.post(f"{path}/archive", headers=tag))
    moved = expect(post(client, f"/{made['id']}/move", {"days": 1}))
    assert (moved["success"], moved["moved"]) == (True, 2)
    who = [one["resourceId"] for it in moved["series"]["bookings"] for one in it["resources"]]
    assert who == [boris, boris]


def test_a_session_that_staff_made_longer_stays_so_when_its_series_is_moved(
    client: httpx.Client, staff: httpx.Client, service: str
) -> None:
    price = {"rule": "hourly", "amount": 9_000}
    lengths = {"minutes": [60, 120]}
    either, _, _ = either_of(staff, service, "Vera", lengths=lengths, price=price)
    body = asked(either, rule={"count": 2}, client="guest", later=True)
    made = expect(post(staff, "", body), 201)
    first = made["bookings"][0]
    ends = datetime.fromisoformat(first["start"]) + timedelta(minutes=120)
    longer = {"end": ends.isoformat(), "price": 18_000, "reason": "They stay"}
    expect(staff.post(f"/api/staff/bookings/{first['id']}/change", json=longer))
    moved = expect(post(staff, f"/{made['id']}/move", {"days": 1}))
    assert (moved["success"], moved["moved"], moved["refund"]) == (True, 2, 0)
    lasts = [
        datetime.fromisoformat(one["end"]) - datetime.fromisoformat(one["start"])
        for one in moved["series"]["bookings"]
    ]
    assert lasts == [timedelta(minutes=120), timedelta(minutes=60)]
    assert [one["price"] for one in moved["series"]["bookings"]] == [18_000, 9_000]


def test_a_length_that_staff_gave_stays_when_they_move_it_and_its_client_moves_the_others(
    client: httpx.Client, staff: httpx.Client, service: str
) -> None:
    made = expect(post(client, "", asked(service, rule={"count": 2})), 201)
    expect(staff.post(f"/api/staff/series/{made['id']}/paid"))
    first = made["bookings"][0]
    ends = datetime.fromisoformat(first["start"]) + timedelta(minutes=75)
    longer = {"end": ends.isoformat(), "reason": "They stay"}
    expect(staff.post(f"/api/staff/bookings/{first['id']}/change", json=longer))
    path = f"/{made['id']}/move"
    refused = refusal(post(client, path, {"days": 1}), 409, "series-conflicts")
    assert [one["code"] for one in refused["conflicts"]] == ["not-offered"]
    moved = expect(post(client, path, {"days": 1, "take": "free"}))
    assert (moved["moved"], [one["code"] for one in moved["stayed"]]) == (1, ["not-offered"])
    assert locals_of(moved["series"]) == [wall(3), wall(11)]
    moved = expect(post(staff, path, {"days": 1}))
    assert (moved["moved"], moved["refund"]) == (2, 0)
    assert locals_of(moved["series"]) == [wall(4), wall(12)]
    assert [one["minutes"] for one in moved["series"]["bookings"]] == [75, 60]
    assert [one["price"] for one in moved["series"]["bookings"]] == [9_000, 9_000]


def test_a_series_of_what_is_offered_no_more_is_moved_by_staff(
    client: httpx.Client, staff: httpx.Client, service: str
) -> None:
    made = expect(post(client, "", asked(service, rule={"count": 2})), 201)
    at = f"/api/staff/services/{service}"
    found = staff.get(at)
    terms = {name: value for name, value in expect(found).items() if name not in ("id", "revision")}
    match = {"If-Match": found.headers["etag"]}
    expect(staff.put(at, json=terms | {"active": False}, headers=match))
    path = f"/{made['id']}/move"
    refusal(post(client, path, {"days": 1}), 404, "service-not-found")
    checked = expect(post(staff, path, {"days": 1, "check": True}))
    assert [one["free"] for one in checked["sessions"]] == [True, True]
    moved = expect(post(staff, path, {"days": 1}))
    assert locals_of(moved["series"]) == [wall(4), wall(11)]


def test_staff_book_for_a_client_who_pays_each_when_it_comes(
    client: httpx.Client, staff: httpx.Client, service: str
) -> None:
    body = asked(service, client="guest", later=True, rule={"every": 2, "count": 3})
    made = expect(post(staff, "", body), 201)
    assert {one["status"] for one in made["bookings"]} == {"confirmed"}
    assert (made["dueNow"], made["due"], made["later"]) == (0, 27_000, True)
    first = made["bookings"][0]["id"]
    assert staff.post(f"/api/staff/bookings/{first}/rest-paid", json={}).status_code == 204
    assert expect(staff.get(f"{SERIES}/{made['id']}"))["due"] == 18_000
    off = expect(post(staff, f"/{made['id']}/cancel", {"cause": "studio", "reason": "Ill"}))
    assert (off["cancelled"], off["refund"]) == (3, 9_000)
    refusal(post(client, "", asked(service, later=True)), 403, "forbidden")
    refusal(post(client, "", asked(service, client="guest")), 403, "forbidden")


def test_what_cannot_be_asked_is_refused(client: httpx.Client, service: str) -> None:
    invalid: tuple[Json, ...] = (
        {},
        {"count": 1},
        {"count": 4, "every": 0},
        {"count": 4, "weekdays": [8]},
        {"count": 4, "unit": "day", "weekdays": [1]},
        {"unit": "year", "count": 4},
        {"until": "1999-01-01"},
        {"unit": "day", "until": "2200-01-01"},
        {"unit": "day", "until": str(day_ahead(100))},  # too many
    )
    changes: list[tuple[Json, int, str]] = [
        *(({"rule": rule}, 422, "invalid-request") for rule in invalid),
        ({"rule": {"count": 7}}, 403, "forbidden"),  # more than clients may
        ({"length": 90}, 422, "not-offered"),
        ({"start": wall(3, "10:07")}, 422, "not-offered"),
        ({"resources": [str(uuid4())]}, 422, "not-offered"),
        ({"serviceId": str(uuid4())}, 404, "service-not-found"),
    ]
    for change, status, code in changes:
        refusal(post(client, "", asked(service, **change)), status, code)
        refusal(client.post(f"{SERIES}/check", json=asked(service, **change)), status, code)


def test_days_beyond_the_horizon_are_named_so(client: httpx.Client, service: str) -> None:
    far = asked(service, rule={"every": 5, "count": 3}, start=wall(1))
    found = expect(client.post(f"{SERIES}/check", json=far))
    assert [one["code"] for one in found["sessions"]] == [None, None, "too-far-ahead"]


def test_it_repeats_by_the_clock_of_whoever_serves_the_time_that_was_chosen(
    client: httpx.Client, staff: httpx.Client, service: str
) -> None:
    """Some who could serve it are elsewhere: their clock is not the one that was looked at."""
    found = expect(staff.get(f"/api/staff/services/{service}"))
    here = found["needs"][0]["resources"]
    sora = {"kind": "photographer", "name": "Sora", "zone": "Asia/Seoul", "horizonDays": 60}
    there = expect(staff.post("/api/staff/resources", json=sora), 201)["resource"]["id"]
    open_each_day(staff, there)
    for some in ([there, *here], [*here, there]):
        both = {key: found[key] for key in ("currency", "lengths", "grid", "price", "series")}
        needs = [{"role": "who", "kind": "photographer", "resources": some}]
        body = both | {"name": "Portrait", "needs": needs}
        either = expect(staff.post("/api/staff/services", json=body), 201)["id"]
        for zone, hour in (("Asia/Seoul", 10), ("Europe/Berlin", 16)):
            start = datetime.combine(day_ahead(3), time(hour), ZoneInfo(zone))
            chosen = asked(either, start=start.isoformat(), rule={"count": 2})
            checked = expect(client.post(f"{SERIES}/check", json=chosen))
            assert checked["zone"] == zone
            hours = [one["local"][11:16] for one in checked["sessions"]]
            assert hours == [f"{hour}:00"] * 2, zone
