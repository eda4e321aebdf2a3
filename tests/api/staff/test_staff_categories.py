"""Staff make, rename, move and remove categories, and say what products are described by."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import in_shop, made, put
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

CATEGORIES, ATTRIBUTES = "/api/staff/categories", "/api/staff/attributes"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def name() -> str:
    return f"c{uuid4().hex[:10]}"


def add(staff: httpx.Client, called: str, parent: str | None = None, **more: Any) -> dict[str, Any]:
    asked = {"name": called, "parentId": parent} | more
    return one(expect(staff.post(CATEGORIES, json=asked), 201), called)


def one(tree: dict[str, Any], called: str) -> dict[str, Any]:
    (found,) = [each for each in tree["categories"] if each["name"] == called]
    kept: dict[str, Any] = found
    return kept


def below(tree: dict[str, Any], parent: str | None) -> list[str]:
    return [each["name"] for each in tree["categories"] if each["parentId"] == parent]


def move(
    staff: httpx.Client, category: dict[str, Any], parent: str | None, before: str | None = None
) -> httpx.Response:
    asked = {"parentId": parent, "before": before}
    return staff.put(f"{CATEGORIES}/{category['id']}/place", json=asked)


def test_a_category_is_made_once_and_shown_in_the_readers_language(
    staff: httpx.Client, client: httpx.Client
) -> None:
    called, key = name(), {"Idempotency-Key": uuid4().hex}
    asked = {"name": called, "translations": {"ru": f"{called} по-русски"}}
    first = expect(staff.post(CATEGORIES, json=asked, headers=key), 201)
    again = expect(staff.post(CATEGORIES, json=asked, headers=key), 201)
    assert one(first, called) == one(again, called)
    other = asked | {"name": name()}
    refusal(staff.post(CATEGORIES, json=other, headers=key), 422, "idempotency-key-reused")
    refusal(staff.post(CATEGORIES, json=asked), 422, "category-invalid")
    shown = expect(client.get("/api/categories", params={"locale": "ru"}))["categories"]
    assert f"{called} по-русски" in {each["name"] for each in shown}


def test_a_category_moves_with_all_that_is_below_it(staff: httpx.Client) -> None:
    root, other = add(staff, name()), add(staff, name())
    first, second, third = (add(staff, name(), root["id"]) for _ in range(3))
    leaf = add(staff, name(), first["id"])
    tree = expect(move(staff, third, root["id"], first["id"]))
    assert below(tree, root["id"]) == [third["name"], first["name"], second["name"]]
    tree = expect(move(staff, first, other["id"]))
    assert below(tree, other["id"]) == [first["name"]]
    assert one(tree, leaf["name"])["depth"] == 3
    tree = expect(move(staff, first, None))
    assert (one(tree, first["name"])["depth"], one(tree, leaf["name"])["depth"]) == (1, 2)
    problem = refusal(move(staff, first, leaf["id"]), 422, "category-invalid")
    assert problem["field"] == "parentId"
    refusal(move(staff, first, str(uuid4())), 422, "category-invalid")
    nobody = {"id": str(uuid4())}
    refusal(move(staff, nobody, None), 404, "category-not-found")


def test_the_tree_is_six_deep_at_most(staff: httpx.Client) -> None:
    way = [add(staff, name())]
    for _ in range(5):
        way.append(add(staff, name(), way[-1]["id"]))
    asked = {"name": name(), "parentId": way[-1]["id"]}
    assert refusal(staff.post(CATEGORIES, json=asked), 422, "category-invalid")["field"] == (
        "parentId"
    )
    two = add(staff, name())
    add(staff, name(), two["id"])
    refusal(move(staff, two, way[4]["id"]), 422, "category-invalid")
    expect(move(staff, two, way[3]["id"]))


def test_a_rename_is_seen_by_the_shop_and_told_with_what_it_was(
    staff: httpx.Client, client: httpx.Client, shop: ServerProcess
) -> None:
    category = add(staff, name())
    product = made(staff, categoryId=category["id"])
    assert in_shop(client, product)["category"] == category["name"]
    new = name()
    path = f"{CATEGORIES}/{category['id']}"
    renamed = one(expect(staff.put(path, json={"name": new, "slug": f"{new}-x"})), new)
    assert (renamed["slug"], renamed["products"]) == (f"{new}-x", 1)
    assert in_shop(client, product)["category"] == new
    listed = expect(client.get(f"/api/products/category/{new}-x"))["products"]
    assert [each["id"] for each in listed] == [product["id"]]
    refusal(staff.put(path, json={"name": "a > b"}), 422, "category-invalid")
    refusal(
        staff.put(path, json={"name": new, "translations": {"xx": "?"}}), 422, "invalid-request"
    )


async def test_what_was_changed_is_told_and_audited(
    staff: httpx.Client, shop: ServerProcess
) -> None:
    category = add(staff, name())
    new = name()
    expect(staff.put(f"{CATEGORIES}/{category['id']}", json={"name": new}))
    about = f"subject = '{category['id']}'"
    ((before, after),) = await fetch(
        shop.database_url,
        "SELECT data #>> '{before,name}', data #>> '{after,name}' FROM audit_log"
        f" WHERE {about} AND action = 'category.changed'",
    )
    assert (before, after) == (category["name"], new)
    told = await fetch(
        shop.database_url,
        f"SELECT data ->> 'change' FROM events WHERE type = 'category.changed' AND {about}"
        " ORDER BY id",
    )
    assert [row[0] for row in told] == ["made", "changed"]


def test_only_an_empty_category_goes(staff: httpx.Client) -> None:
    category = add(staff, name())
    child = add(staff, name(), category["id"])
    path = f"{CATEGORIES}/{category['id']}"
    refusal(staff.delete(path), 409, "category-in-use")
    product = made(staff, categoryId=child["id"])
    refusal(staff.delete(f"{CATEGORIES}/{child['id']}"), 409, "category-in-use")
    expect(put(staff, product, categoryId=None))
    for each in (child, category):
        tree = expect(staff.delete(f"{CATEGORIES}/{each['id']}"))
        assert each["name"] not in {one["name"] for one in tree["categories"]}
    refusal(staff.delete(path), 404, "category-not-found")
    refusal(put(staff, product, categoryId=category["id"]), 412, "product-changed")


def test_attributes_are_of_their_kind_and_shown(staff: httpx.Client, client: httpx.Client) -> None:
    code = f"a{uuid4().hex[:8]}"
    choice = {
        "name": "Material", "kind": "choice", "values": ["Wool", "Linen"], "facet": True,
        "translations": {"ru": "Материал"}, "valueTranslations": {"ru": {"Wool": "Шерсть"}},
    }  # fmt: skip
    expect(staff.put(f"{ATTRIBUTES}/{code}", json=choice))
    made_so = expect(staff.get(ATTRIBUTES))["attributes"]
    (version,) = [each["version"] for each in made_so if each["code"] == code]
    over = {"If-Match": f'"{version}"'}
    kind = staff.put(f"{ATTRIBUTES}/{code}", json=choice | {"kind": "text"}, headers=over)
    assert refusal(kind, 422, "attribute-invalid")["field"] == "kind"
    expect(staff.put(f"{ATTRIBUTES}/{code}-n", json={"name": "Width", "kind": "number"}))
    product = made(staff, attributes={code: "Wool", f"{code}-n": 1.5})
    assert product["attributes"] == {code: "Wool", f"{code}-n": 1.5}
    shown = expect(client.get(f"/api/products/{product['handle']}", params={"locale": "ru"}))
    assert {(one["name"], one["value"]) for one in shown["product"]["attributes"]} == {
        ("Материал", "Шерсть"),
        ("Width", 1.5),
    }
    for wrong in ({code: "Silk"}, {f"{code}-n": "wide"}, {f"{code}-n": True}, {"nothing": 1}):
        problem = refusal(put(staff, product, attributes=wrong), 422, "product-invalid")
        assert problem["field"] == f"attributes.{next(iter(wrong))}"
    expect(staff.delete(f"{ATTRIBUTES}/{code}-n"))
    assert len(in_shop(client, product)["attributes"]) == 1
    # What it has of an attribute that is no more does not keep it from being saved.
    expect(put(staff, product, vendor="Mill"))
    refusal(staff.delete(f"{ATTRIBUTES}/{code}-n"), 404, "attribute-not-found")


def test_a_slug_of_before_leads_to_the_category_until_another_takes_it(
    staff: httpx.Client, client: httpx.Client
) -> None:
    called = name()
    made_one = add(staff, called)
    path = "/api/products/category"
    for slug in (f"{called}-2", f"{called}-3"):
        asked = {"name": called, "slug": slug}
        expect(staff.put(f"{CATEGORIES}/{made_one['id']}", json=asked))
    for former in (called, f"{called}-2"):
        moved = client.get(f"{path}/{former}", params={"sort": "new", "limit": 5})
        assert moved.status_code == 301
        assert moved.headers["location"] == f"{path}/{called}-3?sort=new&limit=5"
    assert expect(client.get(f"{path}/{called}-3"))["category"]["id"] == made_one["id"]
    # Made of a name, a new one's slug is none that leads elsewhere; asked for, it is given.
    other = add(staff, f"{called} 2")
    assert other["slug"] == f"{called}-2-2"
    taken = add(staff, f"{called} again", slug=called)
    assert expect(client.get(f"{path}/{called}"))["category"]["id"] == taken["id"]
    asked = {"name": called, "slug": f"{called}-2"}
    expect(staff.put(f"{CATEGORIES}/{made_one['id']}", json=asked))
    assert client.get(f"{path}/{called}-3").headers["location"] == f"{path}/{called}-2"
