"""A shop that is paid by PayPal: from the till to its page and back, and money back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.market import STAFF, Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.paypal import PayPalServer
from tests.support.postgres import Postgres, execute, fetch

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def paypal() -> Iterator[PayPalServer]:
    with PayPalServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, paypal: PayPalServer) -> Iterator[Market]:
    settings = {"HOLDFAST_LIMITS": "off", **paypal.settings}
    with market_as_asked(postgres, stocked, settings, "one") as opened:
        yield opened


class Till:
    """A buyer, one thing that they reserved, and its order at PayPal."""

    def __init__(self, shop: Market, paypal: PayPalServer, buyer: Buyer) -> None:
        self.shop, self.paypal, self.buyer = shop, paypal, buyer
        self.reservation: dict[str, Any] = {}
        self.payment: dict[str, Any] = {}

    async def begin(self) -> str:
        """PayPal's name of the order whose page the buyer is sent to."""
        if not self.reservation:
            self.reservation = expect(await self.buyer.reserve(self.shop.goods(1)))
        asked = {"reservationId": self.reservation["reservationId"], "provider": "paypal"}
        self.payment = expect(await self.buyer.post("/api/payments", asked))
        page = self.payment["nextAction"]["redirectUrl"]
        assert page.startswith(f"{self.paypal.url}/pay/")
        return str(page.rpartition("/")[2])

    @property
    def asked(self) -> dict[str, str]:
        return {
            "reservationId": self.reservation["reservationId"],
            "paymentId": self.payment["paymentId"],
        }

    async def comes_back(self) -> dict[str, Any]:
        """As the order's page does."""
        return expect(await self.buyer.post("/api/orders/create", self.asked))

    async def becomes(self, status: str) -> None:
        async def is_so() -> bool:
            return bool((await self.buyer.order(self.reservation))["status"] == status)

        await eventually(is_so, PATIENCE, f"the order is {status}")

    async def failed(self) -> None:
        async def is_so() -> bool:
            asked = "SELECT status FROM payments WHERE id = $1"
            found = await fetch(self.shop.database_url, asked, self.payment["paymentId"])
            return [row[0] for row in found] == ["failed"]

        await eventually(is_so, PATIENCE, "the payment is called off")

    def there(self, name: str) -> dict[str, Any]:
        """What PayPal has of the money."""
        payments: dict[str, Any] = self.paypal.book.order(name)["purchase_units"][0]["payments"]
        return payments

    async def has(self, name: str, kind: str, status: str) -> None:
        async def is_so() -> bool:
            return [one["status"] for one in self.there(name).get(kind, ())] == [status]

        await eventually(is_so, PATIENCE, f"{kind} at PayPal: {status}")


@pytest.fixture
def till(shop: Market, paypal: PayPalServer, visit: Visit) -> Till:
    return Till(shop, paypal, visit(shop))


@pytest.fixture
async def staff(shop: Market, visit: Visit) -> Buyer:
    entered = visit(shop)
    expect(await entered.post("/api/session/login", STAFF))
    return entered


async def test_an_order_is_paid_by_its_event_and_given_back_in_parts(
    till: Till, staff: Buyer, paypal: PayPalServer
) -> None:
    shop, buyer = till.shop, till.buyer
    ways = expect(await buyer.http.get("/api/config"))["providers"]
    assert ("paypal", "card", "PayPal") in {
        (one["name"], one["kind"], one["title"]) for one in ways
    }
    name = await till.begin()
    order = paypal.book.order(name)
    # Nobody has agreed: an event that says so changes nothing.
    assert paypal.send(shop.url, "CHECKOUT.ORDER.APPROVED", order).json() == {"status": "taken"}
    assert (await buyer.order(till.reservation))["status"] == "pending"
    goes = paypal.visit(name, "pay")
    assert goes is not None
    assert goes.startswith(f"{shop.url}/orders/{till.reservation['orderId']}?token={name}")
    body = paypal.event("CHECKOUT.ORDER.APPROVED", order)
    forged = {**paypal.signed(body), "PayPal-Transmission-Sig": "forged"}
    refusal(
        await buyer.http.post("/hooks/paypal", content=body, headers=forged), 401, "event-unsigned"
    )
    assert (await buyer.order(till.reservation))["status"] == "pending"
    signed = paypal.signed(body)
    for status in ("taken", "repeated"):
        answer = await buyer.http.post("/hooks/paypal", content=body, headers=signed)
        assert expect(answer) == {"status": status}
    await till.becomes("paid")
    assert (await till.comes_back())["status"] == "paid", "late"
    (capture,) = till.there(name)["captures"]
    assert paypal.send(shop.url, "PAYMENT.CAPTURE.COMPLETED", capture).is_success
    stranger = {**order, "id": "of-nobody"}
    assert paypal.send(shop.url, "CHECKOUT.ORDER.APPROVED", stranger).json() == {
        "status": "unknown"
    }
    unreadable = await buyer.http.post("/hooks/paypal", content=b"{}")
    refusal(unreadable, 400, "event-unreadable")

    path = f"/api/staff/orders/{till.reservation['orderId']}"
    for amount in (100, 400):
        expect(await staff.post(f"{path}/refund", {"amount": amount, "reason": "asked for"}))
    one_more = await staff.post(f"{path}/refund", {"amount": 1, "reason": "asked for"})
    assert one_more.status_code == 409

    async def refunded() -> bool:
        return bool(str(paypal.book.given_back(name)) == capture["amount"]["value"])

    await eventually(refunded, PATIENCE, "PayPal gives it back")

    async def fee_known() -> bool:
        days = expect(await staff.get("/api/staff/payment-report"))["days"]
        return bool([one for one in days if one["provider"] == "paypal" and one["fees"]])

    await eventually(fee_known, PATIENCE, "the fee is told")


async def test_a_refund_that_fails_is_owed_again(
    till: Till, staff: Buyer, paypal: PayPalServer
) -> None:
    name = await till.begin()
    paypal.visit(name, "pay")
    assert (await till.comes_back())["status"] == "paid"
    path = f"/api/staff/orders/{till.reservation['orderId']}"
    expect(await staff.post(f"{path}/refund", {"amount": 100, "reason": "asked for"}))

    async def given() -> bool:
        asked = "SELECT id FROM provider_refunds WHERE payment_id = $1"
        return bool(await fetch(till.shop.database_url, asked, till.payment["paymentId"]))

    await eventually(given, PATIENCE, "PayPal gives it back")
    (refund,) = till.there(name)["refunds"]
    failed = paypal.book.give_up(refund)

    async def owed() -> list[int]:
        (payment,) = expect(await staff.get(path))["payments"]
        return [one["amount"] for one in payment["owed"]]

    for _ in range(2):
        assert paypal.send(till.shop.url, "PAYMENT.REFUND.FAILED", failed).is_success
        await eventually(owed, PATIENCE, "staff are to hand it over")
    assert await owed() == [100]


async def test_what_is_refunded_on_its_own_pages_counts_once(
    till: Till, staff: Buyer, paypal: PayPalServer
) -> None:
    name = await till.begin()
    paypal.visit(name, "pay")
    await till.comes_back()
    total = (await till.buyer.order(till.reservation))["total"]
    path = f"/api/staff/orders/{till.reservation['orderId']}"
    (capture,) = till.there(name)["captures"]
    value = {"currency_code": capture["amount"]["currency_code"], "value": "2.00"}
    made = paypal.book.refund(capture["id"], {"amount": value})

    async def left() -> int:
        return int(expect(await staff.get(path))["order"]["staff"]["refundable"])

    async def counted() -> bool:
        return bool(await left() == total - 200)

    for _ in range(2):
        assert paypal.send(till.shop.url, "PAYMENT.CAPTURE.REFUNDED", made).is_success
        await eventually(counted, PATIENCE, "it counts")
    paypal.book.give_up(made)
    assert paypal.send(till.shop.url, "PAYMENT.REFUND.FAILED", made).is_success

    async def is_back() -> bool:
        return bool(await left() == total)

    await eventually(is_back, PATIENCE, "it may be refunded again")


async def test_an_answer_that_was_lost_is_asked_for_again_at_once(till: Till) -> None:
    await till.begin()  # its token is there by now
    before = set(till.paypal.book.orders)
    till.paypal.answer_lost = 1
    name = await Till(till.shop, till.paypal, till.buyer).begin()
    assert set(till.paypal.book.orders) - before == {name}


async def test_the_return_alone_pays_and_so_does_the_timer(till: Till, visit: Visit) -> None:
    name = await till.begin()
    till.paypal.visit(name, "pay")
    till.paypal.answer_lost = True  # of whatever is asked for next
    await till.buyer.post("/api/orders/create", till.asked)
    assert (await till.comes_back())["status"] == "paid"
    assert len(till.there(name)["captures"]) == 1
    gone = Till(till.shop, till.paypal, visit(till.shop))
    name = await gone.begin()
    till.paypal.visit(name, "pay")  # and the tab is closed
    await execute(
        till.shop.database_url,
        "UPDATE jobs SET next_attempt_at = clock_timestamp() WHERE queue = 'resolve-payment'",
    )
    await gone.becomes("paid")
    assert len(gone.there(name)["captures"]) == 1


async def test_who_is_declined_chooses_again_on_the_same_hold(till: Till, staff: Buyer) -> None:
    expect(await staff.http.patch("/api/staff/settings", json={"declineKeepsHold": True}))
    declined = await till.begin()
    till.paypal.visit(declined, "decline")
    answer = await till.buyer.post("/api/orders/create", till.asked)
    refusal(answer, 402, "payment-failed")
    assert (await till.buyer.order(till.reservation))["status"] == "pending"
    name = await till.begin()
    assert name != declined, "PayPal's page once more"
    till.paypal.visit(name, "pay")
    assert (await till.comes_back())["status"] == "paid"
    # Whatever is agreed to on the page of before, nobody takes it.
    assert till.paypal.visit(declined, "pay")
    old = till.paypal.book.order(declined)
    assert till.paypal.send(till.shop.url, "CHECKOUT.ORDER.APPROVED", old).is_success
    assert "captures" not in till.there(declined)


async def test_what_paypal_looks_at_is_paid_once_it_says_so(till: Till, visit: Visit) -> None:
    other = Till(till.shop, till.paypal, visit(till.shop))
    till.paypal.book.looks = True
    try:
        names = []
        for one in (till, other):
            names.append(await one.begin())
            till.paypal.visit(names[-1], "pay")
            assert (await one.buyer.post("/api/orders/create", one.asked)).status_code == 202
            assert (await one.buyer.order(one.reservation))["status"] == "pending"
    finally:
        till.paypal.book.looks = False
    taken = till.paypal.book.looked_at(names[0], "COMPLETED")
    till.paypal.send(till.shop.url, "PAYMENT.CAPTURE.COMPLETED", taken)
    await till.becomes("paid")
    denied = till.paypal.book.looked_at(names[1], "DECLINED")
    till.paypal.send(till.shop.url, "PAYMENT.CAPTURE.DENIED", denied)

    async def failed() -> bool:
        answer = await other.buyer.post("/api/orders/create", other.asked)
        return answer.status_code == 402

    await eventually(failed, PATIENCE, "the payment failed")


async def test_money_is_set_aside_until_the_parcel_leaves(
    till: Till, staff: Buyer, visit: Visit
) -> None:
    off, late = [Till(till.shop, till.paypal, visit(till.shop)) for _ in range(2)]
    settings = "/api/staff/settings"
    expect(await staff.http.patch(settings, json={"captureOn": "shipment"}))
    try:
        names = {one: await one.begin() for one in (till, off)}
        for one, name in names.items():
            till.paypal.visit(name, "pay")
            assert (await one.comes_back())["status"] == "paid"
            await one.has(name, "authorizations", "CREATED")
        too_late = await late.begin()
    finally:
        expect(await staff.http.patch(settings, json={"captureOn": "payment"}))
    path = f"/api/staff/orders/{till.reservation['orderId']}/parcels"
    (parcel,) = expect(await staff.post(path, {}))["order"]["parcels"]
    expect(await staff.post(f"{path}/{parcel['id']}/pick", {}))
    expect(await staff.post(f"{path}/{parcel['id']}/ship", {"carrier": "Post", "tracking": "R1"}))
    await till.has(names[till], "captures", "COMPLETED")
    why = {"reason": "not wanted"}
    expect(await staff.post(f"/api/staff/orders/{off.reservation['orderId']}/cancel", why))
    await off.has(names[off], "authorizations", "VOIDED")
    assert "captures" not in off.there(names[off])
    expect(await late.buyer.cancel(orderId=late.reservation["orderId"]))
    await late.failed()
    till.paypal.visit(too_late, "pay")
    agreed = till.paypal.book.order(too_late)
    assert till.paypal.send(till.shop.url, "CHECKOUT.ORDER.APPROVED", agreed).is_success
    await late.has(too_late, "authorizations", "VOIDED")


async def test_what_is_disputed_is_frozen(till: Till, staff: Buyer, paypal: PayPalServer) -> None:
    name = await till.begin()
    paypal.visit(name, "pay")
    await till.comes_back()
    dispute = paypal.disputes.open(paypal.book.order(name), "5.00")
    path = f"/api/staff/orders/{till.reservation['orderId']}"

    async def shown(status: str) -> None:
        async def is_so() -> bool:
            found = expect(await staff.get("/api/staff/disputes"))["disputes"]
            return (dispute["dispute_id"], status) in {
                (one["reference"], one["status"]) for one in found
            }

        await eventually(is_so, PATIENCE, f"the dispute is {status}")

    for _ in range(2):
        assert paypal.send(till.shop.url, "CUSTOMER.DISPUTE.CREATED", dispute).is_success
    await shown("open")
    asked = {"amount": 1, "reason": "asked for"}
    refusal(await staff.post(f"{path}/refund", asked), 409, "payment-disputed")
    paypal.disputes.end(dispute["dispute_id"], "RESOLVED_SELLER_FAVOUR")
    assert paypal.send(till.shop.url, "CUSTOMER.DISPUTE.RESOLVED", dispute).is_success
    await shown("won")
    expect(await staff.post(f"{path}/refund", asked))
