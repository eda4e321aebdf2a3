"""The audit of a whole shop: each thing that is broken alone, by SQL, is named by its code."""

import asyncio
import random

import pytest
from msgspec.structs import replace

from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.wallets.wallets import top_up
from holdfast.views.agreement import audit_shop, records, walk
from tests.db.flows.breaking import broken
from tests.db.flows.buying import Goods, a_customer, cart_of, confirm, new_goods, pay_for, reserve
from tests.db.flows.coupons import new_coupon
from tests.db.flows.purses import buy, new_wallet, treasury_of
from tests.db.flows.shop_history import STAFF, history
from tests.db.flows.stage import Stage, opened_stage

# What is broken: the codes of which one must name it, and how. An account's last entry goes with
# what it moved put back, so that the ledger's own sums still come out.
LAST_GONE = """
WITH gone AS (DELETE FROM ledger_entries e WHERE key = '{key}' AND version = (
    SELECT max(version) FROM ledger_entries WHERE key = e.key) RETURNING *)
UPDATE ledger_accounts a SET balance = a.balance - gone.change, version = a.version - 1
FROM gone WHERE a.key = gone.key
"""
REMOVED = """
WITH gone AS (DELETE FROM ledger_entries WHERE key = '{key}')
DELETE FROM ledger_accounts WHERE key = '{key}'
"""
MORE = """
WITH first AS (UPDATE ledger_entries SET change = change + {more}, balance = balance + {more}
               WHERE key = '{key}' AND version = {at}),
later AS (UPDATE ledger_entries SET balance = balance + {more}
          WHERE key = '{key}' AND version > {at})
UPDATE ledger_accounts SET balance = balance + {more} WHERE key = '{key}'
"""

COPIED = """
INSERT INTO payments (id, purpose, subject_id, hold_id, provider, reference, amount, currency,
                      status, created_at, settled_at)
SELECT gen_random_uuid(), purpose, subject_id, hold_id, provider, reference || '/2', amount,
       currency, status, created_at, settled_at - interval '1 hour'
FROM payments WHERE id = '{%s_payment}'
"""


def last_gone(key: str) -> str:
    return LAST_GONE.replace("{key}", key)


def removed(key: str) -> str:
    return REMOVED.replace("{key}", key)


def more(key: str, amount: int, at: str = "1") -> str:
    found = MORE.replace("{key}", key).replace("{more}", str(amount))
    return found.replace("{at}", at)


ORDER = "UPDATE orders SET {} WHERE id = '{{{}}}'"
PAYMENT = "UPDATE payments SET {} WHERE id = '{{{}_payment}}'"


def order(name: str, change: str) -> str:
    return ORDER.format(change, name)


def payment(name: str, change: str) -> str:
    return PAYMENT.format(change, name)


REFUND_TAX = """
UPDATE orders SET tax = total WHERE id = '{{bought}}';
INSERT INTO refund_taxes (source, order_id, payment_id, at, amount, tax)
SELECT 'refund/broken', id, payment_id, now(), {}, {} FROM orders WHERE id = '{{bought}}'
"""
OF_PAY_IN = "(SELECT version FROM ledger_entries WHERE note = 'payment/{pay_in}')"
BROKEN = {
    # --- money
    "one leg of a wallet purchase: the buyer has goods and money": (
        "order-money", last_gone("{wallet_key}")),
    "one leg of a wallet purchase: nothing to refund": (
        "refundable", removed("refundable/{bought_payment}")),
    "one leg of a wallet purchase: the goods are still there": (
        "order-items", last_gone("stock/{own}")),
    "a refundable account doubled, paid from a wallet": (
        "refundable", more("refundable/{bought_payment}", 1000)),
    "a refundable account doubled, paid through a provider": (
        "refundable", more("refundable/{parted_payment}", 500)),
    "the last wallet entry removed and the balance put back": (
        "order-money", last_gone("{wallet_key}")),
    "a top-up by a payment forged": ("top-up", more("{wallet_key}", 5000, OF_PAY_IN)),
    "a top-up by staff forged": ("top-up", more(
        "{wallet_key}", 5000,
        "(SELECT version FROM ledger_entries WHERE counterparty = 'world/staff')")),
    "an account removed with its journal: of goods that were sold": (
        "hold", removed("stock/{tea}")),
    "an account removed with its journal: a wallet that paid": (
        "order-money", removed("{wallet_key}")),
    "an account removed with its journal: a coupon's": (
        "coupon", removed("issued/{couponed_coupon}")),
    # --- the journal
    "counterparty of a purchase changed": (
        "order-money", ("UPDATE ledger_entries SET counterparty = 'order/{returned}' "
        "WHERE key = '{wallet_key}' AND counterparty = 'order/{bought}'")),
    "counterparty of a top-up changed": (
        "top-up", ("UPDATE ledger_entries SET counterparty = 'world/demo' "
        "WHERE counterparty = 'world/staff'")),
    "actor of an entry changed": (
        "command", ("UPDATE ledger_entries SET actor = 'user:x' WHERE key = 'stock/{tea}' "
        "AND hold = '{card_hold}' AND operation = 'hold'")),
    "request of an entry changed": (
        "command", ("UPDATE ledger_entries SET request = 'r-x' WHERE key = 'stock/{tea}' "
        "AND hold = '{card_hold}' AND operation = 'hold'")),
    "time of an entry changed": (
        "command", ("UPDATE ledger_entries SET at = at - interval '1 second' "
        "WHERE hold = '{card_hold}' AND operation = 'hold'")),
    "unit of a stock account changed": (
        "account-unit", "UPDATE ledger_accounts SET unit = 'crate' WHERE key = 'stock/{tea}'"),
    "somebody waits who stands in no line": (
        "line", "UPDATE ledger_accounts SET waits = 1 WHERE key = 'stock/{tea}'"),
    "unit of a wallet changed": (
        "account-unit", "UPDATE ledger_accounts SET unit = 'USD' WHERE key = '{wallet_key}'"),
    "unit of a refundable account changed": (
        "account-unit", ("UPDATE ledger_accounts SET unit = 'USD' "
        "WHERE key = 'refundable/{bought_payment}'")),
    "a wallet given to another owner": (
        "account-of", "UPDATE wallets SET owner = 'user:thief' WHERE id = '{wallet}'"),
    "an open hold's end moved": (
        "hold-end", ("UPDATE ledger_holds SET expires_at = expires_at + interval '1 day' "
        "WHERE id = '{open_hold}'")),
    # --- orders
    "a paid order removed": ("hold-order", "DELETE FROM orders WHERE id = '{card}'"),
    "a pending order removed": ("hold-order", "DELETE FROM orders WHERE id = '{open}'"),
    "an order paid from a wallet removed": (
        "payment-order", "DELETE FROM orders WHERE id = '{bought}'"),
    "an order paid from a wallet removed with its payment": (
        "account-of", ("WITH paid AS (DELETE FROM payments WHERE subject_id = '{bought}') "
        "DELETE FROM orders WHERE id = '{bought}'")),
    "a paid order flipped to cancelled": (
        "order-state", order("card", "status = 'cancelled', reason = 'buyer', "
                             "cancelled_at = now(), payment_id = NULL, paid_at = NULL")),
    "a cancelled order flipped to paid": (
        "order-state", order("cancelled", "status = 'paid', reason = NULL, paid_at = now(), "
                             "cancelled_at = NULL")),
    "a refunded order flipped to paid": (
        "order-payment", order("refunded", "status = 'paid', reason = NULL, refund = 'none', "
                               "cancelled_at = NULL")),
    "an expired order flipped to pending": (
        "order-state", order("expired", "status = 'pending', reason = NULL, cancelled_at = NULL")),
    "an order's hold removed": ("order-hold", "DELETE FROM ledger_holds WHERE id = '{card_hold}'"),
    "an order without its hold": ("order-hold", order("card", "hold_id = NULL")),
    "a pending order without its hold": ("order-hold", ("UPDATE orders SET hold_id = NULL "
        "WHERE id = '{open}'")),
    "an order's total changed": ("order-total", order("card", "total = total - 1")),
    "an order's total and discount changed": (
        "order-total", order("card", "total = total - 1, discount = discount + 1")),
    "an item's quantity changed": (
        "order-items", ("UPDATE order_items SET quantity = 1 WHERE order_id = '{card}' "
        "AND variant_id = '{tea}'")),
    "an item's quantity and price changed": (
        "order-items", ("UPDATE order_items SET quantity = 1, price = price * 2 "
        "WHERE order_id = '{card}' AND variant_id = '{tea}'")),
    "an item's quantity and price changed, paid from a wallet": (
        "order-items", ("UPDATE order_items SET quantity = 1, price = price * 2 "
        "WHERE order_id = '{bought}'")),
    "an order's items removed": (
        "order-items", "DELETE FROM order_items WHERE order_id = '{card}'"),
    "an order's coupon removed": ("order-coupon", order("couponed", "coupon_id = NULL")),
    "an order's price changed wherever it stands": (
        "order-total", ("WITH paid AS (UPDATE payments SET amount = 900 WHERE id = "
        "'{delivered_payment}'), item AS (UPDATE order_items SET price = 900 WHERE order_id = "
        "'{delivered}') UPDATE orders SET total = 900 WHERE id = '{delivered}'")),
    # --- payments
    "the payment of a paid order removed": (
        "order-payment", "DELETE FROM payments WHERE id = '{card_payment}'"),
    "a refunded payment removed": (
        "order-payment", "DELETE FROM payments WHERE id = '{refunded_payment}'"),
    "a payment orphaned": ("payment-order", payment("card", "subject_id = gen_random_uuid()")),
    "a payment given to another order": (
        "order-payment", payment("card", "subject_id = '{refunded}'")),
    "a payment doubled": ("payment-doubled", COPIED % "card"),
    "a payment from a wallet doubled": ("payment-doubled", COPIED % "bought"),
    "a refunded payment set back": ("order-refund", payment("refunded", "status = 'succeeded'")),
    "more tax given back than the order had": ("refund-tax", REFUND_TAX.format(1, "tax + 1")),
    "all given back, and not all of its tax": ("refund-tax", REFUND_TAX.format("total", "tax - 1")),
    "a payment's amount below its refund": ("refundable", payment("parted", "amount = 100")),
    "a payment's amount changed": ("order-payment", payment("card", "amount = amount + 1")),
    "a payment said to have failed": ("order-payment", payment("card", "status = 'failed'")),
    # --- parts
    "a part removed": ("order-due", "DELETE FROM payments WHERE id = '{half_payment}'"),
    "a part doubled": ("order-due", COPIED % "half"),
    "a part's amount changed": ("order-due", payment("parts", "amount = amount - 1")),
    "what is due changed": ("order-due", more("due/{half}", 1)),
    "what is due removed": ("order-due", removed("due/{half}")),
    "an order paid before nothing is due": (
        "order-due", order("half", "status = 'paid', paid_at = now(), payment_id = "
                           "'{half_payment}'")),
    # --- coupons
    "a coupon's row removed": (
        "account-of", "DELETE FROM coupons WHERE id = '{couponed_coupon}'"),
    "a coupon's owner changed": (
        "coupon", "UPDATE coupons SET owner = 'user:thief' WHERE id = '{couponed_coupon}'"),
    "a campaign's quantity changed": ("campaign", "UPDATE coupon_campaigns SET quantity = 4"),
    "a campaign removed": ("account-of", "DELETE FROM coupon_campaigns"),
    # --- reviews
    "stars counted that nobody gave": (
        "rating", "UPDATE product_counts SET stars = '{0,0,0,0,7}'"),
    # --- jobs and records
    "the job of an undecided payment removed": (
        "job", "DELETE FROM jobs WHERE queue = 'resolve-payment'"),
    "the job of a refund removed": (
        "job", ("DELETE FROM jobs WHERE convert_from(payload, 'UTF8') LIKE '%{refunding_payment}%' "
        "AND queue = 'refund'")),
    "the record of a cancellation removed": (
        "idempotency", "DELETE FROM ledger_idempotency WHERE key = 'cancel/{cancelled}'"),
    "the record of a top-up removed": (
        "idempotency", "DELETE FROM ledger_idempotency WHERE key = 'top-up/{pay_in}'"),
    "a record redirected to another order": (
        "idempotency", ("UPDATE ledger_idempotency SET answer = replace(answer, '{card}', "
        "'{couponed}') WHERE key LIKE 'reserve|%|card'")),
    "a record redirected to another's purchase": (
        "idempotency", ("UPDATE ledger_idempotency SET answer = '\"{card}\"' "
        "WHERE key LIKE 'buy|%|bought'")),
    "a record redirected to nothing": (
        "idempotency", ("UPDATE ledger_idempotency SET answer = replace(answer, '{card}', "
        "gen_random_uuid()::text) WHERE key LIKE 'reserve|%|card'")),
    # --- what only the chain knows
    "an opening deposit forged": ("sealed", more("stock/{idle}", 100)),
    "a top-up for nothing forged": ("sealed", more("{spare_key}", 5000)),
    "the last entry of a wallet filled for nothing removed": ("sealed", last_gone("{spare_key}")),
    "an account removed with its journal: a wallet's": ("sealed", removed("{spare_key}")),
    "an account removed with its journal: of goods never sold": ("sealed", removed("stock/{idle}")),
    "counterparty, actor, request and note of a deposit changed": (
        "sealed", ("UPDATE ledger_entries SET actor = 'user:x', request = 'r-x', note = 'x', "
        "counterparty = 'world/x' WHERE key = 'stock/{idle}' AND version = 2")),
    "time of a deposit changed": (
        "sealed", ("UPDATE ledger_entries SET at = at - interval '1 hour' "
        "WHERE key = 'stock/{idle}' AND version = 2")),
    "an open hold's end moved, of which no record tells": (
        "sealed", ("UPDATE ledger_holds SET expires_at = expires_at + interval '1 day' "
        "WHERE id = '{unkeyed_hold}'")),
    "a client's record removed": (
        "sealed", "DELETE FROM ledger_idempotency WHERE key LIKE 'reserve|%|card'"),
    "an event changed": (
        "sealed", ("UPDATE events SET data = data || '{\"total\": 1}' "
        "WHERE subject = '{couponed}' AND type = 'order.paid'")),
    "an event removed": (
        "sealed", "DELETE FROM events WHERE subject = '{cancelled}' AND type = 'order.cancelled'"),
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(module_database_url: str) -> tuple[str, dict[str, str]]:
    """The history, and the ids of what is in it; clean as it was written."""

    async def write() -> dict[str, str]:
        async with opened_stage(module_database_url, 1) as stage:
            return await history(stage)

    return module_database_url, asyncio.run(write())


async def test_a_shop_as_it_was_is_clean(shop: tuple[str, dict[str, str]]) -> None:
    report = await audit_shop(shop[0])
    assert report.clean, report.text()
    looked_at = {stage for stage, many in report.checked.items() if many}
    assert {"orders", "order holds", "payments", "orders' money", "wallets", "coupons", "campaigns",
            "payments into wallets", "answers", "accounts refundable/"} <= looked_at  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
async def test_what_is_broken_is_named(shop: tuple[str, dict[str, str]], what: str) -> None:
    url, ids = shop
    code, statement = BROKEN[what]
    for name, value in ids.items():
        statement = statement.replace("{" + name + "}", value)
    report = await broken(url, statement)
    assert code in {str(one.fault) for one in report.violations}, report.text()


async def test_no_false_alarm_while_the_shop_sells(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Orders are reserved, paid, cancelled, bought from wallets, while the audit goes round and
    round in pages much smaller than what changes meanwhile."""
    tiny = tuple(replace(check, page=3) for check in walk.CHECKS)
    monkeypatch.setattr(walk, "CHECKS", tiny)
    monkeypatch.setattr(records, "PAGE", 3)
    rounds = 0
    async with opened_stage(database_url, 4) as stage:
        goods = [await new_goods(stage, 500) for _ in range(3)]
        selling = asyncio.gather(*(_sell(stage, goods, n) for n in range(4)))
        while not selling.done():
            report = await audit_shop(database_url)
            assert report.clean, report.text()
            rounds += 1
        await selling
    assert rounds > 1


async def _sell(stage: Stage, goods: list[Goods], seed: int) -> None:
    chance = random.Random(seed)
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 1_000_000)
    for turn in range(12):
        some = chance.sample(goods, 2)
        coupon = await new_coupon(stage, buyer) if turn % 4 == 0 else None
        if turn % 2:
            order_id = await buy(stage, buyer, cart_of(*some), coupon_id=coupon)
        else:
            reserved = await reserve(stage, buyer, *some, coupon=coupon)
            order_id = reserved.order_id
            if turn % 3:
                await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
        if chance.random() < 0.5:
            await cancel(stage, Caller(buyer), order_id=order_id)
        if chance.random() < 0.3:
            await top_up(treasury_of(stage), Caller(STAFF), wallet.id, 5)
