"""The audit notices money of sellers that does not balance."""

import pytest

from holdfast.flows.selling.payouts import fail_payout, pay_payout, propose_payout
from holdfast.flows.staff.orders import refund
from holdfast.sellers import Holder
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.selling.selling import (
    STAFF,
    a_rule,
    a_seller,
    goods_of,
    set_up,
    sold,
    work,
)
from tests.db.flows.stage import Stage

BROKEN = {
    "a payout of more than was taken for it": (
        "payout", "UPDATE payouts SET amount = amount + 1 WHERE status = 'paid'"),
    "a payout that nothing was taken for": (
        "payout", ("INSERT INTO payouts (id, seller_id, currency, amount, status)"
        " SELECT gen_random_uuid(), seller_id, currency, 5, 'proposed' FROM payouts LIMIT 1")),
    "a payout that is gone": ("payout", "DELETE FROM payouts WHERE status = 'paid'"),
    "a payout said to have failed whose money never came back": (
        "payout", "UPDATE payouts SET status = 'failed' WHERE status = 'paid'"),
    "a failed payout said to be sent": (
        "payout", "UPDATE payouts SET status = 'paid' WHERE status = 'failed'"),
    "a sub-order of more than the account has": (
        "seller-share", "UPDATE suborders SET gross = gross + 1 WHERE gross > 0"),
    "commission that was not taken": (
        "seller-share", "UPDATE suborders SET commission = commission + 1 WHERE gross > 0"),
    "a sale that a bank took back and nobody booked": (
        "seller-share",
        "UPDATE suborders SET gross = gross - 1, disputed = 1 WHERE gross > 500"),
    "an account of no seller": ("account-of", "DELETE FROM sellers WHERE id = '{seller}'"),
    "a debt that nobody made": (
        "seller-debt", "UPDATE ledger_accounts SET balance = balance + 7 WHERE key LIKE 'owed/%'"),
}  # fmt: skip


@pytest.fixture
async def seller(stage: Stage) -> str:
    """With a payout that was sent, one that failed, and a debt that was paid."""
    await a_rule(stage, 10_000)
    one = await a_seller(stage)
    goods = await goods_of(stage, one, 1000)
    await set_up(stage, payout_hold_days=0)
    first = await sold(stage, {goods: 2})
    failed = await propose_payout(stage, STAFF, Holder("seller", one), "EUR")
    await fail_payout(stage, STAFF, failed.payout_id, "closed")
    paid = await propose_payout(stage, STAFF, Holder("seller", one), "EUR")
    await pay_payout(stage, STAFF, paid.payout_id, "SEPA")
    await refund(stage, STAFF, first, {0: 1}, "back")
    await work(stage)
    await sold(stage, {goods: 3})
    return str(one)


async def test_what_does_not_balance_is_named(stage: Stage, seller: str, database_url: str) -> None:
    report = await audit_shop(database_url)
    assert report.clean, report.text()
    assert report.checked["payouts"] == 2
    assert report.checked["sellers' money"] == 1
    for what, (code, statement) in BROKEN.items():
        found = await broken(database_url, statement.replace("{seller}", seller))
        named = [one for one in found.violations if str(one.fault) == code]
        assert named, (what, found.text())
