"""Staff change the shop's settings: one at a time, refused clearly, and on record."""

import httpx
import pytest

from holdfast.db.engine import Database
from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.live import add_product
from tests.support.people import log_in
from tests.support.postgres import execute, fetch
from tests.support.server import ServerProcess

PATH = "/api/staff/settings"


@pytest.fixture
def manager(client: httpx.Client) -> httpx.Client:
    log_in(client, MANAGER)
    return client


def test_a_new_shop_has_a_name_and_no_currency(manager: httpx.Client) -> None:
    shown = manager.get(PATH).json()
    assert shown["settings"]["name"] == "Holdfast"
    assert shown["settings"]["currency"] is None
    assert {"EUR", "KRW", "RUB"} < set(shown["currencies"])
    assert "PTS" not in shown["currencies"]
    refused = manager.patch(PATH, json={"preset": "marketplace"})
    assert (refused.status_code, refused.json()["code"]) == (409, "no-currency")


def test_one_changes_and_the_others_stay(
    manager: httpx.Client, shop: ServerProcess, client: httpx.Client
) -> None:
    assert manager.patch(PATH, json={"currency": "EUR"}).json()["currency"] == "EUR"
    changed = manager.patch(PATH, json={"name": "  Nine   Lives "})
    assert changed.status_code == 200, changed.text
    assert changed.json()["name"] == "Nine Lives"
    assert changed.json()["currency"] == "EUR"
    assert manager.get(PATH).json()["settings"] == changed.json()
    config = httpx.get(shop.url + "/api/config").json()  # visitors see it at once
    assert (config["shopName"], config["currency"]) == ("Nine Lives", "EUR")


async def test_the_audit_log_says_who_changed_what(
    manager: httpx.Client, shop: ServerProcess
) -> None:
    before = manager.get(PATH).json()["settings"]["name"]
    request = manager.patch(PATH, json={"name": "On record"}).headers["x-request-id"]
    manager.patch(PATH, json={"name": "On record"})  # nothing changed: nothing to tell
    rows = await fetch(
        shop.database_url,
        "SELECT actor, request, data->>'name' FROM audit_log WHERE action = 'settings.changed'"
        " AND data->'name'->>1 = 'On record'",
    )
    me = manager.get("/api/session").json()["user"]["id"]
    assert [(*row,) for row in rows] == [(f"user:{me}", request, f'["{before}", "On record"]')]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \t "}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"currency": "eur"}, "currency"),
        ({"currency": "PTS"}, "currency"),
        ({"currency": "XXX"}, "currency"),
        ({"currency": None}, "currency"),
        ({"name": "Fine", "currency": "gold"}, "currency"),
        ({}, None),
    ],
)
def test_what_is_not_a_setting_is_refused_by_its_name(
    manager: httpx.Client, body: dict[str, object], field: str | None
) -> None:
    before = manager.get(PATH).json()
    refused = manager.patch(PATH, json=body)
    assert refused.status_code == 422, refused.text
    assert refused.json()["code"] == "invalid-request"
    assert refused.json().get("field") == field
    assert manager.get(PATH).json() == before


async def test_the_currency_of_priced_goods_stays(
    manager: httpx.Client, shop: ServerProcess
) -> None:
    manager.patch(PATH, json={"currency": "EUR"})
    database = Database(shop.database_url, pool_size=1)
    await database.start()
    try:
        product, _ = await add_product(database)
    finally:
        await database.close()
    assert manager.get(PATH).json()["pricedIn"] == [{"currency": "EUR", "products": 1}]
    refused = manager.patch(PATH, json={"currency": "USD", "name": "Half"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "currency-in-use"
    assert refused.json()["field"] == "currency"
    assert "EUR: 1" in refused.json()["detail"]
    assert manager.get(PATH).json()["settings"]["name"] != "Half"
    archived = f"UPDATE products SET status = 'archived' WHERE id = '{product}'"
    await execute(shop.database_url, archived)
    assert manager.patch(PATH, json={"currency": "USD"}).json()["currency"] == "USD"


@pytest.mark.parametrize(("email", "status"), [(ADMIN, 200), (CUSTOMER, 403), (None, 401)])
def test_settings_are_for_staff(client: httpx.Client, email: str | None, status: int) -> None:
    if email is not None:
        log_in(client, email)
    assert client.get(PATH).status_code == status
    assert client.patch(PATH, json={"name": "By whom"}).status_code == status


def test_the_menu_has_a_wallet_only_where_the_shop_says_so(
    manager: httpx.Client, shop: ServerProcess
) -> None:
    def uses() -> dict[str, bool]:
        found: dict[str, bool] = httpx.get(shop.url + "/api/config").json()["uses"]
        return found

    nothing = uses()
    assert not any(nothing.values())
    assert manager.patch(PATH, json={"wallets": True}).json()["wallets"] is True
    assert uses() == nothing | {"wallet": True}
    assert manager.patch(PATH, json={"wallets": "yes"}).json()["field"] == "wallets"
    assert manager.patch(PATH, json={"wallets": False}).json()["wallets"] is False


def test_where_others_sell_the_pages_lead_to_where_one_asks_to(client: httpx.Client) -> None:
    log_in(client, ADMIN)
    assert client.get("/api/config").json()["uses"]["sellers"] is False
    assert client.post("/api/staff/sellers", json={"name": "Mill"}).status_code == 201
    assert client.get("/api/config").json()["uses"]["sellers"] is True


def test_first_steps_are_read_from_what_is_there(
    manager: httpx.Client, client: httpx.Client
) -> None:
    manager.patch(PATH, json={"name": "Stepwise", "currency": "EUR"})
    steps = manager.get("/api/staff/first-steps").json()
    assert (steps["name"], steps["currency"], steps["order"]) == (True, True, False)
    assert steps["payment"] is False  # by hand is possible; nobody has chosen it
    for on in (True, False, True):
        manager.patch(PATH, json={"manualPayment": on})
        assert manager.get("/api/staff/first-steps").json()["payment"] is on
    manager.patch(PATH, json={"name": "Holdfast"})
    assert manager.get("/api/staff/first-steps").json()["name"] is False
    assert (steps["charges"], steps["policies"], steps["home"]) == (False, False, False)
    manager.patch(PATH, json={"preset": "none"})  # nothing is charged, as somebody chose
    now = manager.get("/api/staff/first-steps").json()
    assert now["charges"] is True and not (now["picture"] or now["promotion"] or now["category"])
    log_in(client, CUSTOMER)
    assert client.get("/api/staff/first-steps").status_code == 403


def test_a_studio_without_products_comes_through_its_first_steps(manager: httpx.Client) -> None:
    def steps() -> tuple[bool, ...]:
        found = manager.get("/api/staff/first-steps").json()
        return tuple(found[one] for one in ("resource", "hours", "service", "product"))

    manager.patch(PATH, json={"currency": "EUR"})
    assert steps() == (False, False, False, False)
    asked: dict[str, object] = {"kind": "photographer", "name": "Anna", "zone": "Europe/Berlin"}
    made = manager.post("/api/staff/resources", json=asked, headers={"Idempotency-Key": "anna"})
    anna = made.json()["resource"]["id"]
    assert steps() == (True, False, False, False)
    hours = f"/api/staff/resources/{anna}/schedule"
    rules = [{"weekdays": [1, 2], "start": "09:00", "end": "18:00"}]
    held = {"If-Match": f'"{manager.get(hours).json()["version"]}"'}
    assert manager.put(hours, json={"rules": rules}, headers=held).status_code == 200
    assert steps() == (True, True, False, False)
    service = {
        "name": "Portrait", "currency": "EUR", "lengths": {"minutes": [60]}, "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "photographer", "kind": "photographer"}],
    }  # fmt: skip
    head = {"Idempotency-Key": "portrait"}
    assert manager.post("/api/staff/services", json=service, headers=head).status_code == 201
    assert steps() == (True, True, True, True)


def test_where_packages_are_sold_the_booking_page_leads_to_them(client: httpx.Client) -> None:
    log_in(client, ADMIN)
    assert client.get("/api/config").json()["uses"]["packages"] is False
    gift = {"kind": "certificate", "units": 5000, "price": 5000}
    package = {"name": "A gift", "items": [gift], "currency": "EUR"}
    made = client.post("/api/staff/packages", json=package).json()
    assert client.get("/api/config").json()["uses"]["packages"] is True
    path = f"/api/staff/packages/{made['id']}"
    tag = client.get(path).headers["etag"]
    ended = client.put(path, json=package | {"active": False}, headers={"If-Match": tag})
    assert ended.status_code == 200, ended.text
    assert client.get("/api/config").json()["uses"]["packages"] is False
