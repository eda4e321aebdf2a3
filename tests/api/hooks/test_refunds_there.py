"""Money that somebody gives back on Stripe's own pages counts once, and never twice with ours."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from holdfast.views.agreement import audit_shop
from tests.api.hooks.stripe_shop import begun, pays_there
from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.stripe import StripeServer

COUNTED = """
SELECT (SELECT coalesce(sum(refunded), 0) FROM daily_sales),
       (SELECT coalesce(sum((data ->> 'amount')::bigint), 0) FROM events
        WHERE type = 'order.refund.done')
       - (SELECT sum((data ->> 'undone')::bigint) FROM events WHERE type = 'order.refund.failed')
"""


class Bought:
    """An order that is paid by a card, and its payment at Stripe."""

    def __init__(self, shop: Market, buyer: Buyer, stripe: StripeServer) -> None:
        self.shop, self.buyer, self.stripe = shop, buyer, stripe

    async def pay(self) -> "Bought":
        self.reservation = expect(await self.buyer.reserve(self.shop.goods(1)))
        payment = await begun(self.buyer, self.reservation)
        session = self.stripe.book.session(pays_there(self.stripe, payment))
        self.payment, self.intent = payment["paymentId"], session["payment_intent"]
        self.total = session["amount_total"]
        self.path = f"/api/staff/orders/{self.reservation['orderId']}"
        asked = {
            "reservationId": self.reservation["reservationId"], "paymentId": self.payment,
        }  # fmt: skip
        assert expect(await self.buyer.post("/api/orders/create", asked))["status"] == "paid"
        return self

    def there(self, amount: int) -> str:
        return self.stripe.refunded_there(self.shop.url, self.intent, amount)

    def seen(self) -> dict[str, Any]:
        return dict(expect(self.shop.staff.get(self.path)))

    @property
    def left(self) -> int:
        return int(self.seen()["order"]["staff"]["refundable"])

    def refunded_by_staff(self, amount: int) -> Any:
        return self.shop.staff.post(
            f"{self.path}/refund", json={"amount": amount, "reason": "a scratch"}
        )

    async def moves(self) -> int:
        """What Stripe moved, as it is reconciled."""
        asked = "SELECT sum(amount)::bigint FROM payment_moves WHERE payment_id = $1"
        ((found,),) = await fetch(self.shop.database_url, asked, self.payment)
        return int(found or 0)

    async def heard(self) -> None:
        """Each word, and each refund of ours, was acted on."""

        async def none_waits() -> bool:
            asked = "SELECT id FROM jobs WHERE queue IN ('refunds-there', 'refund')"
            return not await fetch(self.shop.database_url, asked)

        await eventually(none_waits, PATIENCE, "each word was acted on")


@pytest.fixture(scope="module", autouse=True)
def agrees(shop: Market) -> Iterator[None]:
    """Whatever became of it, the journal and what is kept beside it say the same."""
    yield
    report = asyncio.run(audit_shop(shop.database_url))
    assert report.clean, report.text()


@pytest.fixture
async def bought(shop: Market, visit: Visit, stripe: StripeServer) -> Bought:
    return await Bought(shop, visit(shop), stripe).pay()


async def test_it_counts_once(bought: Bought) -> None:
    refund = bought.there(300)
    await bought.heard()
    for _ in range(2):
        bought.stripe.tell_of_refund(bought.shop.url, refund)
    await bought.heard()
    seen = bought.seen()
    assert bought.left == bought.total - 300
    assert seen["order"]["refunded"] == 300
    assert (await bought.buyer.order(bought.reservation))["refunded"] == 300
    (made,) = seen["payments"][0]["refundedThere"]
    assert (made["reference"], made["amount"], made["status"], made["over"]) == (
        refund, 300, "made", 0,
    )  # fmt: skip
    told = [one["what"] for one in seen["order"]["timeline"]]
    assert told.count("refundedThere") == 1
    (line,) = [one for one in seen["lines"] if one["action"] == "order.refunded-there"]
    assert (line["actor"], line["data"]["amount"]) == ("provider:stripe", 300)
    too_much = bought.refunded_by_staff(bought.total)
    assert (too_much.status_code, too_much.json()["code"]) == (409, "refund-too-large")
    expect(bought.refunded_by_staff(bought.total - 300))
    await bought.heard()
    assert bought.left == 0
    assert bought.stripe.book.given_back(bought.intent) == bought.total

    async def agrees() -> bool:
        return await bought.moves() == 0

    await eventually(agrees, PATIENCE, "all that came went back")


async def test_one_that_fails_may_be_refunded_again(bought: Bought) -> None:
    refund = bought.there(300)
    await bought.heard()
    bought.stripe.book.give_up(refund)
    for _ in range(2):
        bought.stripe.tell_of_refund(bought.shop.url, refund)
    await bought.heard()
    assert bought.left == bought.total
    seen = bought.seen()
    assert seen["order"]["refunded"] == 0
    assert [one["status"] for one in seen["payments"][0]["refundedThere"]] == ["failed"]
    assert seen["payments"][0]["owed"] == []

    async def is_taken_back() -> bool:
        ((figures, told),) = await fetch(bought.shop.database_url, COUNTED)
        return bool(figures == told)

    await eventually(is_taken_back, PATIENCE, "figures of sales count nothing of it")
    expect(bought.refunded_by_staff(bought.total))
    await bought.heard()
    assert bought.stripe.book.given_back(bought.intent) == bought.total


async def test_all_given_back_there_leaves_nothing_for_a_cancelled_order(bought: Bought) -> None:
    bought.there(bought.total)
    await bought.heard()
    assert bought.left == 0
    expect(await bought.buyer.cancel(orderId=bought.reservation["orderId"]))
    order = await bought.buyer.order(bought.reservation)
    assert (order["status"], order["refund"], order["refunded"]) == (
        "cancelled", "done", bought.total,
    )  # fmt: skip
    assert len(bought.stripe.book.refunds_of(bought.intent)) == 1


@pytest.mark.parametrize("whole", [True, False])
async def test_ours_that_is_refused_since_the_money_is_back_already(
    bought: Bought, whole: bool
) -> None:
    """Both at once: Stripe takes one of them, and here one is counted."""
    amount = bought.total if whole else 300
    made = bought.stripe.book.refund({"payment_intent": bought.intent, "amount": str(amount)})
    expect(await bought.buyer.cancel(orderId=bought.reservation["orderId"]))
    bought.stripe.tell_of_refund(bought.shop.url, made["id"])
    await bought.heard()
    seen = bought.seen()
    assert seen["order"]["refunded"] == amount
    if not whole:
        assert seen["payments"][0]["status"] == "refund-failed"
        assert seen["payments"][0]["goingBack"] == bought.total - 300
        expect(bought.shop.staff.post(f"{bought.path}/retry-refund", json={}))
        await bought.heard()
        seen = bought.seen()
    assert seen["payments"][0]["status"] == "refunded"
    assert seen["order"]["refund"] == "done"
    assert bought.stripe.book.given_back(bought.intent) == bought.total


async def test_what_came_back_unheard_is_owed_less_what_was_given_there(bought: Bought) -> None:
    expect(bought.refunded_by_staff(bought.total))
    await bought.heard()
    for one in bought.stripe.book.refunds_of(bought.intent):
        bought.stripe.book.give_up(one["id"])  # of which Stripe has not told yet
    bought.there(400)
    await bought.heard()
    seen = bought.seen()
    assert bought.left == 0
    assert [one["over"] for one in seen["payments"][0]["refundedThere"]] == [0]
    assert seen["order"]["refunded"] == 400
    assert [one["amount"] for one in seen["payments"][0]["owed"]] == [bought.total - 400]


async def test_what_is_more_than_is_left_counts_for_nothing(bought: Bought) -> None:
    bought.there(300)
    await bought.heard()
    made = bought.stripe.book.refund({"payment_intent": bought.intent, "amount": "100"})
    made["amount"] = bought.total  # more than Stripe itself would give
    bought.stripe.tell_of_refund(bought.shop.url, made["id"])
    await bought.heard()
    seen = bought.seen()
    assert bought.left == 0
    assert [one["over"] for one in seen["payments"][0]["refundedThere"]] == [0, 300]
    assert seen["order"]["refunded"] == bought.total
    lines = [one for one in seen["lines"] if one["action"] == "order.refunded-there"]
    assert [one["data"].get("over") for one in lines] == [300, None]


async def test_what_is_not_this_shops_or_not_signed_moves_nothing(
    bought: Bought, shop: Market
) -> None:
    stripe = bought.stripe
    stranger = {"id": "re_x", "object": "refund", "payment_intent": "pi_of_another", "amount": 5}
    assert stripe.send(shop.url, "refund.created", stranger).json() == {"status": "taken"}
    nothing = {**stranger, "payment_intent": None}
    assert stripe.send(shop.url, "refund.created", nothing).json() == {"status": "unknown"}
    made = stripe.book.refund({"payment_intent": bought.intent, "amount": "100"})
    made["currency"] = "jpy"
    stripe.tell_of_refund(shop.url, made["id"])
    await bought.heard()
    assert bought.left == bought.total
    (kept,) = bought.seen()["payments"][0]["refundedThere"]
    assert (kept["currency"], kept["over"]) == ("JPY", kept["amount"])


async def test_word_of_a_refund_comes_before_word_of_the_payment(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    """Its buyer never comes back; somebody gives a part back at once."""
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    payment = await begun(buyer, reservation)
    session = stripe.book.session(pays_there(stripe, payment))
    refund = stripe.refunded_there(shop.url, session["payment_intent"], 300)
    assert stripe.send(shop.url, "checkout.session.completed", session).is_success

    async def counts() -> bool:
        order = await buyer.order(reservation)
        return (order["status"], order["refunded"]) == ("paid", 300)

    await eventually(counts, PATIENCE, "both are heard")
    stripe.tell_of_refund(shop.url, refund)
    path = f"/api/staff/orders/{reservation['orderId']}"
    seen = expect(shop.staff.get(path))["order"]
    assert seen["staff"]["refundable"] == session["amount_total"] - 300


async def test_a_top_up_that_is_given_back_is_out_of_the_wallet(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = await member(shop, visit)
    wallet = expect(await buyer.post("/api/wallets", {"currency": "EUR"}), 201)["wallet"]["id"]
    asked = {"walletId": wallet, "amount": 5000, "provider": "stripe"}
    payment = expect(await buyer.post("/api/payments", asked))
    session = stripe.book.session(pays_there(stripe, payment))
    claim = {"amount": 5000, "paymentId": payment["paymentId"]}
    assert expect(await buyer.post(f"/api/wallets/{wallet}/top-ups", claim))["wallet"]

    def spent(amount: int) -> None:
        lost = {"amount": -amount, "reason": "a mistake"}
        expect(shop.staff.post(f"/api/staff/wallets/{wallet}/corrections", json=lost))

    spent(1500)
    for _ in range(2):
        stripe.refunded_there(shop.url, session["payment_intent"], 2000)

    async def is_out() -> list[dict[str, Any]] | None:
        found = expect(await buyer.get(f"/api/wallets/{wallet}/statement"))["movements"]
        return found if found[0]["balance"] == 0 else None

    moves = await eventually(is_out, PATIENCE, "it is out of the wallet")
    assert [(one["kind"], one["change"]) for one in moves] == [
        ("top-up-refund", -1500), ("top-up-refund", -2000), ("correction", -1500),
        ("top-up", 5000),
    ]  # fmt: skip
    asked_log = (
        "SELECT data ->> 'over' FROM audit_log WHERE subject = $1 AND action = $2 ORDER BY id"
    )
    rows = await fetch(shop.database_url, asked_log, wallet, "wallet.refunded-there")
    assert [row[0] for row in rows] == [None, "500"]
