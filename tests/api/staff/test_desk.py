"""What staff keep for their own work: saved views of lists, and forms that are not saved yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

VIEWS, DRAFTS = "/api/staff/views", "/api/staff/drafts"
COLLEAGUE = "colleague@test.example"


@contextmanager
def entered(shop: ServerProcess, email: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, email)
        yield opened


@pytest.fixture(scope="module")
def colleague(shop: ServerProcess) -> Iterator[httpx.Client]:
    add_person(shop.database_url, COLLEAGUE, ["manager"])
    with entered(shop, COLLEAGUE) as opened:
        yield opened


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with entered(shop, MANAGER) as opened:
        yield opened


def view(**more: Any) -> dict[str, Any]:
    return {"list": "products", "name": "To finish", "search": {"status": "draft"}} | more


def save(staff: httpx.Client, asked: dict[str, Any], view_id: str | None = None) -> str:
    named = view_id or str(uuid4())
    expect(staff.put(f"{VIEWS}/{named}", json=asked))
    return named


def gone(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.text) == (204, "")


def names(staff: httpx.Client, of: str = "products") -> list[str]:
    return [one["name"] for one in expect(staff.get(VIEWS, params={"list": of}))["views"]]


async def test_views_are_ones_own_until_they_are_shared(
    staff: httpx.Client, colleague: httpx.Client, shop: ServerProcess
) -> None:
    mine = save(staff, view())
    save(staff, view(list="orders", name="Unpaid", search={"payment": "unpaid"}))
    second = save(staff, view(name="Sold out", search={"q": "mug", "low": True}))
    assert names(staff) == ["To finish", "Sold out"]
    assert names(staff, "orders") == ["Unpaid"]
    assert names(colleague) == []
    # In another order; what is not named stands behind, what is a stranger's id says nothing.
    gone(staff.put(VIEWS, json={"ids": [second, str(uuid4())]}))
    assert names(staff) == ["Sold out", "To finish"]
    # Renamed and shared: the same view, seen by a colleague, who may not touch it.
    save(staff, view(name="  Drafts  ", shared=True), mine)
    save(staff, view(name="Drafts", shared=True), mine)
    assert names(staff) == ["Sold out", "Drafts"]
    seen = expect(colleague.get(VIEWS, params={"list": "products"}))["views"]
    assert [(one["name"], one["own"], one["search"]) for one in seen] == [
        ("Drafts", False, {"status": "draft"})
    ]
    assert seen[0]["ownerName"]
    for answer in (
        colleague.put(f"{VIEWS}/{mine}", json=view(name="Mine now")),
        colleague.delete(f"{VIEWS}/{mine}"),
        colleague.delete(f"{VIEWS}/{second}"),
        staff.delete(f"{VIEWS}/{uuid4()}"),
        staff.delete(f"{VIEWS}/no-id"),
    ):
        refusal(answer, 404, "view-not-found")
    # Its list stays what it was; an admin may take away what is shared, and only that.
    save(staff, view(list="orders", name="Drafts", shared=True), mine)
    assert "Drafts" in names(staff)
    with entered(shop, ADMIN) as admin:
        refusal(admin.delete(f"{VIEWS}/{second}"), 404, "view-not-found")
        gone(admin.delete(f"{VIEWS}/{mine}"))
    gone(staff.delete(f"{VIEWS}/{second}"))
    assert names(staff) == names(colleague) == []
    told = "SELECT action FROM audit_log WHERE subject = $1 ORDER BY id"
    rows = await fetch(shop.database_url, told, mine)
    assert [action for (action,) in rows] == ["view.shared", "view.removed"]


def test_views_are_bounded_and_looked_at(colleague: httpx.Client, shop: ServerProcess) -> None:
    made = [save(colleague, view(name=f"View {n}")) for n in range(50)]
    refusal(colleague.put(f"{VIEWS}/{uuid4()}", json=view()), 409, "too-many-views")
    save(colleague, view(name="Renamed all the same"), made[0])
    for bad in (
        view(list="Products!"),
        view(name="  "),
        view(name="x" * 61),
        view(search={"q": "x" * 201}),
        view(search={str(n): "x" for n in range(21)}),
        view(search={"deep": {"er": 1}}),
    ):
        refusal(colleague.put(f"{VIEWS}/{made[0]}", json=bad), 422, "invalid-request")
    unknown = view(filters={})
    refusal(colleague.put(f"{VIEWS}/{made[0]}", json=unknown), 422, "unknown-field")
    refusal(colleague.get(VIEWS), 422, "invalid-request")
    with entered(shop, CUSTOMER) as customer, httpx.Client(base_url=shop.url) as guest:
        refusal(customer.get(VIEWS, params={"list": "products"}), 403, "forbidden")
        refusal(guest.put(f"{VIEWS}/{made[0]}", json=view()), 401, "login-required")


def test_a_draft_is_kept_for_another_device(
    staff: httpx.Client, colleague: httpx.Client, shop: ServerProcess
) -> None:
    at = f"{DRAFTS}/product-{uuid4()}"

    def keep(version: int, name: str, **more: Any) -> httpx.Response:
        body = {"title": name, "form": {"name": name}, "basedOn": 3, "version": version} | more
        return staff.put(at, json=body)

    assert expect(staff.get(at))["draft"] is None
    assert expect(keep(0, "Mug"))["draft"]["version"] == 1
    assert expect(keep(1, "Mugs"))["draft"]["form"] == {"name": "Mugs"}
    # Another tab began from nothing, or from what was there before: neither overwrites.
    refusal(keep(0, "Cup"), 409, "draft-changed")
    refusal(keep(1, "Cup"), 409, "draft-changed")
    with entered(shop, MANAGER) as phone:
        found = expect(phone.get(at))["draft"]
        assert (found["form"], found["basedOn"], found["version"]) == ({"name": "Mugs"}, 3, 2)
        assert [one["title"] for one in expect(phone.get(DRAFTS))["drafts"]] == ["Mugs"]
    assert expect(colleague.get(at))["draft"] is None
    # Thrown away on one device, it does not come back from the other.
    gone(staff.delete(at))
    gone(staff.delete(at))
    refusal(keep(2, "Ghost"), 409, "draft-changed")
    assert expect(staff.get(DRAFTS))["drafts"] == []
    for bad in (keep(-1, "Mug"), keep(0, "x" * 256), keep(0, "Mug", form=[])):
        refusal(bad, 422, "invalid-request")
    refusal(staff.get(f"{DRAFTS}/Nothing%20of%20ours"), 422, "invalid-request")
    refusal(keep(0, "Mug", form={"name": "x" * 1_100_000}), 413, "body-too-large")
    for number in range(52):
        expect(staff.put(f"{DRAFTS}/product-{number}", json={"title": str(number), "form": {}}))
    kept = [one["title"] for one in expect(staff.get(DRAFTS))["drafts"]]
    assert kept == [str(number) for number in range(51, 1, -1)]


def test_a_description_is_shown_as_it_would_be_kept(staff: httpx.Client) -> None:
    path, html = "/api/staff/texts", "<p onclick='x()'>Oak<script>x()</script></p>"
    assert expect(staff.post(path, json={"html": html})) == {"html": "<p>Oak</p>"}
    refusal(staff.post(path, json={"html": "x" * 70_000}), 422, "invalid-request")
