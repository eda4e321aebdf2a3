"""Wallets over HTTP: whose they are, what they take, and every way to be refused."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from holdfast.ledger import MAX_BALANCE
from tests.api.conftest import MANAGER
from tests.api.shop.wallet_holders import NOBODYS, Json, correct, newcomer, opened, shown
from tests.support.market import Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import fetch, run
from tests.support.server import ServerProcess


@pytest.fixture
def customer(shop: ServerProcess, shop_database_url: str) -> Iterator[httpx.Client]:
    """Somebody new, logged in."""
    with newcomer(shop, shop_database_url) as opened:
        yield opened


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


# --- opening and reading ----------------------------------------------------------------------


def test_opening_makes_one_and_answers_with_it_ever_after(customer: httpx.Client) -> None:
    first = opened(customer)
    assert (first["currency"], first["balance"], first["held"], first["version"]) == (
        "PTS",
        0,
        0,
        0,
    )
    assert shown(customer.post("/api/wallets", json={"currency": "PTS"})) == first
    euros = opened(customer, "EUR")
    assert expect(customer.get("/api/wallets"))["wallets"] == [euros, first]
    assert shown(customer.get(f"/api/wallets/{first['id']}")) == first


def test_opening_repeated_with_its_key_answers_201_again(customer: httpx.Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = customer.post("/api/wallets", json={"currency": "PTS"}, headers=key)
    again = customer.post("/api/wallets", json={"currency": "PTS"}, headers=key)
    assert shown(first, 201) == shown(again, 201)
    other = customer.post("/api/wallets", json={"currency": "EUR"}, headers=key)
    refusal(other, 422, "idempotency-key-reused")


async def test_of_sixteen_who_open_at_once_one_is_told_201(
    shop: ServerProcess, customer: httpx.Client
) -> None:
    async with httpx.AsyncClient(
        base_url=shop.url, cookies=customer.cookies, timeout=PATIENCE
    ) as crowd:
        answers = await asyncio.gather(
            *(crowd.post("/api/wallets", json={"currency": "JPY"}) for _ in range(16))
        )
    assert sorted(one.status_code for one in answers) == [200] * 15 + [201]
    assert len({one.json()["wallet"]["id"] for one in answers}) == 1


@pytest.mark.parametrize("currency", ["XXX", "pts", "EURO", "EU"])
def test_a_currency_there_is_not(customer: httpx.Client, currency: str) -> None:
    answer = customer.post("/api/wallets", json={"currency": currency})
    assert refusal(answer, 422, "currency-unknown")["field"] == "currency"


@pytest.mark.parametrize("body", [{}, [], {"currency": None}, {"currency": 7}, {"currency": ""}])
def test_an_opening_of_the_wrong_shape(customer: httpx.Client, body: object) -> None:
    refusal(customer.post("/api/wallets", json=body), 422, "invalid-request")


def test_guests_have_none(client: httpx.Client) -> None:
    path = f"/api/wallets/{NOBODYS}"
    client.post("/api/orders/reserve", json={"items": []})
    for answer in (
        client.get("/api/wallets"),
        client.post("/api/wallets", json={"currency": "PTS"}),
        client.post("/api/wallets", json={}),
        client.get(path),
        client.post(f"{path}/top-ups", json={"amount": 1}),
        client.get(f"{path}/statement"),
        client.get(f"{path}/statement.csv"),
        client.get(f"/api/staff/wallets/{NOBODYS}"),
        client.get(f"/api/staff/wallets/{NOBODYS}/statement"),
        client.get(f"/api/staff/users/{NOBODYS}/wallets"),
        client.post(f"/api/staff/wallets/{NOBODYS}/corrections", json={"amount": 1}),
    ):
        refusal(answer, 401, "login-required")


def test_anothers_is_not_found_just_as_one_that_never_was(
    shop: ServerProcess, shop_database_url: str, customer: httpx.Client, staff: httpx.Client
) -> None:
    wallet = opened(customer)
    with newcomer(shop, shop_database_url) as stranger:
        for asking in (stranger, staff):
            for ident in (wallet["id"], NOBODYS):
                path = f"/api/wallets/{ident}"
                told = [
                    refusal(asking.get(path), 404, "wallet-not-found"),
                    refusal(asking.get(f"{path}/statement"), 404, "wallet-not-found"),
                    refusal(asking.get(f"{path}/statement.csv"), 404, "wallet-not-found"),
                ]
                if asking is stranger:
                    answer = asking.post(f"{path}/top-ups", json={"amount": 1})
                    told.append(refusal(answer, 404, "wallet-not-found"))
                assert {one["detail"] for one in told} == {"You have no such wallet."}
        assert expect(stranger.get("/api/wallets"))["wallets"] == []
    malformed = customer.get("/api/wallets/not-an-id")
    refusal(malformed, 404, "wallet-not-found")


# --- topping up -------------------------------------------------------------------------------


def test_where_it_is_no_demo_only_staff_top_up_without_a_payment(
    customer: httpx.Client, staff: httpx.Client
) -> None:
    wallet = opened(customer)
    path = f"/api/wallets/{wallet['id']}/top-ups"
    answer = customer.post(path, json={"amount": 1})
    assert refusal(answer, 422, "payment-required")["field"] == "paymentId"
    assert shown(staff.post(path, json={"amount": 5}))["balance"] == 5
    assert shown(customer.get(f"/api/wallets/{wallet['id']}"))["balance"] == 5
    refusal(staff.post(f"/api/wallets/{NOBODYS}/top-ups", json={"amount": 5}), 404,
            "wallet-not-found")  # fmt: skip


@pytest.mark.parametrize("amount", [0, -1, 1.5, "1", True, None, [], -(10**40), 1e400])
def test_an_amount_that_is_none(
    customer: httpx.Client, staff: httpx.Client, amount: object
) -> None:
    wallet = opened(customer)
    for body in ({"amount": amount}, {}):
        answer = staff.post(f"/api/wallets/{wallet['id']}/top-ups", content=_json(body),
                            headers={"Content-Type": "application/json"})  # fmt: skip
        problem = answer.json()
        assert answer.status_code in (400, 422), answer.text
        assert problem["code"] in ("invalid-request", "malformed-json")
    assert shown(customer.get(f"/api/wallets/{wallet['id']}"))["version"] == 0


def _json(body: object) -> bytes:
    return json.dumps(body).encode()


def test_a_balance_beyond_what_json_can_say_is_refused_and_nothing_changed(
    customer: httpx.Client, staff: httpx.Client
) -> None:
    wallet = opened(customer)
    path = f"/api/wallets/{wallet['id']}/top-ups"
    assert shown(staff.post(path, json={"amount": MAX_BALANCE}))["balance"] == MAX_BALANCE
    for amount in (1, MAX_BALANCE, MAX_BALANCE + 1, 10**300):
        problem = refusal(staff.post(path, json={"amount": amount}), 409, "balance-too-large")
        assert problem["limit"] == MAX_BALANCE
        refusal(correct(staff, wallet, amount), 409, "balance-too-large")
    assert shown(customer.get(f"/api/wallets/{wallet['id']}"))["version"] == 1


def test_a_top_up_repeated_with_its_key_counts_once(
    customer: httpx.Client, staff: httpx.Client
) -> None:
    wallet = opened(customer)
    path = f"/api/wallets/{wallet['id']}/top-ups"
    key = {"Idempotency-Key": str(uuid4())}
    first = shown(staff.post(path, json={"amount": 7}, headers=key))
    again = shown(staff.post(path, json={"amount": 7}, headers=key))
    assert first == again
    other = staff.post(path, json={"amount": 8}, headers=key)
    refusal(other, 422, "idempotency-key-reused")
    assert shown(customer.get(f"/api/wallets/{wallet['id']}"))["balance"] == 7


def test_a_wallet_in_the_demo_is_topped_up_by_its_owner(market: Market) -> None:
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as client:
        login = {"email": "customer@example.com", "password": "holdfast-customer"}
        expect(client.post("/api/session/login", json=login))
        wallet = opened(client, "KWD")
        topped = shown(client.post(f"/api/wallets/{wallet['id']}/top-ups", json={"amount": 1200}))
        assert (topped["balance"], topped["version"]) == (1200, 1)
        (movement,) = expect(client.get(f"/api/wallets/{wallet['id']}/statement"))["movements"]
        assert (movement["kind"], movement["change"]) == ("top-up", 1200)


async def test_concurrent_top_ups_of_one_wallet_all_succeed(
    shop: ServerProcess, customer: httpx.Client, staff: httpx.Client
) -> None:
    wallet = opened(customer)
    path = f"/api/wallets/{wallet['id']}/top-ups"
    async with httpx.AsyncClient(
        base_url=shop.url, cookies=staff.cookies, timeout=PATIENCE
    ) as crowd:
        answers = await asyncio.gather(*(crowd.post(path, json={"amount": 1}) for _ in range(200)))
    assert {one.status_code for one in answers} == {200}
    balances = sorted(one.json()["wallet"]["balance"] for one in answers)
    assert balances == list(range(1, 201))  # each was told the balance right after its own


# --- statements -------------------------------------------------------------------------------


def test_a_statement_pages_through_everything(customer: httpx.Client, staff: httpx.Client) -> None:
    wallet = opened(customer)
    for amount in (10, -3, 5, -2):
        expect(correct(staff, wallet, amount, f"by {amount}"))
    path = f"/api/wallets/{wallet['id']}/statement"
    told: list[Json] = []
    cursor = None
    while True:
        query = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = expect(customer.get(path, params=query))
        assert page["wallet"]["balance"] == 10
        assert page["broughtForward"] is None
        told += page["movements"]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert [(one["change"], one["balance"], one["reason"]) for one in told] == [
        (-2, 10, "by -2"),
        (5, 12, "by 5"),
        (-3, 7, "by -3"),
        (10, 10, "by 10"),
    ]
    assert not {"actor", "request"} & told[0].keys()  # which of the staff it was, is theirs to know
    for query in ({"cursor": "nonsense"}, {"cursor": "W10"}):
        refusal(customer.get(path, params=query), 400, "bad-cursor")
    for query in ({"limit": "0"}, {"limit": "101"}, {"limit": "x"}):
        refusal(customer.get(path, params=query), 422, "invalid-request")


def test_a_statement_as_a_spreadsheet(customer: httpx.Client, staff: httpx.Client) -> None:
    wallet = opened(customer)
    path = f"/api/wallets/{wallet['id']}/statement.csv"
    (header,) = csv.reader(io.StringIO(customer.get(path).text))
    expect(correct(staff, wallet, 10, "=SUM(A1:A9)"))
    answer = customer.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="statement-PTS.csv"'
    again, line = csv.reader(io.StringIO(answer.text))
    assert again == header
    row = dict(zip(header, line, strict=True))
    assert (row["kind"], row["change"], row["balance"]) == ("correction", "10", "10")
    assert row["reason"] == "'=SUM(A1:A9)"


# --- staff ------------------------------------------------------------------------------------


def test_staff_see_a_users_wallets_and_who_changed_them(
    customer: httpx.Client, staff: httpx.Client, shop_database_url: str
) -> None:
    wallet = opened(customer)
    user = expect(customer.get("/api/session"))["user"]["id"]
    manager = expect(staff.get("/api/session"))["user"]["id"]
    expect(correct(staff, wallet, 4, "  welcome  "))
    (seen,) = expect(staff.get(f"/api/staff/users/{user}/wallets"))["wallets"]
    assert (seen["id"], seen["balance"]) == (wallet["id"], 4)
    one = expect(staff.get(f"/api/staff/wallets/{wallet['id']}"))
    assert (one["wallet"], one["owner"]) == (seen, f"user:{user}")
    statement = expect(staff.get(f"/api/staff/wallets/{wallet['id']}/statement"))
    (movement,) = statement["movements"]
    assert (movement["reason"], movement["actor"]) == ("welcome", f"user:{manager}")
    rows = run(
        fetch(
            shop_database_url,
            "SELECT actor, action, request FROM audit_log WHERE subject = $1",
            wallet["id"],
        )
    )
    assert [tuple(row) for row in rows] == [
        (f"user:{manager}", "wallet.corrected", movement["request"])
    ]
    refusal(staff.get(f"/api/staff/users/{NOBODYS}/wallets"), 404, "user-not-found")
    refusal(staff.get(f"/api/staff/wallets/{NOBODYS}"), 404, "wallet-not-found")
    refusal(staff.get(f"/api/staff/wallets/{NOBODYS}/statement"), 404, "wallet-not-found")


def test_customers_do_none_of_that(customer: httpx.Client) -> None:
    wallet = opened(customer)
    for answer in (
        customer.get(f"/api/staff/users/{NOBODYS}/wallets"),
        customer.get(f"/api/staff/wallets/{wallet['id']}"),
        customer.get(f"/api/staff/wallets/{wallet['id']}/statement"),
        correct(customer, wallet, 1_000_000),
    ):
        refusal(answer, 403, "forbidden")
    assert shown(customer.get(f"/api/wallets/{wallet['id']}"))["version"] == 0


def test_a_correction_never_takes_more_than_there_is(
    customer: httpx.Client, staff: httpx.Client
) -> None:
    wallet = opened(customer)
    expect(correct(staff, wallet, 5))
    problem = refusal(correct(staff, wallet, -6), 409, "insufficient-balance")
    assert (problem["wanted"], problem["available"], problem["missing"]) == (6, 5, 1)
    refusal(correct(staff, {"id": NOBODYS}, 1), 404, "wallet-not-found")
    key = str(uuid4())
    assert shown(correct(staff, wallet, -5, key=key))["balance"] == 0
    assert shown(correct(staff, wallet, -5, key=key))["balance"] == 0
    refusal(correct(staff, wallet, -4, key=key), 422, "idempotency-key-reused")


@pytest.mark.parametrize("amount", [0, -MAX_BALANCE - 1, -(10**40), 0.5, "1", None])
def test_a_correction_by_no_amount(
    customer: httpx.Client, staff: httpx.Client, amount: object
) -> None:
    wallet = opened(customer)
    refusal(correct(staff, wallet, amount), 422, "invalid-request")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, None, "a\0b", 7])
def test_a_correction_without_a_reason(
    customer: httpx.Client, staff: httpx.Client, reason: object
) -> None:
    wallet = opened(customer)
    refusal(correct(staff, wallet, 1, reason), 422, "invalid-request")
    assert shown(customer.get(f"/api/wallets/{wallet['id']}"))["version"] == 0
