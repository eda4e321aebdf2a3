"""Synonyms, searches without results, and an index that is made anew."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_search import search, soon
from tests.api.staff.drafts import made
from tests.support.command import holdfast
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess, until

SYNONYMS, MISSES = "/api/staff/search/synonyms", "/api/staff/search/misses"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def save(staff: httpx.Client, revision: int, *groups: list[str]) -> httpx.Response:
    return staff.put(SYNONYMS, json={"revision": revision, "groups": list(groups)})


def test_synonyms_find_what_the_others_do(staff: httpx.Client, client: httpx.Client) -> None:
    product = made(staff, name="Wombat sofa")
    soon(lambda: search(client, "wombat")["total"] == 1, "a new product is found")
    assert search(client, "settee")["total"] == 0
    before = expect(staff.get(SYNONYMS))
    saved = expect(save(staff, before["revision"], ["Settee", "sofa"], ["телик", "TV"]))
    assert saved["groups"] == [["settee", "sofa"], ["телик", "tv"]]
    soon(lambda: search(client, "settee")["total"] == 1, "its synonym finds it")
    assert search(client, "settee")["products"][0]["id"] == product["id"]
    # The same again changes nothing; what somebody else has changed is not overwritten.
    again = expect(save(staff, saved["revision"], *saved["groups"]))
    assert again["revision"] == saved["revision"]
    refusal(save(staff, before["revision"]), 409, "synonyms-changed")
    for groups, at in (
        ([["alone"]], "groups[0]"),
        ([["a", "b"], ["one", "one"]], "groups[1]"),
        ([["", "b"]], "groups[0]"),
        ([["a b c d e", "f"]], "groups[0]"),
    ):
        problem = refusal(save(staff, saved["revision"], *groups), 422, "synonyms-invalid")
        assert problem["errors"][0]["field"] == at
    refusal(client.get(SYNONYMS), 401, "login-required")
    refusal(client.get(MISSES), 401, "login-required")


def test_what_is_looked_for_in_vain_is_counted(staff: httpx.Client, client: httpx.Client) -> None:
    def counted() -> dict[str, int]:
        found: list[Any] = expect(staff.get(MISSES))["misses"]
        return {one["query"]: one["count"] for one in found}

    search(client, "wvxkqj zzqq")
    until(lambda: "wvxkqj zzqq" in counted(), PATIENCE, "what came before is counted")
    assert staff.delete(MISSES).status_code == 204
    for _ in range(3):
        search(client, "Quux  Ёлка")
    search(client, "xyzzy")

    wanted = {"quux елка": 3, "xyzzy": 1}
    until(lambda: counted().items() >= wanted.items(), PATIENCE, "they are counted")
    first = expect(staff.get(MISSES, params={"limit": 1}))
    assert first["misses"][0]["query"] == "quux елка"
    rest = expect(staff.get(MISSES, params={"cursor": first["nextCursor"]}))
    assert "quux елка" not in {one["query"] for one in rest["misses"]}
    assert staff.delete(MISSES, params={"query": "xyzzy"}).status_code == 204
    assert "xyzzy" not in counted()
    assert staff.delete(MISSES).status_code == 204
    assert counted() == {}


def test_an_index_is_made_anew_while_the_old_one_serves(
    shop: ServerProcess, staff: httpx.Client, client: httpx.Client
) -> None:
    made(staff, name="Numbat chair")
    soon(lambda: search(client, "numbat")["total"] == 1, "a new product is found")
    folder = shop.data / "search"
    before = (folder / "current").read_text()
    words = ("--data", str(shop.data), "--database-url", shop.database_url)
    assert holdfast("reindex", *words).returncode == 0
    assert (folder / "current").read_text() != before
    assert search(client, "numbat")["total"] == 1
    soon(lambda: not (folder / before).exists(), "the old one is gone")
    made(staff, name="Numbat table")
    soon(lambda: search(client, "numbat")["total"] == 2, "the new one follows the shop")
    shop.kill()
    shop.restart()
    assert search(client, "numbat")["total"] == 2


def test_what_an_attribute_is_called_now_is_found(
    staff: httpx.Client, client: httpx.Client
) -> None:
    attribute = "/api/staff/attributes/drowsy"
    told = expect(staff.put(attribute, json={"name": "Quokkaproof", "kind": "bool"}))["attributes"]
    (version,) = [one["version"] for one in told if one["code"] == "drowsy"]
    made(staff, name="Deck chair", attributes={"drowsy": True})
    soon(lambda: search(client, "quokkaproof")["total"] == 1, "its attribute finds it")
    over = {"If-Match": f'"{version}"'}
    expect(staff.put(attribute, json={"name": "Numbatproof", "kind": "bool"}, headers=over))
    soon(lambda: search(client, "numbatproof")["total"] == 1, "by the new name")
    assert search(client, "quokkaproof")["total"] == 0
    expect(staff.delete(attribute))
    soon(lambda: search(client, "numbatproof")["total"] == 0, "and no more by one taken away")
