"""Where a seller's payouts are sent by bank: they say it, staff read it where they send, and who
sells there is told that it changed."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.seller.trading import SELLERS, Trader, sell
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

DETAILS = "Mill & Loom GmbH\nIBAN DE89 3704 0044 0532 0130 00\nCommerzbank"
PAYOUTS = "/api/staff/payouts"


@pytest.fixture(autouse=True)
def at_once(staff: httpx.Client) -> None:
    """Nothing waits for its return, and time proposes nothing."""
    expect(staff.patch("/api/staff/settings", json={"payoutHoldDays": 0, "payoutDays": 0}))


def own(trader: Trader) -> str:
    return f"/api/seller/{trader.seller}/payout-account"


def by_bank(details: str = DETAILS) -> dict[str, Any]:
    return {"provider": "bank", "account": details}


async def test_staff_read_where_to_send_it_and_since_when(
    shop: ServerProcess,
    staff: httpx.Client,
    traders: tuple[Trader, Trader],
    shop_database_url: str,
) -> None:
    mill, _ = traders
    nothing = expect(mill.http.get(own(mill)))
    assert nothing == {"provider": None, "account": None, "setAt": None, "providers": []}
    said = expect(mill.http.put(own(mill), json=by_bank()))
    assert (said["provider"], said["account"]) == ("bank", DETAILS)
    of_staff = f"{SELLERS}/{mill.seller}"
    assert expect(staff.get(f"{of_staff}/payout-account")) == said
    again = expect(mill.http.put(own(mill), json=by_bank(f" {DETAILS}\n")))
    assert again == said, "what is the same since then is so since then"

    sell(staff, shop.url, [mill.make()])

    async def earned() -> bool:
        found = expect(staff.get(f"{of_staff}/money"))["standings"]
        return bool(found and found[0]["payable"])

    await eventually(earned, PATIENCE, "what was sold is earned")
    key = {"Idempotency-Key": uuid4().hex}
    asked = {"currency": "EUR"}
    made = expect(staff.post(f"{of_staff}/payouts", json=asked, headers=key), 201)
    assert (made["sendsBy"], made["sendsTo"]) == (None, DETAILS)
    assert made["sendsToSince"] == said["setAt"]
    send = staff.post(f"{PAYOUTS}/{made['id']}/send", headers={"Idempotency-Key": uuid4().hex})
    refusal(send, 409, "no-payout-account")
    sent = expect(staff.post(f"{PAYOUTS}/{made['id']}/paid", json={"reference": "SEPA 7"}))
    assert (sent["status"], sent["sendsTo"]) == ("paid", None)
    kept = await fetch(
        shop_database_url,
        "SELECT action, data ->> 'account' FROM audit_log WHERE subject IN"
        f" ('{made['id']}', '{mill.seller}') AND action LIKE 'payout.%' ORDER BY id",
    )
    # The log says to which it went, and not the whole number.
    assert [tuple(row) for row in kept] == [("payout.account", "…3000"), ("payout.paid", "…3000")]


async def test_all_who_sell_there_are_told_that_it_changed(
    traders: tuple[Trader, Trader], shop_database_url: str
) -> None:
    mill, loom = traders
    expect(mill.http.put(own(mill), json=by_bank()))
    expect(mill.http.put(own(mill), json=by_bank()))
    expect(mill.http.put(own(mill), json={"provider": None, "account": None}))
    told = await fetch(
        shop_database_url,
        "SELECT data ->> 'provider', data ->> 'account', data ->> 'by' FROM events"
        f" WHERE type = 'seller.payout-account.changed' AND subject = '{mill.seller}' ORDER BY id",
    )
    by = f"user:{mill.user}"
    assert [tuple(row) for row in told] == [("bank", "…3000", by), (None, None, by)]
    refusal(loom.http.put(own(mill), json=by_bank()), 404, "seller-not-found")
    refusal(loom.http.get(own(mill)), 404, "seller-not-found")


def test_what_cannot_be_an_account_is_refused_and_named(traders: tuple[Trader, Trader]) -> None:
    mill, _ = traders
    expect(mill.http.put(own(mill), json=by_bank()))
    for wrong, said in (
        (DETAILS.replace("0130 00", "0310 00"), "“DE89370400440532031000” is no IBAN"),
        ("by pigeon", "Enter whose account it is"),
    ):
        refused = refusal(mill.http.put(own(mill), json=by_bank(wrong)), 422, "account-not-ready")
        assert refused["field"] == "account"
        assert said in refused["detail"]
    refusal(mill.http.put(own(mill), json=by_bank("1" * 501)), 422, "invalid-request")
    assert expect(mill.http.get(own(mill)))["account"] == DETAILS
