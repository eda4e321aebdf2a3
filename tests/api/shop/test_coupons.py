"""Campaigns and coupons over HTTP: made by staff, given out to whoever is logged in."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from holdfast.db.engine import Database
from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.live import add_product
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import execute
from tests.support.server import ServerProcess

CAMPAIGNS, STAFF = "/api/coupon-campaigns", "/api/staff/coupon-campaigns"
TERMS = {"name": "Ten off", "rule": "percent", "value": 10, "quantity": 5}
LATER = (datetime.now(UTC) + timedelta(days=2)).isoformat()
EARLIER = (datetime.now(UTC) - timedelta(days=2)).isoformat()
OVER = {"opensAt": "2020-01-01T00:00:00Z", "closesAt": EARLIER}


@pytest.fixture
def staff(shop: ServerProcess) -> Any:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture
def customer(client: httpx.Client) -> httpx.Client:
    log_in(client, CUSTOMER)
    return client


def made(staff: httpx.Client, **terms: Any) -> dict[str, Any]:
    """A campaign that staff made."""
    campaign: dict[str, Any] = expect(staff.post(STAFF, json=TERMS | terms), 201)["campaign"]
    return campaign


def ask(client: httpx.Client, campaign: dict[str, Any], key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(f"{CAMPAIGNS}/{campaign['id']}/coupons", headers=headers)


def shown(client: httpx.Client, campaign: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(client.get(f"{CAMPAIGNS}/{campaign['id']}"))["campaign"]
    return found


# --- campaigns ----------------------------------------------------------------------------------


def test_staff_make_a_campaign_that_everybody_sees(
    staff: httpx.Client, client: httpx.Client
) -> None:
    campaign = made(staff, perCustomer=2, cap=900, currency="EUR", minimum=100, closesAt=LATER)
    assert campaign["remaining"] == campaign["quantity"] == 5
    assert (campaign["phase"], campaign["validDays"], campaign["scope"]) == ("open", 30, None)
    assert (campaign["cap"], campaign["minimum"], campaign["currency"]) == (900, 100, "EUR")
    assert shown(client, campaign) == campaign
    assert campaign in expect(client.get(CAMPAIGNS))["campaigns"]
    listed = expect(staff.get(STAFF))["campaigns"]
    assert campaign in [{k: v for k, v in one.items() if k != "figures"} for one in listed]


def test_a_campaign_is_called_as_its_reader_calls_it(
    staff: httpx.Client, client: httpx.Client, customer: httpx.Client
) -> None:
    campaign = made(staff, name="Welcome", translations={"ru": "Добро пожаловать"})
    expect(ask(customer, campaign), 201)
    path = f"/api/coupon-campaigns/{campaign['id']}"
    for locale, name in (("ru", "Добро пожаловать"), ("ko", "Welcome")):
        asked = {"locale": locale}
        assert expect(client.get(path, params=asked))["campaign"]["name"] == name
        (mine, *_) = expect(customer.get("/api/coupons", params=asked))["coupons"]
        assert mine["campaign"]["name"] == name
    (listed, *_) = expect(staff.get(STAFF))["campaigns"]
    assert (listed["name"], listed["translations"]) == ("Welcome", {"ru": "Добро пожаловать"})


def test_only_open_campaigns_are_listed_and_staff_see_all(
    staff: httpx.Client, client: httpx.Client
) -> None:
    upcoming, over = made(staff, opensAt=LATER), made(staff, **OVER)
    assert (upcoming["phase"], over["phase"]) == ("upcoming", "closed")
    listed = {one["id"] for one in expect(client.get(CAMPAIGNS))["campaigns"]}
    assert not listed & {upcoming["id"], over["id"]}
    assert shown(client, upcoming)["phase"] == "upcoming"
    known = {one["id"] for one in expect(staff.get(STAFF))["campaigns"]}
    assert {upcoming["id"], over["id"]} <= known


def test_lists_go_by_pages(staff: httpx.Client, client: httpx.Client) -> None:
    newest = [made(staff, name=f"page {number}")["id"] for number in range(5)][::-1]
    for reader, path in ((client, CAMPAIGNS), (staff, STAFF)):
        first = expect(reader.get(path, params={"limit": 2}))
        second = expect(reader.get(path, params={"limit": 2, "cursor": first["nextCursor"]}))
        found = [one["id"] for one in (*first["campaigns"], *second["campaigns"])]
        assert found == newest[:4]
        refusal(reader.get(path, params={"cursor": "nonsense"}), 400, "bad-cursor")


def test_a_repeated_campaign_is_the_same(staff: httpx.Client) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    first = expect(staff.post(STAFF, json=TERMS, headers=headers), 201)["campaign"]
    again = expect(staff.post(STAFF, json=TERMS, headers=headers), 201)["campaign"]
    assert again == first
    other = staff.post(STAFF, json=TERMS | {"quantity": 6}, headers=headers)
    refusal(other, 422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rule": "half"}, "rule"),
        ({"value": 0}, "value"),
        ({"value": 1.5}, "value"),
        ({"value": "10"}, "value"),
        ({"name": ""}, "name"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 10**9 + 1}, "quantity"),
        ({"perCustomer": 0}, "perCustomer"),
        ({"validDays": 0}, "validDays"),
        ({"scope": []}, "scope"),
        ({"scope": ["no id"]}, "scope[0]"),
        ({"name": "\u202eSpring"}, "name"),
        ({"opensAt": "tomorrow"}, "opensAt"),
        ({"opensAt": "2026-01-01T00:00:00"}, "opensAt"),  # of which zone?
        ({"opensAt": "9999-12-31T23:59:59-10:00"}, "opensAt"),
    ],
)
def test_malformed_terms_are_refused(
    staff: httpx.Client, wrong: dict[str, Any], field: str
) -> None:
    assert refusal(staff.post(STAFF, json=TERMS | wrong), 422, "invalid-request")["field"] == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": 101}, "value"),
        ({"name": "   "}, "name"),
        ({"cap": 5}, "currency"),
        ({"minimum": 5}, "currency"),
        ({"rule": "fixed"}, "currency"),
        ({"rule": "fixed", "currency": "EUR", "cap": 5}, "cap"),
        ({"currency": "EURO"}, "currency"),
        ({"opensAt": LATER, "closesAt": LATER}, "closesAt"),
        ({"scope": [str(uuid4())]}, "scope"),
    ],
)
def test_unsound_terms_are_refused(staff: httpx.Client, wrong: dict[str, Any], field: str) -> None:
    problem = refusal(staff.post(STAFF, json=TERMS | wrong), 422, "campaign-invalid")
    assert problem["field"] == field
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_a_campaign_may_be_for_some_products(
    shop: ServerProcess, shop_database_url: str
) -> None:
    database = Database(shop_database_url, pool_size=1)
    await database.start()
    product, _ = await add_product(database)
    await database.close()
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        log_in(staff, ADMIN)
        assert made(staff, scope=[str(product)])["scope"] == [str(product)]


def test_only_staff_make_and_list_campaigns(client: httpx.Client) -> None:
    refusal(client.post(STAFF, json=TERMS), 401, "login-required")
    refusal(client.get(STAFF), 401, "login-required")
    log_in(client, CUSTOMER)
    refusal(client.post(STAFF, json=TERMS), 403, "forbidden")
    refusal(client.get(STAFF), 403, "forbidden")


# --- coupons ------------------------------------------------------------------------------------


def test_a_coupon_is_given_once_and_shown_again(
    staff: httpx.Client, customer: httpx.Client
) -> None:
    campaign = made(staff, validDays=3)
    first = expect(ask(customer, campaign), 201)["coupon"]
    assert (first["state"], first["daysLeft"]) == ("usable", 3)
    assert first["campaign"]["id"] == campaign["id"]
    assert first["campaign"]["remaining"] == 4
    assert first["campaign"]["version"] > campaign["version"]
    assert expect(ask(customer, campaign), 200)["coupon"] == first
    assert shown(customer, campaign)["remaining"] == 4
    assert expect(customer.get("/api/coupons"))["coupons"][0] == first


def test_a_repeated_key_is_the_same_coupon(staff: httpx.Client, customer: httpx.Client) -> None:
    campaign = made(staff, perCustomer=2)
    first = expect(ask(customer, campaign, "one"), 201)["coupon"]
    second = expect(ask(customer, campaign, "two"), 201)["coupon"]
    assert first["id"] != second["id"]
    assert expect(ask(customer, campaign, "one"), 201)["coupon"]["id"] == first["id"]
    assert expect(ask(customer, campaign), 200)["coupon"]["id"] == second["id"]
    assert shown(customer, campaign)["remaining"] == 3
    path = f"{CAMPAIGNS}/{campaign['id']}/coupons"
    other = customer.post(path, json={"other": 1}, headers={"Idempotency-Key": "one"})
    refusal(other, 422, "idempotency-key-reused")


def test_when_all_are_gone_who_has_one_still_gets_it(
    staff: httpx.Client, customer: httpx.Client
) -> None:
    campaign = made(staff, quantity=1)
    mine = expect(ask(customer, campaign), 201)["coupon"]
    refusal(ask(staff, campaign), 409, "coupons-gone")
    refusal(ask(staff, campaign), 409, "coupons-gone")
    assert expect(ask(customer, campaign), 200)["coupon"]["id"] == mine["id"]
    assert shown(staff, campaign)["remaining"] == 0
    assert shown(staff, campaign)["phase"] == "open"


def test_outside_the_window_the_answer_says_when(
    staff: httpx.Client, customer: httpx.Client
) -> None:
    campaign = made(staff, opensAt=LATER)
    problem = refusal(ask(customer, campaign), 409, "campaign-not-open")
    assert (problem["opensAt"], problem["closesAt"]) == (campaign["opensAt"], None)
    over = made(staff, **OVER)
    problem = refusal(ask(customer, over), 409, "campaign-not-open")
    assert problem["closesAt"] == over["closesAt"]
    assert shown(customer, over)["remaining"] == 5


def test_guests_get_no_coupons(staff: httpx.Client, client: httpx.Client) -> None:
    campaign = made(staff)
    refusal(ask(client, campaign), 401, "login-required")
    refusal(client.get("/api/coupons"), 401, "login-required")
    assert shown(client, campaign)["remaining"] == 5


def test_unknown_campaigns_are_not_found(customer: httpx.Client) -> None:
    nowhere = {"id": str(uuid4())}
    refusal(ask(customer, nowhere), 404, "campaign-not-found")
    refusal(customer.get(f"{CAMPAIGNS}/{nowhere['id']}"), 404, "campaign-not-found")
    refusal(ask(customer, {"id": "nonsense"}), 404, "campaign-not-found")
    refusal(customer.get(f"{CAMPAIGNS}/nonsense"), 404, "campaign-not-found")


def test_everybody_sees_their_own_coupons_only(staff: httpx.Client, customer: httpx.Client) -> None:
    campaigns = [made(staff) for _ in range(3)]
    mine = [expect(ask(customer, one), 201)["coupon"]["id"] for one in campaigns][::-1]
    theirs = expect(ask(staff, campaigns[0]), 201)["coupon"]["id"]
    listed = expect(customer.get("/api/coupons", params={"limit": 2}))
    assert [one["id"] for one in listed["coupons"]] == mine[:2]
    rest = expect(customer.get("/api/coupons", params={"cursor": listed["nextCursor"]}))
    assert rest["coupons"][0]["id"] == mine[2]
    assert theirs not in {one["id"] for one in (*listed["coupons"], *rest["coupons"])}
    assert expect(staff.get("/api/coupons"))["coupons"][0]["id"] == theirs


async def test_a_coupon_past_its_end_is_expired(
    shop: ServerProcess, shop_database_url: str
) -> None:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        log_in(staff, ADMIN)
        campaign = made(staff)
        coupon = expect(ask(staff, campaign), 201)["coupon"]
        await execute(
            shop_database_url,
            "UPDATE coupons SET issued_at = issued_at - interval '31 days',"
            f" expires_at = expires_at - interval '31 days' WHERE id = '{UUID(coupon['id'])}'",
        )
        (listed, *_) = expect(staff.get("/api/coupons"))["coupons"]
        assert (listed["id"], listed["state"], listed["daysLeft"]) == (coupon["id"], "expired", 0)
        # It is spent all the same: limits are never given back.
        problem = refusal(ask(staff, campaign), 409, "coupon-expired")
        assert problem["coupon"]["id"] == coupon["id"]
        assert problem["coupon"]["expiresAt"] == listed["expiresAt"]


# --- a crowd ------------------------------------------------------------------------------------


# --- ended early --------------------------------------------------------------------------------


def end(staff: httpx.Client, campaign: dict[str, Any], key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    asked = {"reason": "A wrong percentage"}
    return staff.post(f"{STAFF}/{campaign['id']}/end", json=asked, headers=headers)


def test_an_ended_campaign_gives_out_no_more_and_what_was_given_stays(
    staff: httpx.Client, customer: httpx.Client
) -> None:
    campaign = made(staff, perCustomer=2)
    coupon = expect(ask(customer, campaign), 201)["coupon"]
    ended = expect(end(staff, campaign))["campaign"]
    assert (ended["phase"], ended["remaining"]) == ("closed", 0)
    assert ended["endedAt"] is not None
    refusal(ask(customer, campaign), 409, "campaign-not-open")
    assert shown(customer, campaign)["phase"] == "closed"
    mine = expect(customer.get("/api/coupons"))["coupons"]
    assert next(one for one in mine if one["id"] == coupon["id"])["state"] == "usable"


def test_a_campaign_that_has_not_opened_is_ended_as_well(staff: httpx.Client) -> None:
    campaign = made(staff, opensAt=LATER)
    assert expect(end(staff, campaign))["campaign"]["phase"] == "closed"


def test_a_campaign_is_ended_once_and_a_repeated_request_is_told_so(staff: httpx.Client) -> None:
    campaign, key = made(staff), str(uuid4())
    first = expect(end(staff, campaign, key))["campaign"]
    assert expect(end(staff, campaign, key))["campaign"]["endedAt"] == first["endedAt"]
    refusal(end(staff, campaign), 409, "campaign-over")
    refusal(end(staff, made(staff, **OVER)), 409, "campaign-over")


def test_who_may_not_or_says_no_reason_ends_nothing(
    staff: httpx.Client, customer: httpx.Client, client: httpx.Client
) -> None:
    campaign = made(staff)
    path = f"{STAFF}/{campaign['id']}/end"
    refusal(end(customer, campaign), 403, "forbidden")
    wrong = refusal(staff.post(path, json={"reason": " "}), 422, "invalid-request")
    assert wrong["field"] == "reason"
    refusal(end(staff, {"id": str(uuid4())}), 404, "campaign-not-found")
    assert shown(staff, campaign)["phase"] == "open"
