"""What was answered, kept apart from the shop, and whether the shop says the same in the end. None
of it is read of the journal but what counts by file changed, and none of the product's code is
asked."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from tests.proof.audited import audit
from tests.proof.crowd import Answer
from tests.proof.desk_books import DeskBooks
from tests.support.market import Market, eventually
from tests.support.postgres import execute, fetch
from tests.support.stripe import StripeServer
from tests.support.time_auditor import faults_of_time

__all__ = ["Books", "prove"]

AT_REST_WITHIN: Final = 180.0
SAME: Final = ("orderId", "reservationId", "bookingId", "paymentId")
_OPEN: Final = """
SELECT (SELECT count(*) FROM payments WHERE status IN ('authorized', 'refunding')
        OR status = 'pending' AND provider <> 'stripe')
     + (SELECT count(*) FROM ledger_holds WHERE state = 'held')
     + (SELECT count(*) FROM orders WHERE refund = 'begun')
     + (SELECT count(*) FROM jobs WHERE queue = 'refund')  -- a part of what stays paid as well
     + (SELECT count(*) FROM returns r JOIN orders o ON o.id::text = r.exchange ->> 'order_id'
        WHERE r.exchanged IS NOT NULL AND o.status = 'cancelled')
"""
_DUE: Final = """
UPDATE jobs SET next_attempt_at = clock_timestamp() WHERE acquired_token IS NULL
"""
_PAYMENTS: Final = """
SELECT p.subject_id::text AS order_id, p.provider, p.reference, p.status, p.amount, p.purpose,
       CASE WHEN p.status IN ('pending', 'failed') THEN 0
            WHEN p.status = 'refunded' THEN coalesce(a.balance, 0)
            ELSE coalesce(a.balance, p.amount) END AS kept
FROM payments p LEFT JOIN ledger_accounts a ON a.key = 'refundable/' || p.id
"""
_ORDERS: Final = """
SELECT o.id::text, o.owner, o.status, o.reason, o.refund, o.total, b.penalty
FROM orders o LEFT JOIN bookings b ON b.order_id = o.id
"""
_OUT: Final = """
SELECT i.variant_id::text, sum(i.quantity - coalesce(
           (SELECT sum(x.value::int) FROM jsonb_each_text(i.put_back) x), 0))::int AS units
FROM order_items i JOIN orders o ON o.id = i.order_id AND o.status IN ('paid', 'completed')
GROUP BY 1
"""
# On sale, on a lorry, or broken.
_THERE: Final = """
SELECT coalesce(f.variant_id::text, t.variant_id::text, split_part(a.key, '/', 2)) AS variant,
       sum(a.balance + a.held)::int AS units
FROM ledger_accounts a LEFT JOIN flash_sales f ON a.key = 'flash/' || f.id
LEFT JOIN transfers t ON a.key = 'transit/' || t.id
WHERE split_part(a.key, '/', 1) IN ('stock', 'flash', 'transit', 'written-off') GROUP BY 1
"""
_WALLETS: Final = """
SELECT w.id::text, w.owner, a.balance FROM wallets w
JOIN ledger_accounts a ON a.key = 'wallet/' || w.owner || '/' || w.currency
"""
_BEYOND: Final = """
SELECT 'a sale' WHERE EXISTS (
    SELECT FROM flash_sales f WHERE f.quantity < (
        SELECT sum(i.quantity - coalesce(
                   (SELECT sum(x.value::int) FROM jsonb_each_text(i.put_back) x), 0))
        FROM orders o JOIN order_items i ON i.order_id = o.id
        WHERE o.breakdown -> 'sale' ->> 'id' = f.id::text AND o.status <> 'cancelled'))
UNION ALL SELECT 'a campaign' WHERE EXISTS (
    SELECT FROM coupon_campaigns c WHERE c.quantity < (
        SELECT count(*) FROM coupons g WHERE g.campaign_id = c.id))
UNION ALL SELECT 'a coupon' WHERE EXISTS (
    SELECT FROM orders WHERE coupon_id IS NOT NULL AND status <> 'cancelled'
    GROUP BY coupon_id HAVING count(*) > 1)
"""


@dataclass
class Books:
    """``begun`` is how much there was of each variant; the rest is what was answered."""

    begun: Counter[str]
    stocked: Counter[str] = field(default_factory=Counter)
    topped: Counter[str] = field(default_factory=Counter)  # by wallet
    orders: set[str] = field(default_factory=set)
    paid: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    coupons: set[str] = field(default_factory=set)
    did: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    desk: DeskBooks = field(default_factory=DeskBooks)

    def note(self, path: str, answer: Answer) -> None:
        self.did["answered" if answer.status < 300 else "refused"] += 1
        if answer.status >= 500:
            self.wrong.append(f"{path} was answered {answer}")

    def must_agree(self, path: str, one: Answer, again: Answer) -> None:
        """What is asked again with its key is told again."""
        told = [[each.body.get(name) for name in SAME] for each in (one, again)]
        if again.status >= 300 or told[0] != told[1]:
            self.wrong.append(f"{path} was answered {one}, and again {again}")

    def __str__(self) -> str:
        did = ", ".join(f"{count:,} {what}" for what, count in sorted(self.did.items()))
        return (
            f"{did}; {len(self.orders)} orders, {len(self.paid)} said to be paid, "
            f"{len(self.cancelled)} cancelled, {len(self.coupons)} coupons: all as was said"
        )


async def prove(market: Market, stripe: StripeServer, books: Books) -> None:
    """Once nothing is under way any more; every disagreement is named."""
    url = market.server.database_url
    await asyncio.to_thread(market.server.wait_ready)

    async def at_rest() -> bool:
        await execute(url, _DUE)
        await asyncio.sleep(0.5)  # a pace: what is due again is looked for, not hurried on
        ((count,),) = await fetch(url, _OPEN)
        return bool(count == 0)

    await eventually(at_rest, AT_REST_WITHIN, "nothing is under way")
    orders = {row["id"]: row for row in await fetch(url, _ORDERS)}
    payments = await fetch(url, _PAYMENTS)
    wrong = [
        *books.wrong,
        *_promises(books, orders),
        *_money(books, orders, payments),
        *_at_stripe(stripe, payments),
        *await _wallets(url, books, orders, payments),
        *await _goods(url, books),
        *await books.desk.faults(url),
        *[f"{row[0]} gave more than there is" for row in await fetch(url, _BEYOND)],
        *await faults_of_time(url, books.desk.given),
    ]
    if "unhandled error" in market.server.said:
        wrong.append("the server says: unhandled error")
    assert not wrong, "\n".join(wrong[:20])
    audit(market)


def _promises(books: Books, orders: dict[str, Any]) -> list[str]:
    """What was said to be paid is, or its money went back; what was said to be off is off."""
    gone = [f"order {one} is gone" for one in books.orders - orders.keys()]
    for one in books.paid & orders.keys():
        order = orders[one]
        if order["status"] not in ("paid", "completed") and order["refund"] == "none":
            gone.append(f"order {one} was paid, and is {order['status']}")
    off = [one for one in books.cancelled if orders[one]["status"] != "cancelled"]
    return gone + [f"order {one} was cancelled, and is {orders[one]['status']}" for one in off]


def _money(books: Books, orders: dict[str, Any], payments: list[Any]) -> list[str]:
    """No order keeps more than it costs less what was given back of it, and one that is off nothing
    but its fee."""
    kept: Counter[str] = Counter()
    for one in payments:
        kept[one["order_id"]] += one["kept"]
    wrong = []
    for name, order in orders.items():
        given = books.desk.given[name]
        most = order["total"] - given if order["status"] in ("paid", "completed") else 0
        if kept[name] > most:
            wrong.append(f"order {name}, {order['status']}, keeps {kept[name]} of {most}")
    return wrong


def _at_stripe(stripe: StripeServer, payments: list[Any]) -> list[str]:
    """Every card that was charged is a payment's, which keeps what Stripe does."""
    known = {one["reference"]: one for one in payments}
    wrong = []
    for session in stripe.book.sessions.values():
        charged, one = session["payment_intent"], known.get(session["id"])
        there = session["amount_total"] - stripe.book.given_back(charged) if charged else 0
        if (0 if one is None else one["kept"]) != there:
            wrong.append(f"Stripe keeps {there} of {session['id']}: {one and dict(one)}")
    return wrong


async def _wallets(
    url: str, books: Books, orders: dict[str, Any], payments: list[Any]
) -> list[str]:
    spent: dict[str, int] = defaultdict(int)
    for one in payments:
        if one["provider"] == "wallet":
            spent[orders[one["order_id"]]["owner"]] += one["kept"]
    return [
        f"wallet {name} has {has}, not {books.topped[name] - spent[owner]}"
        for name, owner, has in await fetch(url, _WALLETS)
        if name in books.topped and has != books.topped[name] - spent[owner]
    ]


async def _goods(url: str, books: Books) -> list[str]:
    """What came, or came back, less what is sold is there."""
    counted, back = await books.desk.counted(url), await books.desk.came_back(url)
    sold = {row["variant_id"]: row["units"] for row in await fetch(url, _OUT)}
    there = {row["variant"]: row["units"] for row in await fetch(url, _THERE)}
    wrong = []
    for variant, begun in books.begun.items():
        came = books.stocked[variant] + counted[variant] + back[variant]
        wanted = begun + came - sold.get(variant, 0)
        if there[variant] != wanted:
            wrong.append(f"there are {there[variant]} of {variant}, not {wanted}")
    return wrong
