"""The sentence above the shop: staff write it, every page's first answer has it, and only while it
is to be seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.people import log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

PATH = "/api/staff/settings"
TEXTS = {"en": "Free delivery until Sunday", "ru": "Бесплатная доставка до воскресенья"}


@pytest.fixture
def manager(client: httpx.Client) -> httpx.Client:
    log_in(client, MANAGER)
    return client


def announce(manager: httpx.Client, **said: Any) -> dict[str, Any]:
    found: dict[str, Any] = expect(manager.patch(PATH, json={"announcement": said}))["announcement"]
    return found


def shown(shop: ServerProcess) -> dict[str, Any] | None:
    """To who has never been here."""
    found: dict[str, Any] | None = expect(httpx.get(f"{shop.url}/api/config"))["announcement"]
    return found


async def test_what_staff_announce_stands_in_the_config_until_it_is_taken_away(
    manager: httpx.Client, shop: ServerProcess, shop_database_url: str
) -> None:
    assert shown(shop) is None
    kept = announce(manager, texts={**TEXTS, "en": f"  {TEXTS['en']} "}, link="/category/lamps")
    assert kept == {"texts": TEXTS, "link": "/category/lamps", "beginsAt": None, "endsAt": None}
    first = shown(shop)
    assert first is not None
    assert first.items() >= kept.items()
    announce(manager, texts=TEXTS, link="/category/lamps", endsAt="2099-01-01T00:00:00Z")
    again = shown(shop)
    assert again is not None
    assert again["id"] == first["id"], "who put it away has put it away"
    assert again["endsAt"] == "2099-01-01T00:00:00.000Z"
    announce(manager, texts={"en": "Something else"})
    other = shown(shop)
    assert other is not None and other["id"] != first["id"]
    rows = await fetch(
        shop_database_url,
        "SELECT data FROM audit_log WHERE action = 'settings.changed' ORDER BY at DESC LIMIT 1",
    )
    assert "Something else" in str(rows[0][0])
    announce(manager)
    assert shown(shop) is None


def test_it_is_told_ahead_and_no_more_once_it_is_over(
    manager: httpx.Client, shop: ServerProcess
) -> None:
    """Pages that are open show it from its beginning on, by the server's clock."""
    soon = datetime.now(UTC) + timedelta(hours=1)
    announce(manager, texts=TEXTS, beginsAt=soon.isoformat())
    said = shown(shop)
    assert said is not None and said["beginsAt"] is not None
    announce(manager, texts=TEXTS, endsAt="2026-01-01T00:00:00Z")
    assert shown(shop) is None
    announce(manager)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"texts": {"en": "x" * 161}}, "invalid-request", "announcement.texts.en"),
        ({"texts": {"en": " "}}, "invalid-request", "announcement.texts.en"),
        ({"texts": {"en": "two\nlines"}}, "invalid-request", "announcement.texts.en"),
        ({"texts": {"tlh": "nuqneH"}}, "invalid-request", "announcement.texts.tlh"),
        ({"texts": TEXTS, "link": "javascript:alert(1)"}, "charges-invalid", "announcement.link"),
        ({"texts": TEXTS, "link": "//elsewhere.example"}, "charges-invalid", "announcement.link"),
        ({"texts": TEXTS, "link": "http://a.example"}, "charges-invalid", "announcement.link"),
        (
            {"beginsAt": "2030-01-02T00:00:00Z", "endsAt": "2030-01-02T00:00:00Z"},
            "charges-invalid",
            "announcement.endsAt",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_by_its_field(
    manager: httpx.Client, shop: ServerProcess, said: dict[str, Any], code: str, field: str
) -> None:
    refused = refusal(manager.patch(PATH, json={"announcement": said}), 422, code)
    assert str(refused["errors"][0]["field"]).startswith(field)
    assert shown(shop) is None
