"""A person's data: taken out as a file, and taken away with the account, wherever it is kept."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.leavers import (
    ASKED,
    Leaver,
    a_guest_order,
    a_leaver,
    found_in,
    happened,
    leave,
)
from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import PhotoStudio, hold, set_up
from tests.support.postgres import execute, fetch

DATA, STANDING = "/api/profile/data", "/api/profile/closing"
BY_LAW = {"invoices.bill", "receipts.said"}


@pytest.fixture(scope="module")
def studio(market: Market) -> PhotoStudio:
    return set_up(market, questions=[ASKED])


async def standing(buyer: Buyer) -> dict[str, Any]:
    return expect(await buyer.get(STANDING))


async def may_log_in(visitor: Buyer, email: str) -> Any:
    return await visitor.post("/api/session/login", {"email": email, "password": PASSWORD})


def open_codes(problem: dict[str, Any]) -> list[str]:
    return [one["code"] for one in problem["open"]]


async def test_nothing_of_who_closed_the_account_is_found_anywhere(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    expect(market.staff.patch("/api/staff/settings", json={"invoiceIssuer": "Loft GmbH"}))
    one = await a_leaver(market, visit)
    bought = await happened(market, one, studio)
    await a_guest_order(market, one, visit(market))
    before = await found_in(market, *one.needles)
    assert {
        "users.email",
        "orders.address",
        "reviews.text",
        "questions.text",
        "client_notes.text",
    } <= before
    other = visit(market)
    expect(await may_log_in(other, one.email))

    assert refusal(await leave(one, giveUp=True, currentPassword="no"), 403,
                   "current-password-wrong")["field"] == "currentPassword"  # fmt: skip
    left = refusal(await leave(one), 409, "value-left")["left"]
    assert [(each["kind"], each["unit"]) for each in left] == [("wallet", "EUR")]
    assert (await standing(one.buyer))["open"] == []
    expect(await leave(one, giveUp=True))

    assert await found_in(market, *one.needles) - BY_LAW == set()
    for browser in (one.buyer, other):
        assert expect(await browser.get("/api/session"))["user"] is None
        refusal(await browser.get(DATA), 401, "login-required")
    refusal(await may_log_in(visit(market), one.email), 401, "wrong-password")
    shown = expect(await visit(market).get(f"/api/products/{bought.product_id}/reviews"))
    assert [(each["username"], each["images"]) for each in shown["reviews"]] == [
        ("Deleted account", [])
    ]
    asked = expect(await visit(market).get(f"/api/products/{bought.product_id}/questions"))
    assert [each["username"] for each in asked["questions"]] == ["Deleted account"]
    assert market.product(bought.product_id)["product"]["reviews"] == shown["reviews"]
    talks = expect(market.staff.get("/api/staff/conversations"))["conversations"]
    (talk,) = [each for each in talks if each["about"]["id"] == bought.product_id]
    assert (talk["customer"]["name"], talk["customer"]["email"]) == ("Deleted account", None)
    await _is_told(market, one)
    again = visit(market)
    asked = {"name": "Somebody new", "email": one.email, "password": PASSWORD}
    new = expect(await again.post("/api/signup", asked), 201)["user"]
    assert new["id"] != one.id
    assert expect(await again.get("/api/orders"))["orders"] == []


async def _is_told(market: Market, one: Leaver) -> None:
    """An event and a line of the audit log, neither with their data; the money's journal is whole,
    and somebody looks again."""
    data = "SELECT data FROM {} WHERE subject = $1 AND {} = $2"
    asked = data.format("events", "type")
    ((event,),) = await fetch(market.database_url, asked, one.id, "user.account.closed")
    assert '"owner"' in str(event)
    asked = data.format("audit_log", "action")
    ((line,),) = await fetch(market.database_url, asked, f"user:{one.id}", "user.closed")
    assert '"orders"' in str(line)
    key = f"wallet/user:{one.id}/EUR"
    entries = "SELECT counterparty FROM ledger_entries WHERE key = $1 ORDER BY version DESC LIMIT 1"
    ((given_up,),) = await fetch(market.database_url, entries, key)
    assert given_up == "world/correction"
    noted = "SELECT data FROM audit_log WHERE action = 'wallet.corrected' AND data ->> 'owner' = $1"
    ((corrected,),) = await fetch(market.database_url, noted, f"user:{one.id}")
    assert "closed" in str(corrected), "as of every correction"
    waiting = "SELECT count(*) FROM jobs WHERE queue = 'erase-again' AND next_attempt_at > now()"
    assert (await fetch(market.database_url, waiting))[0][0] >= 1


async def _again(market: Market, one: Leaver) -> None:
    """The time has come to look again."""
    bring = f"""
        UPDATE jobs SET next_attempt_at = now()
        WHERE queue = 'erase-again' AND convert_from(payload, 'UTF8') LIKE '%{one.id}%'
    """
    await execute(market.database_url, bring)


async def test_a_late_write_of_a_closed_account_goes_as_well(market: Market, visit: Visit) -> None:
    one = await a_leaver(market, visit)
    expect(await leave(one))
    late = (
        "INSERT INTO addresses (id, owner, address, is_default) VALUES"
        f" (gen_random_uuid(), 'user:{one.id}', '{{\"name\": \"{one.name}\"}}', false)"
    )
    await execute(market.database_url, late)
    await _again(market, one)

    async def gone() -> bool:
        return not await found_in(market, one.mark)

    await eventually(gone, PATIENCE, "what was written late is gone")


async def test_a_present_reaches_its_one_though_its_buyer_is_gone(
    market: Market, visit: Visit
) -> None:
    """It is paid and promised: who gets it, and with which words, goes once it was given."""
    one = await a_leaver(market, visit)
    voucher = [{"kind": "certificate", "units": 10_000, "price": 9_000}]
    asked = {"name": "Present", "texts": {}, "currency": "EUR", "items": voucher}
    package = expect(market.staff.post("/api/staff/packages", json=asked), 201)["id"]
    mother = f"mother-{uuid4().hex[:12]}@mail.example"
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    gift = {"toName": "Mum", "toEmail": mother, "message": f"From {one.name}", "on": day}
    placed = expect(await one.buyer.post(f"/api/packages/{package}/buy", {"gift": gift}))
    by_hand = {"reservationId": placed["reservationId"], "provider": "manual"}
    expect(await one.buyer.post("/api/payments", by_hand))
    expect(market.staff.post(f"/api/staff/orders/{placed['orderId']}/mark-paid"))

    async def issued() -> Any:
        return expect(await one.buyer.get("/api/prepaid"))["grants"]

    ((grant),) = await eventually(issued, PATIENCE, "the certificate is there")
    expect(await leave(one))
    where = await found_in(market, mother)
    assert where == {"package_grants.gift"}
    due = f"UPDATE package_grants SET gift = gift || '{{\"on\": null}}' WHERE id = '{grant['id']}'"
    await execute(market.database_url, due)
    told = "SELECT data ->> 'toEmail' FROM events WHERE subject = $1 AND type LIKE 'certificate.%'"

    async def given() -> Any:
        return await fetch(market.database_url, told, grant["id"])

    assert await eventually(given, PATIENCE, "its day has come") == [(mother,)]
    await _again(market, one)

    async def forgotten() -> bool:
        return "package_grants.gift" not in await found_in(market, mother, one.name)

    await eventually(forgotten, PATIENCE, "who got it is forgotten")


async def test_of_a_shared_browser_one_gets_what_is_theirs(market: Market, visit: Visit) -> None:
    """Though the browser stands on the card of one of both."""
    one, other = (Leaver(visit(market), uuid4().hex[:12], "+31206666666") for _ in range(2))
    browser = visit(market)
    mine = await a_guest_order(market, one, browser)
    theirs = await a_guest_order(market, other, browser)
    asked = "SELECT owner FROM orders WHERE id = $1::text::uuid"
    ((owner,),) = await fetch(market.database_url, asked, mine)
    card = (
        "WITH made AS (INSERT INTO clients (id, name, email, source, made_by)"
        f" VALUES (gen_random_uuid(), '{one.name}', '{one.email}', 'staff', 'user:staff')"
        f" RETURNING id) INSERT INTO client_accounts SELECT '{owner}', id FROM made"
        " ON CONFLICT (owner) DO UPDATE SET client_id = excluded.client_id"
    )
    await execute(market.database_url, card)
    admin = await member(market, visit, role="admin")
    by_mail = {"email": one.email}
    file = expect(await admin.http.post("/api/staff/guests/data", json=by_mail))
    assert [each["id"] for each in file["orders"]] == [mine]
    expect(await admin.http.post("/api/staff/guests/erase", json=by_mail))
    assert await found_in(market, one.mark) - BY_LAW == set()
    file = expect(await admin.http.post("/api/staff/guests/data", json={"email": other.email}))
    (kept,) = (each for each in file["orders"] if each["id"] == theirs)
    assert kept["address"]["name"] == other.name


async def test_the_file_has_everything_that_is_kept(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    one = await a_leaver(market, visit)
    await happened(market, one, studio)
    answer = await one.buyer.get(DATA)
    told = expect(answer)
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert told["account"][0]["email"] == one.email
    assert told["addresses"][0]["address"]["name"] == one.name
    assert told["cut"] == []
    parts = (
        "sessions", "orders", "orderItems", "bookings", "participants", "wallets", "walletEntries",
        "payments", "messages", "reviews", "questions", "wishes", "cart", "clientCard",
        "accountLog", "placesInLine", "analyticsChoice", "calendarLinks", "answers",
    )  # fmt: skip
    assert [part for part in parts if not told[part]] == []
    assert "clientNotes" not in told
    assert "hash" not in answer.text
    assert "$argon2" not in answer.text


async def test_nobody_leaves_while_others_rely_on_them(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    one = await a_leaver(market, visit)
    held = expect(await one.buyer.reserve(market.goods(5)))
    assert open_codes(refusal(await leave(one), 409, "still-open")) == ["order-unpaid"]
    assert [each["code"] for each in (await standing(one.buyer))["open"]] == ["order-unpaid"]
    expect(await one.buyer.create(held, expect(await one.buyer.pay(held))))
    assert open_codes(refusal(await leave(one), 409, "still-open")) == ["order-undelivered"]
    expect(market.staff.post(f"/api/staff/orders/{held['orderId']}/complete"))
    owed = "INSERT INTO refunds_by_hand VALUES ('{0}', '{0}', '{0}', 5, 'waiting', now())"
    await execute(market.database_url, owed.format(held["orderId"]))
    assert open_codes(refusal(await leave(one), 409, "still-open")) == ["refund-open"]
    await execute(
        market.database_url, f"DELETE FROM refunds_by_hand WHERE id = '{held['orderId']}'"
    )
    time = expect(await hold(one.buyer, studio, 8, 10))
    expected = ["order-unpaid", "booking-open"]
    assert open_codes(refusal(await leave(one), 409, "still-open")) == expected
    expect(await one.buyer.cancel(orderId=time["orderId"]))
    await execute(
        market.database_url, f"UPDATE users SET roles = '{{manager}}' WHERE id = '{one.id}'"
    )
    assert open_codes(refusal(await leave(one), 409, "still-open")) == ["role"]
    await execute(
        market.database_url, f"UPDATE users SET roles = '{{customer}}' WHERE id = '{one.id}'"
    )
    expect(await one.buyer.reserve(market.goods(5)))  # what was refused left nothing shut


async def test_an_order_and_the_closing_at_the_same_moment(
    guarded_market: Market, visit: Visit
) -> None:
    """Either the order is there and the account stays, or it is closed and has none that is open:
    whatever the session that asks was allowed a moment ago."""
    goods = guarded_market.goods(50)
    for _ in range(4):
        one = await a_leaver(guarded_market, visit)
        answers = await asyncio.gather(
            *(one.buyer.reserve(goods) for _ in range(3)), leave(one),
            *(one.buyer.reserve(goods) for _ in range(3)),
        )  # fmt: skip
        asked = "SELECT count(*) FROM orders WHERE owner = $1 AND status = 'pending'"
        ((orders,),) = await fetch(guarded_market.database_url, asked, f"user:{one.id}")
        closed = answers[3].status_code == 200
        assert (orders == 0) if closed else (orders > 0), answers[3].text
        if not closed:
            refusal(answers[3], 409, "still-open")


async def test_closing_twice_closes_once(market: Market, visit: Visit) -> None:
    one = await a_leaver(market, visit)
    answers = await asyncio.gather(*(leave(one) for _ in range(3)))
    codes = sorted(each.status_code for each in answers)
    assert codes[0] == 200, [each.text for each in answers]
    assert set(codes) <= {200, 401, 409, 404}
    asked = "SELECT count(*) FROM events WHERE subject = $1 AND type = 'user.account.closed'"
    assert (await fetch(market.database_url, asked, one.id))[0][0] == 1


async def test_who_has_no_password_needs_a_code(market: Market, visit: Visit) -> None:
    one = await a_leaver(market, visit)
    assert (await standing(one.buyer))["way"] == "password"
    sent = await one.buyer.post("/api/profile/closing-code", {})
    assert sent.json()["code"] in ("has-password", "mail-off"), sent.text
    await execute(market.database_url, f"UPDATE users SET password_hash = '' WHERE id = '{one.id}'")
    assert (await standing(one.buyer))["way"] == "code"
    refusal(await leave(one, code="123456"), 410, "contact-code-expired")


async def test_an_admin_does_it_for_who_asks_by_mail(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    one = await a_leaver(market, visit)
    await happened(market, one, studio)
    path = f"/api/staff/people/{one.id}"
    admin = await member(market, visit, role="admin")
    manager = await member(market, visit, role="manager")
    refusal(await manager.get(f"{path}/data"), 403, "admin-needed")
    refusal(await manager.post(f"{path}/close", {}), 403, "admin-needed")
    assert expect(await admin.http.get(f"{path}/data"))["account"][0]["email"] == one.email
    assert expect(await admin.http.get(f"{path}/closing"))["left"] != []
    refusal(await admin.http.post(f"{path}/close", json={}), 409, "value-left")
    key = {"Idempotency-Key": uuid4().hex}
    for _ in range(2):
        expect(await admin.http.post(f"{path}/close", json={"giveUp": True}, headers=key))
    refusal(await admin.http.post(f"{path}/close", json={"giveUp": True}), 409, "account-closed")
    refusal(await admin.http.post(f"{path}/enable", json={}), 409, "account-closed")
    assert await found_in(market, *one.needles) - BY_LAW == set()
    seen = expect(await admin.http.get(path))
    assert (seen["closed"], seen["may"], seen["person"]["email"]) == (True, [], None)


async def test_of_a_guest_by_the_address_of_mail(market: Market, visit: Visit) -> None:
    one = Leaver(visit(market), uuid4().hex[:12], "+31206666666")
    guest = visit(market)
    order = await a_guest_order(market, one, guest)
    admin = await member(market, visit, role="admin")
    asked = {"email": one.email.upper()}
    found = expect(await admin.http.post("/api/staff/guests/find", json=asked))
    assert (found["orders"], found["open"]) == (1, [])
    file = expect(await admin.http.post("/api/staff/guests/data", json=asked))
    assert [each["id"] for each in file["orders"]] == [order]
    manager = await member(market, visit, role="manager")
    refusal(await manager.post("/api/staff/guests/erase", asked), 403, "admin-needed")
    expect(await admin.http.post("/api/staff/guests/erase", json=asked))
    assert await found_in(market, one.mark) - BY_LAW == set()
    assert expect(await admin.http.post("/api/staff/guests/find", json=asked))["orders"] == 0
    account = await a_leaver(market, visit)
    refusal(
        await admin.http.post("/api/staff/guests/erase", json={"email": account.email}),
        409,
        "has-account",
    )
