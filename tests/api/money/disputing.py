"""Money that banks ask back, and what somebody refunds on the provider's own page."""

from tests.api.money.accounts import Sale
from tests.api.money.bought import Json
from tests.api.money.life import Step
from tests.api.money.paying import Part
from tests.api.money.sending import Sending
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE

__all__ = ["Disputing"]


class Disputing(Sending):
    """What may become of an order that was paid at Stripe is that as well."""

    def steps(self, sale: Sale) -> list[Step]:
        found = super().steps(sale)
        return [*found, self.refund_there, self.dispute] if _at_stripe(sale) else found

    async def refund_there(self, sale: Sale) -> None:
        (part,) = _at_stripe(sale)
        if not part.left or sale.cancelled:
            return
        amount = self.chance.randint(1, min(part.left, 300))
        self.told.append(f"{amount} is refunded there")
        self.done["refunded there"] += 1
        self.purse.stripe.refunded_there(self.shop.market.url, part.intent, amount)
        part.gone += amount
        sale.sums += amount

    async def dispute(self, sale: Sale) -> None:
        """It is opened, nothing of it can be refunded, and it is won or lost."""
        (part,) = _at_stripe(sale)
        if not part.left or sale.cancelled:
            return
        lost = self.chance.random() < 0.5
        amount = part.amount if lost else self.chance.randint(1, part.amount)
        dispute = self.purse.stripe.book.open_dispute(part.intent, amount)
        part.frozen = min(amount, part.left)
        self.told.append(f"{amount} is disputed")
        await self.says(dispute, "created", frozen=part.frozen)
        too_much = {"amount": sale.left + 1, "reason": "asked for"}
        refusal(self.staff(f"orders/{sale.order_id}/refund", too_much), 409, "payment-disputed")
        part.lost += part.frozen if lost else 0
        part.frozen = 0
        dispute["status"] = "lost" if lost else "won"
        self.told.append(dispute["status"])
        self.done[dispute["status"]] += 1
        await self.says(dispute, "closed", frozen=0, lost=part.lost)

    async def says(self, dispute: Json, what: str, **wanted: int) -> None:
        sent = self.purse.stripe.send(self.shop.market.url, f"charge.dispute.{what}", dispute)
        assert sent.json()["status"] == "taken", sent.text

        async def is_so() -> bool:
            found = expect(self.shop.market.staff.get("/api/staff/disputes"))["disputes"]
            return any(
                one["reference"] == dispute["id"]
                and all(one[name] == value for name, value in wanted.items())
                for one in found
            )

        await eventually(is_so, PATIENCE, lambda: f"the dispute is {wanted} after {self.told}")


def _at_stripe(sale: Sale) -> list[Part]:
    return [one for one in sale.parts if one.intent]
