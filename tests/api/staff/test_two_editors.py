"""Of two who change a category or an attribute the second is told, and nothing is lost unseen."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess

CATEGORIES, ATTRIBUTES = "/api/staff/categories", "/api/staff/attributes"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def over(read: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{read["version"]}"'}


def test_a_category_is_saved_over_what_was_read(staff: httpx.Client) -> None:
    name = f"Cups {uuid4().hex[:6]}"

    def among(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
        tree = expect(answer, status)["categories"]
        found: dict[str, Any] = next(one for one in tree if one["name"] == name)
        return found

    read = among(staff.post(CATEGORIES, json={"name": name}), 201)
    path, russian = f"{CATEGORIES}/{read['id']}", {"ru": "Чашки"}
    saved = among(staff.put(path, json={"name": name, "translations": russian}, headers=over(read)))
    assert saved["version"] != read["version"]
    korean = {"name": name, "translations": {"ko": "컵"}}
    refusal(staff.put(path, json=korean, headers=over(read)), 412, "category-changed")
    refusal(staff.put(path, json=korean, headers={"If-Match": "x"}), 428, "version-missing")
    assert among(staff.get(CATEGORIES)) == saved
    # Another place is no other category; and who names no version saves over whatever there is.
    moved = among(staff.put(f"{path}/place", json={"parentId": None}))
    assert moved["version"] == saved["version"]
    assert among(staff.put(path, json=korean))["translations"] == {"ko": "컵"}
    expect(staff.delete(path))


def test_an_attribute_is_saved_over_what_was_read(staff: httpx.Client) -> None:
    code = f"size-{uuid4().hex[:6]}"
    path, form = f"{ATTRIBUTES}/{code}", {"name": "Size", "kind": "choice", "values": ["S"]}

    def saved(headers: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
        answer = expect(staff.put(path, json=form | more, headers=headers))
        found: dict[str, Any] = next(one for one in answer["attributes"] if one["code"] == code)
        return found

    read = saved()
    now = saved(over(read), values=["S", "M"])
    again = saved(over(read), values=["S", "M"])
    assert again == now, "what is asked for is there already"
    stale = staff.put(path, json=form | {"values": ["S", "L"]}, headers=over(read))
    refusal(stale, 412, "attribute-changed")
    # Who names no version makes a new one, and there is one.
    other = staff.put(path, json=form | {"name": "Other"})
    assert refusal(other, 409, "attribute-exists")["field"] == "code"
    assert saved(values=["S", "M"]) == now, "what is asked for is there already"
    assert saved(over(now), values=["S", "M", "L"])["values"] == ["S", "M", "L"]
    expect(staff.delete(path))
    gone = staff.put(path, json=form, headers=over(now))
    refusal(gone, 412, "attribute-changed")
