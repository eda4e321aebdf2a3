"""What a merchant decides about the shop's pages: languages, colour, how long goods are held, and
the shop's texts; everybody goes by it at once."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess, until

SETTINGS, POLICIES = "/api/staff/settings", "/api/staff/policies"


@pytest.fixture
def manager(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def over(answer: httpx.Response) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


def test_pages_look_and_speak_as_the_merchant_says(
    manager: httpx.Client, client: httpx.Client
) -> None:
    shown = manager.get(SETTINGS)
    assert shown.json()["accent"] is None
    assert shown.json()["holdSecondsAtStart"] == 900.0
    changes = {"languages": ["ru", "ko"], "accent": "#FFD400", "holdSeconds": 600}
    kept = manager.patch(SETTINGS, json=changes, headers=over(shown))
    assert expect(kept)["accent"] == "#ffd400"
    config = client.get("/api/config").json()
    assert (config["locales"], config["holdSeconds"]) == (["ru", "ko"], 600.0)
    light, dark = config["accent"]["light"], config["accent"]["dark"]
    assert light["contrast"] >= 4.5 and dark["contrast"] >= 4.5
    assert light["accent"] != "#ffd400" and dark["accent"] == "#ffd400"
    assert expect(manager.get(f"{SETTINGS}/accent?colour=%23ffd400")) == config["accent"]
    stale = manager.patch(SETTINGS, json={"accent": None}, headers=over(shown))
    refusal(stale, 412, "settings-changed")
    back = {"languages": ["en", "ru", "ko"], "accent": None, "holdSeconds": None}
    expect(manager.patch(SETTINGS, json=back, headers=over(kept)))
    config = client.get("/api/config").json()
    assert (config["accent"], config["holdSeconds"]) == (None, 900.0)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["de"]}, "languages[0]"),
        ({"languages": ["en", "en"]}, "languages"),
        ({"accent": "red"}, "accent"),
        ({"accent": "#2447d3}body{"}, "accent"),
        ({"holdSeconds": 59}, "holdSeconds"),
        ({"holdSeconds": 86_401}, "holdSeconds"),
        ({"holdSeconds": "600"}, "holdSeconds"),
    ],
)
def test_what_cannot_be_is_named(
    manager: httpx.Client, body: dict[str, object], field: str
) -> None:
    assert refusal(manager.patch(SETTINGS, json=body), 422, "invalid-request")["field"] == field
    assert manager.get(f"{SETTINGS}/accent?colour=red").status_code == 422


async def test_texts_are_kept_by_language_and_on_record(
    manager: httpx.Client, client: httpx.Client, shop: ServerProcess
) -> None:
    shown = manager.get(POLICIES)
    assert expect(shown)["policies"] == []
    refusal(client.get("/api/policies/returns"), 404, "policy-not-found")
    text = {"html": "<p>30 days.</p><script>alert(1)</script>"}
    refusal(manager.put(f"{POLICIES}/returns/en", json=text), 428, "version-missing")
    kept = manager.put(f"{POLICIES}/returns/en", json=text, headers=over(shown))
    assert [one["html"] for one in expect(kept)["policies"]] == ["<p>30 days.</p>"]
    refusal(
        manager.put(f"{POLICIES}/returns/ru", json=text, headers=over(shown)),
        412,
        "settings-changed",
    )
    russian = {"html": "<p>30 дней.</p>"}
    again = manager.put(f"{POLICIES}/returns/ru", json=russian, headers=over(kept))
    assert client.get("/api/policies/returns?locale=ru").json()["html"] == "<p>30 дней.</p>"
    korean = client.get("/api/policies/returns?locale=ko").json()  # has none: the shop's first
    assert (korean["html"], korean["locale"]) == ("<p>30 days.</p>", "en")
    assert client.get("/api/config").json()["policies"] == ["returns"]
    for wrong in ("refunds/en", "returns/de"):
        answer = manager.put(f"{POLICIES}/{wrong}", json=text, headers=over(again))
        refusal(answer, 404, "policy-not-found")
    refusal(client.get("/api/policies/none"), 404, "policy-not-found")
    told = {"html": "<p>Harbour Goods Ltd, Tallinn</p>"}
    again = manager.put(f"{POLICIES}/contacts/en", json=told, headers=over(again))
    assert client.get("/api/config").json()["policies"] == ["contacts", "returns"]
    assert client.get("/api/policies/contacts").json()["html"] == told["html"]
    gone = manager.put(f"{POLICIES}/contacts/en", json={"html": ""}, headers=over(again))
    gone = manager.put(f"{POLICIES}/returns/en", json={"html": ""}, headers=over(gone))
    gone = manager.put(f"{POLICIES}/returns/ru", json={"html": " "}, headers=over(gone))
    assert expect(gone)["policies"] == []
    rows = await fetch(
        shop.database_url,
        "SELECT data->>'locale', data->'text'->>0 FROM audit_log WHERE action = 'policy.changed'"
        " AND subject = 'returns' ORDER BY id",
    )
    assert [(*row,) for row in rows] == [
        ("en", ""), ("ru", ""), ("en", "<p>30 days.</p>"), ("ru", "<p>30 дней.</p>"),
    ]  # fmt: skip


def test_there_are_texts_to_begin_with(manager: httpx.Client, client: httpx.Client) -> None:
    shown = expect(manager.get(f"{POLICIES}/starters"))["starters"]
    found = {(one["name"], one["locale"]): one["html"] for one in shown}
    assert len(found) == 6 * 3  # the shop sells no sessions: none about cancelling them
    assert "14 days" in found["returns", "en"]
    config = client.get("/api/config").json()
    assert expect(manager.get(SETTINGS))["settings"]["name"] in found["terms", "ko"]
    assert config["policies"] == []
    refusal(client.get("/api/policies/terms"), 404, "policy-not-found")


def test_texts_are_for_staff_to_write(client: httpx.Client) -> None:
    assert client.get(POLICIES).status_code == 401
    log_in(client, CUSTOMER)
    body, version = {"html": ""}, {"If-Match": '"1"'}
    assert client.put(f"{POLICIES}/terms/en", json=body, headers=version).status_code == 403


def test_every_process_goes_by_it_at_once(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    """Also where what was read a second ago would still do: the others hear of it."""
    add_person(database_url, MANAGER, ["manager"])
    one, other = (start_server(database_url=database_url) for _ in range(2))
    with httpx.Client(base_url=one.url) as staff:
        log_in(staff, MANAGER)

        def name_there() -> bool:
            return "Heard" in httpx.get(other.url).text

        httpx.get(other.url)
        expect(staff.patch(SETTINGS, json={"name": "Heard"}))
        until(name_there, PATIENCE, "the other process hears of the name")
