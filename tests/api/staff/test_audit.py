"""Staff read who did what: found by who did it, by the order or booking, by its kind and day."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.market import STAFF, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person
from tests.support.server import ServerProcess

AUDIT = "/api/staff/audit"


@pytest.fixture
def staff(server: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as one:
        expect(one.post("/api/session/login", json=STAFF))
        yield one


def audit(staff: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = expect(staff.get(AUDIT, params=asked))["lines"]
    return lines


def client_made(staff: httpx.Client) -> tuple[str, str]:
    """Of a new client the id, and the request in which they were written down."""
    body = {"name": f"Vera {uuid4().hex[:8]}"}
    key = {"Idempotency-Key": uuid4().hex}
    answer = staff.post("/api/staff/clients", json=body, headers=key)
    return str(expect(answer, 201)["client"]["id"]), answer.headers["x-request-id"]


def test_what_was_done_is_found_with_who_did_it(staff: httpx.Client) -> None:
    me = expect(staff.get("/api/session"))["user"]
    client, request = client_made(staff)
    (line,) = audit(staff, q=client, about="client")
    assert (line["action"], line["subject"], line["request"]) == ("client.made", client, request)
    assert (line["actor"], line["actorName"]) == (f"user:{me['id']}", me["name"])
    # By who did it: a name, an address, an id.
    for q in (me["email"], f"user:{me['id']}", me["id"]):
        assert line["id"] in {one["id"] for one in audit(staff, q=q, about="client")}
    assert audit(staff, q=client, about="order") == []


def test_what_somebody_did_is_not_what_was_done_to_them(
    server: ServerProcess, staff: httpx.Client
) -> None:
    me = expect(staff.get("/api/session"))["user"]["id"]
    mail = f"{uuid4().hex}@test.example"
    add_person(server.database_url, mail)
    found = expect(staff.get("/api/staff/people", params={"q": mail}))["people"]
    ada = found[0]["userId"]
    expect(staff.post(f"/api/staff/people/{ada}/disable", json={"reason": "Asked for it"}))
    (line,) = audit(staff, q=f"user:{ada}", about="user", by=me)
    assert (line["action"], line["actor"]) == ("user.disabled", f"user:{me}")
    assert audit(staff, by=ada) == []
    assert line["id"] in {one["id"] for one in audit(staff, by=me, about="user")}
    assert {one["actor"] for one in audit(staff, by=me)} == {f"user:{me}"}
    refusal(staff.get(AUDIT, params={"by": "nobody"}), 422, "invalid-request")


def test_it_is_paged_bounded_by_days_and_taken_away(staff: httpx.Client) -> None:
    made = [client_made(staff)[0] for _ in range(3)]
    me = expect(staff.get("/api/session"))["user"]
    asked: dict[str, Any] = {"q": f"user:{me['id']}", "about": "client", "limit": 2}
    found: list[str] = []
    cursor = None
    while len(found) < 3:
        page = expect(staff.get(AUDIT, params=asked | ({"cursor": cursor} if cursor else {})))
        found += [one["subject"] for one in page["lines"]]
        cursor = page["nextCursor"]
    # Others may write meanwhile, but not as somebody else's clients.
    assert [one for one in found if one in made][:3] == made[::-1][: len(found)]
    assert audit(staff, q=made[0], **{"from": "2099-01-01T00:00:00Z"}) == []
    assert audit(staff, q=made[0], to="2020-01-01T00:00:00Z") == []
    sheet = staff.get(AUDIT, params={"q": made[1], "format": "csv"})
    (row,) = csv.DictReader(io.StringIO(sheet.text))
    assert (row["action"], row["subject"], row["name"]) == ("client.made", made[1], me["name"])


def test_what_is_asked_wrongly_is_named(staff: httpx.Client) -> None:
    refusal(staff.get(AUDIT, params={"cursor": "nonsense"}), 400, "bad-cursor")
    refusal(staff.get(AUDIT, params={"about": "Drop table"}), 422, "invalid-request")
    assert audit(staff, q="nobody is called that") == []


def test_it_is_for_staff_alone(server: ServerProcess) -> None:
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as nobody:
        refusal(nobody.get(AUDIT), 401, "login-required")
