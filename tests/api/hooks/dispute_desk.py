"""Staff, and an order that was paid by card and is disputed at Stripe."""

from typing import Any

import httpx

from tests.api.hooks.stripe_shop import begun, pays_there, session_of
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.stripe import StripeServer

__all__ = ["Desk"]


class Desk:
    """Staff, one order that was paid by card, and its dispute at Stripe."""

    def __init__(self, shop: Market, stripe: StripeServer, staff: Buyer) -> None:
        self.shop, self.stripe, self.staff = shop, stripe, staff
        self.order: dict[str, Any] = {}
        self.intent = ""
        self.total = 0

    async def paid(self, buyer: Buyer) -> None:
        self.order = expect(await buyer.reserve(self.shop.goods(1)))
        payment = await begun(buyer, self.order)
        pays_there(self.stripe, payment)
        asked = {"reservationId": self.order["reservationId"], "paymentId": payment["paymentId"]}
        assert expect(await buyer.post("/api/orders/create", asked))["status"] == "paid"
        session = self.stripe.book.session(await session_of(self.shop, payment))
        self.intent, self.total = session["payment_intent"], session["amount_total"]

    def now(self) -> str:
        """What Stripe has of the money."""
        return str(self.stripe.book.intent(self.intent)["status"])

    async def comes_to(self, status: str) -> None:
        async def is_so() -> bool:
            return self.now() == status

        await eventually(is_so, PATIENCE, f"the money is {status}")

    def says(self, dispute: dict[str, Any], what: str = "updated", **changed: Any) -> None:
        """Stripe's dispute is so from now on, and it sends word."""
        dispute.update(changed)
        sent = self.stripe.send(self.shop.url, f"charge.dispute.{what}", dispute)
        assert sent.json()["status"] == "taken", sent.text

    async def shown(self, dispute: dict[str, Any]) -> dict[str, Any] | None:
        found = expect(await self.staff.get("/api/staff/disputes"))["disputes"]
        return next((one for one in found if one["reference"] == dispute["id"]), None)

    async def becomes(self, dispute: dict[str, Any], **fields: Any) -> dict[str, Any]:
        async def is_so() -> dict[str, Any] | None:
            one = await self.shown(dispute)
            told = one is not None and all(one[name] == value for name, value in fields.items())
            return one if told else None

        found: dict[str, Any] = await eventually(is_so, PATIENCE, f"the dispute is {fields}")
        return found

    async def money(self) -> tuple[int, int, int]:
        """Refundable, disputed, refunded."""
        path = f"/api/staff/orders/{self.order['orderId']}"
        order = expect(await self.staff.get(path))["order"]
        return order["staff"]["refundable"], order["staff"]["disputed"], order["refunded"]

    async def refund(self, amount: int) -> httpx.Response:
        path = f"/api/staff/orders/{self.order['orderId']}/refund"
        return await self.staff.post(path, {"amount": amount, "reason": "asked for"})

    async def ships(self) -> None:
        """All of it, in one parcel; till it leaves nothing is taken."""
        path = f"/api/staff/orders/{self.order['orderId']}/parcels"
        (parcel,) = expect(await self.staff.post(path, {}))["order"]["parcels"]
        expect(await self.staff.post(f"{path}/{parcel['id']}/pick", {}))
        assert self.now() == "requires_capture"
        words = {"carrier": "Post", "tracking": "R1"}
        expect(await self.staff.post(f"{path}/{parcel['id']}/ship", words))

    async def given(self, *amounts: int) -> None:
        """Stripe has taken these refunds."""

        async def is_so() -> bool:
            found = [
                one["amount"]
                for one in self.stripe.book.refunds.values()
                if one["payment_intent"] == self.intent
            ]
            return found == list(amounts)

        await eventually(is_so, PATIENCE, f"Stripe gives back {amounts}")
