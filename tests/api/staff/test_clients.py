"""Clients of the studio: whoever books is one; staff write them down, merge them, move what they
ask for over a board, and have them as files. Nobody else sees any of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess, until
from tests.support.studio import Someone, day_ahead, move_in

CLIENTS, BOARD, TASKS = (
    "/api/staff/clients",
    "/api/staff/client-requests",
    "/api/staff/client-tasks",
)
PHOTOGRAPHER = "lens@test.example"


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def customer(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, CUSTOMER)
        yield opened


def refused(answer: httpx.Response) -> tuple[int, str, str | None]:
    told = answer.json()
    return answer.status_code, told["code"], told.get("field")


def keyed(**more: Any) -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex} | more


def write(staff: httpx.Client, **about: Any) -> dict[str, Any]:
    made: dict[str, Any] = expect(staff.post(CLIENTS, json=about, headers=keyed()), 201)["client"]
    return made


def over(one: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{one["revision"]}"'}


def found(staff: httpx.Client, **query: Any) -> list[str]:
    return [one["name"] for one in expect(staff.get(CLIENTS, params=query))["clients"]]


def test_nobody_else_reads_or_changes_clients(
    shop: ServerProcess, staff: httpx.Client, customer: httpx.Client, client: httpx.Client
) -> None:
    one = write(staff, name="Private Person")["id"]
    add_person(shop.database_url, PHOTOGRAPHER, ["photographer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as lens:
        log_in(lens, PHOTOGRAPHER)
        asked = (
            ("GET", CLIENTS, None),
            ("POST", CLIENTS, {"name": "X"}),
            ("GET", f"{CLIENTS}/{one}", None),
            ("PUT", f"{CLIENTS}/{one}", {"name": "X"}),
            ("GET", f"{CLIENTS}/{one}/history", None),
            ("POST", f"{CLIENTS}/{one}/notes", {"text": "X"}),
            ("POST", f"{CLIENTS}/{one}/tasks", {"title": "X", "dueOn": "2026-12-01"}),
            ("POST", f"{CLIENTS}/{one}/merge", {"other": one, "otherRevision": 1}),
            ("GET", BOARD, None),
            ("POST", BOARD, {"clientId": one, "title": "X"}),
            ("GET", TASKS, None),
        )
        for who, status in ((client, 401), (customer, 403), (lens, 403)):
            for method, path, body in asked:
                answer = who.request(method, path, json=body)
                assert answer.status_code == status, (method, path, answer.text)
    unknown = f"{CLIENTS}/{UUID(int=7)}"
    assert refused(staff.get(unknown)) == (404, "client-not-found", None)
    assert refused(staff.get(f"{CLIENTS}/none")) == (404, "client-not-found", None)
    assert refused(staff.get(f"{unknown}/history")) == (404, "client-not-found", None)
    note = staff.post(f"{unknown}/notes", json={"text": "X"})
    assert refused(note) == (404, "client-not-found", None)


def test_a_client_is_written_down_once_found_and_changed_over_what_was_read(
    staff: httpx.Client,
) -> None:
    key, name = keyed(), f"Zoé {uuid4().hex[:6]}"
    asked = {
        "name": f" {name} ", "email": "Zoe@Example.com", "phone": "+49 30 555-0102",
        "tags": ["wedding", "vip"], "consent": True,
    }  # fmt: skip
    one = expect(staff.post(CLIENTS, json=asked, headers=key), 201)["client"]
    again = expect(staff.post(CLIENTS, json=asked, headers=key), 201)["client"]
    assert again["id"] == one["id"] and one["name"] == name and one["consentBy"]
    other = staff.post(CLIENTS, json=asked | {"name": "Else"}, headers=key)
    assert refused(other)[1] == "idempotency-key-reused"

    for query in ({"q": name[:8]}, {"q": "zoe@exam"}, {"q": "30 5550102"}, {"tag": "vip"},
                  {"q": "030 555 0102"}, {"q": "+49 (30) 5550102"}):  # fmt: skip
        assert name in found(staff, **query), query
    assert name not in found(staff, q="%")
    assert name in found(staff, consent="true") and name not in found(staff, consent="false")

    changed = asked | {"name": name, "consent": False, "tags": []}
    saved = expect(staff.put(f"{CLIENTS}/{one['id']}", json=changed, headers=over(one)))["client"]
    assert (saved["consent"], saved["tags"], saved["revision"]) == (False, [], 2)
    late = staff.put(f"{CLIENTS}/{one['id']}", json=asked, headers=over(one))
    assert refused(late)[:2] == (412, "client-changed")
    assert refused(staff.put(f"{CLIENTS}/{one['id']}", json=asked))[:2] == (428, "version-missing")
    for field, bad in (
        ("email", "no address"), ("phone", "call me"), ("tags", ["a", "a"]), ("name", "x" * 201),
        ("tags", [f"t{n}" for n in range(21)]),
    ):  # fmt: skip
        status, _, at = refused(staff.post(CLIENTS, json={"name": "B", field: bad}))
        assert status == 422 and at is not None and at.startswith(field), (field, bad)


def test_notes_and_tasks_stand_with_a_client_and_what_is_due_comes_first(
    staff: httpx.Client,
) -> None:
    one = write(staff, name="Tasks")
    here, key = f"{CLIENTS}/{one['id']}", keyed()
    for _ in range(2):
        seen = expect(staff.post(f"{here}/notes", json={"text": "Comes late"}, headers=key), 201)
    assert [note["text"] for note in seen["notes"]] == ["Comes late"] and seen["notes"][0]["by"]
    gone = expect(staff.delete(f"{here}/notes/{seen['notes'][0]['id']}"))
    assert gone["notes"] == []
    elsewhere = f"{CLIENTS}/{write(staff, name='Other')['id']}/notes/{seen['notes'][0]['id']}"
    assert staff.delete(elsewhere).status_code == 200

    for title, due in (("later", "2001-02-01"), ("first", "2001-01-01")):
        asked = {"title": title, "dueOn": due}
        seen = expect(staff.post(f"{here}/tasks", json=asked, headers=keyed()), 201)
    assert [task["title"] for task in seen["tasks"]] == ["first", "later"]
    page = expect(staff.get(TASKS, params={"limit": 1}))
    assert (page["tasks"][0]["title"], page["tasks"][0]["client"]) == ("first", "Tasks")
    more = expect(staff.get(TASKS, params={"limit": 1, "cursor": page["nextCursor"]}))
    assert more["tasks"][0]["title"] == "later"
    first = f"{TASKS}/{page['tasks'][0]['id']}"
    for _ in range(2):
        left = expect(staff.put(first, json={"done": True}))["tasks"]
    assert "first" not in [task["title"] for task in left]
    assert expect(staff.put(first, json={"done": False}))["tasks"][0]["title"] == "first"
    assert refused(staff.put(f"{TASKS}/{UUID(int=3)}", json={"done": True}))[0] == 404
    bad = staff.post(f"{here}/tasks", json={"title": " ", "dueOn": "soon"})
    assert refused(bad)[0] == 422


def test_a_task_is_overdue_once_its_day_is_over_by_the_shops_clock(staff: httpx.Client) -> None:
    """Where it is another day now: half of the time yesterday, else tomorrow."""
    early = datetime.now(UTC).hour < 12
    zone = "Etc/GMT+12" if early else "Pacific/Kiritimati"
    today = datetime.now(ZoneInfo(zone)).date()
    here = f"{CLIENTS}/{write(staff, name='Overdue')['id']}"
    dispatch = expect(staff.get("/api/staff/settings"))["settings"]["dispatch"]
    expect(staff.patch("/api/staff/settings", json={"dispatch": dispatch | {"zone": zone}}))
    try:
        for due in (today, today - timedelta(days=1)):
            asked = {"title": str(due), "dueOn": str(due)}
            seen = expect(staff.post(f"{here}/tasks", json=asked, headers=keyed()), 201)["tasks"]
        assert [task["overdue"] for task in seen] == [True, False]
        left = expect(staff.put(f"{TASKS}/{seen[0]['id']}", json={"done": True}))["tasks"]
        assert all(task["overdue"] == (task["dueOn"] < str(today)) for task in left)
        assert not any(task["overdue"] for task in expect(staff.get(here))["tasks"])
    finally:
        expect(staff.patch("/api/staff/settings", json={"dispatch": dispatch}))


def test_requests_go_over_the_board_in_order(staff: httpx.Client) -> None:
    one = write(staff, name="Asks")

    def columns(answer: dict[str, Any]) -> dict[str, list[str]]:
        told: dict[str, list[str]] = {}
        for card in answer["requests"]:
            if card["clientId"] == one["id"]:
                told.setdefault(card["stage"], []).append(card["title"])
        return told

    def move(title: str, **to: Any) -> dict[str, Any]:
        cards = expect(staff.get(BOARD))["requests"]
        card = next(card for card in cards if card["title"] == title)
        answer = staff.post(f"{BOARD}/{card['id']}/move", json=to, headers=over(card))
        moved: dict[str, Any] = expect(answer)
        return moved

    for title in ("a", "b", "c"):
        asked = {"clientId": one["id"], "title": title, "wantedOn": "2027-01-05"}
        seen = expect(staff.post(BOARD, json=asked, headers=keyed()), 201)
    assert columns(seen) == {"new": ["c", "b", "a"]}
    assert columns(move("c", stage="new", place=3)) == {"new": ["b", "a", "c"]}
    assert columns(move("c", stage="new", place=2)) == {"new": ["b", "c", "a"]}
    move("a", stage="offered")
    assert columns(move("b", stage="offered", place=1)) == {"new": ["c"], "offered": ["b", "a"]}
    cards = {card["title"]: card for card in expect(staff.get(BOARD))["requests"]}
    stale = staff.post(
        f"{BOARD}/{cards['a']['id']}/move", json={"stage": "shot"}, headers={"If-Match": '"1"'}
    )
    assert refused(stale)[:2] == (412, "request-changed")
    saved = staff.put(
        f"{BOARD}/{cards['a']['id']}", json={"title": "a!", "note": "n"}, headers=over(cards["a"])
    )
    assert columns(expect(saved))["offered"] == ["b", "a!"]
    away = staff.post(f"{BOARD}/{cards['b']['id']}/away", headers=over(cards["b"]))
    assert columns(expect(away)) == {"new": ["c"], "offered": ["a!"]}
    own = expect(staff.get(f"{CLIENTS}/{one['id']}"))["requests"]
    assert sorted(card["title"] for card in own) == ["a!", "b", "c"]
    nowhere = staff.post(f"{BOARD}/{cards['a']['id']}/move", json={"stage": "lost"})
    assert refused(nowhere)[0] == 422


async def test_whoever_books_is_a_client_and_two_who_are_one_are_merged(
    shop: ServerProcess, staff: httpx.Client, customer: httpx.Client, shop_database_url: str
) -> None:
    room = Someone(kind="room", name="Crimson room")
    await move_in(shop_database_url, room)
    need = {"role": "room", "kind": "room", "resources": [str(room.id)]}
    terms = {
        "name": "Hire", "currency": "EUR", "lengths": {"minutes": [60]}, "grid": {"step": 30},
        "price": {"rule": "flat", "amount": 4_200}, "needs": [need],
    }  # fmt: skip
    service = expect(staff.post("/api/staff/services", json=terms), 201)["id"]
    asked = {"serviceId": service, "start": f"{day_ahead(3)}T10:00:00Z"}
    held = expect(customer.post("/api/bookings/hold", json=asked, headers=keyed()), 200)
    staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm", headers=keyed())

    def came() -> bool:
        return bool(expect(staff.get(CLIENTS, params={"q": CUSTOMER}))["clients"])

    until(came, PATIENCE, "who booked is a client")
    (row,) = expect(staff.get(CLIENTS, params={"q": CUSTOMER}))["clients"]
    sought = expect(staff.get("/api/staff/search", params={"q": CUSTOMER}))
    assert [one["id"] for one in sought["clients"]] == [row["id"]]
    assert [one["id"] for one in sought["bookings"]] == [held["bookingId"]]
    assert sought["bookings"][0]["serviceName"] == "Hire"
    assert sought["bookings"][0]["local"].startswith(str(day_ahead(3)))
    one_letter = expect(staff.get("/api/staff/search", params={"q": CUSTOMER[0]}))
    assert (one_letter["clients"], one_letter["bookings"]) == ([], [])
    assert row["source"] == "booking" and row["value"] == [{"currency": "EUR", "amount": 4_200}]
    assert (row["bookings"], row["orders"], row["lastVisit"]) == (1, 1, None) and row["nextVisit"]
    assert (row["lastZone"], row["nextZone"]) == (None, room.zone)

    twin = write(staff, name="By phone", email=CUSTOMER.upper(), tags=["phone"], consent=True)
    here = f"{CLIENTS}/{twin['id']}"
    seen = expect(staff.post(f"{here}/notes", json={"text": "Rang"}, headers=keyed()), 201)
    assert [one["id"] for one in seen["alike"]] == [row["id"]]
    merge = {"other": twin["id"], "otherRevision": 1}
    there = f"{CLIENTS}/{row['id']}"
    assert refused(staff.post(f"{there}/merge", json=merge))[:2] == (428, "version-missing")
    before = await fetch(shop_database_url, "SELECT key, balance FROM ledger_accounts ORDER BY 1")
    one = expect(staff.post(f"{there}/merge", json=merge, headers=over(row)))
    after = await fetch(shop_database_url, "SELECT key, balance FROM ledger_accounts ORDER BY 1")
    assert before == after
    client = one["client"]
    assert (client["name"], client["tags"], client["consent"]) == ("By phone", ["phone"], True)
    assert client["accounts"] == row["accounts"] and one["alike"] == []
    assert [note["text"] for note in one["notes"]] == ["Rang"]
    assert expect(staff.get(here))["client"]["id"] == row["id"]  # its old address leads on
    again = staff.post(f"{there}/merge", json=merge, headers=over(client))
    assert refused(again)[1] == "client-not-found"
    itself = {"other": row["id"], "otherRevision": 1}
    own = staff.post(f"{there}/merge", json=itself, headers=over(client))
    assert refused(own)[1] == "same-client"
    told = expect(staff.get(f"{there}/history"))["happened"]
    assert [(entry["kind"], entry["amount"]) for entry in told] == [("booking", 4_200)]
    (said,) = await fetch(
        shop_database_url, "SELECT data::text FROM audit_log WHERE action = 'client.merged'"
    )
    assert "Crimson" not in said[0] and CUSTOMER.upper() in said[0]


def test_a_file_comes_in_once_and_goes_out_as_it_came(staff: httpx.Client) -> None:
    mark = uuid4().hex[:6]
    file = (
        "Имя;Email;Телефон;Метки;Согласие;Заметка\r\n"
        f"Ольга {mark};olga-{mark}@example.com;+7 901 000-11-22;свадьба, vip;да;Любит утро\r\n"
        f"=Zed {mark};;;;;\r\n"
        "Bad;no address;;;;\r\n;;;;;\r\n"
    ).encode()

    def send(**query: Any) -> dict[str, Any]:
        answer = staff.post(
            f"{CLIENTS}/import", content=file, params=query, headers={"Content-Type": "text/csv"}
        )
        told: dict[str, Any] = expect(answer)
        return told

    def counts(told: dict[str, Any]) -> list[int]:
        return [told[name] for name in ("rows", "created", "updated", "unchanged", "leftOut")]

    assert counts(send(dryRun="true")) == [3, 2, 0, 0, 1]
    assert found(staff, q=mark) == []
    told = send()
    assert counts(told) == [3, 2, 0, 0, 1] and told["faults"][0]["line"] == 4
    assert counts(send()) == [3, 0, 0, 2, 1]
    (olga,) = expect(staff.get(CLIENTS, params={"q": f"olga-{mark}"}))["clients"]
    assert (olga["tags"], olga["consent"], olga["source"]) == (["свадьба", "vip"], True, "file")
    sheet = staff.get(CLIENTS, params={"q": mark, "format": "csv"})
    assert sheet.headers["content-type"].startswith("text/csv")
    assert f"'=Zed {mark}" in sheet.text and "+7 901 000-11-22" in sheet.text
    back = staff.post(
        f"{CLIENTS}/import", content=sheet.content, headers={"Content-Type": "text/csv"}
    )
    assert counts(expect(back)) == [2, 0, 0, 2, 0]
    for bad in (b"just words\nand more", b"\xff\xff\xff", b"Name\n\0"):
        answer = staff.post(f"{CLIENTS}/import", content=bad, headers={"Content-Type": "text/csv"})
        assert refused(answer)[:2] == (422, "client-file-invalid"), bad


def test_pages_follow_one_another_and_a_cursor_of_others_is_refused(staff: httpx.Client) -> None:
    mark = uuid4().hex[:6]
    for number in range(3):
        write(staff, name=f"Page {mark} {number}")
    page = expect(staff.get(CLIENTS, params={"q": mark, "limit": 2}))
    rest = expect(staff.get(CLIENTS, params={"q": mark, "limit": 2, "cursor": page["nextCursor"]}))
    names = [one["name"][-1] for one in (*page["clients"], *rest["clients"])]
    assert names == ["2", "1", "0"] and rest["nextCursor"] is None
    for path in (CLIENTS, TASKS, f"{CLIENTS}/{rest['clients'][0]['id']}/history"):
        assert refused(staff.get(path, params={"cursor": "forged"}))[:2] == (400, "bad-cursor")
