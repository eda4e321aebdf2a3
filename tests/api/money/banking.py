"""Money that banks ask back, and what somebody refunds on the provider's own page."""

from tests.api.money.accounts import Sale
from tests.api.money.parts import Part
from tests.api.money.person import Json, Person
from tests.api.money.selling import Told
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE

__all__ = ["Banking", "at_stripe"]


class Banking(Person):
    """What may become of what was paid at Stripe. A dispute may stand for a while, whatever becomes
    of its order meanwhile."""

    def is_taken(self, part: Part) -> bool:
        """Not only set aside, nor let go."""
        return bool(self.purse.stripe.book.intent(part.intent)["status"] == "succeeded")

    def kept_there(self, sale: Sale) -> list[Told]:
        """What Stripe has taken of each payment by it, and given back: all that is left of it here;
        nothing while it is set aside, or since it was let go."""
        found: list[Told] = []
        book = self.purse.stripe.book
        for part in at_stripe(sale):
            intent = book.intent(part.intent)
            has = intent["amount_received"] - book.given_back(part.intent)
            waits = sale.is_set_aside and not sale.completed
            may = {"succeeded"} if sale.sent or not waits else set()
            if waits and (self.shop.captures == "last" or not sale.sent):
                may.add("requires_capture")
            if sale.is_set_aside and not part.left:
                may.add("canceled")
            found.append(("not taken when it is to be", {intent["status"]} - may, set()))
            taken = intent["status"] == "succeeded"
            found.append(("at Stripe", has, part.amount - part.gone if taken else 0))
        return found

    async def refund_there(self, sale: Sale) -> None:
        (part,) = at_stripe(sale)
        if not part.left or sale.cancelled:
            return
        amount = self.chance.randint(1, min(part.left, 300))
        self.told.append(f"{amount} is refunded there")
        self.done["refunded there"] += 1
        self.purse.stripe.refunded_there(self.shop.market.url, part.intent, amount)
        part.gone += amount
        sale.sums += amount

    async def dispute(self, sale: Sale) -> None:
        """It is opened, and nothing of it can be refunded. Stripe gives back nothing else of a
        payment meanwhile: one of a part is won at once."""
        (part,) = at_stripe(sale)
        if not part.left or sale.cancelled:
            return
        book, whole = self.purse.stripe.book, self.chance.random() < 0.7
        received = book.intent(part.intent)["amount_received"]
        amount = received if whole else self.chance.randint(1, received)
        part.dispute = book.open_dispute(part.intent, amount)
        part.frozen = min(amount, part.left)
        self.told.append(f"{amount} is disputed")
        await self.says(part.dispute, "created", frozen=part.frozen)
        too_much = {"amount": sale.left + 1, "reason": "asked for"}
        refusal(self.staff(f"orders/{sale.order_id}/refund", too_much), 409, "payment-disputed")
        if not whole:
            await self.end(part, lost=False)
        elif self.chance.random() < 0.4:
            await self.decide(sale)

    async def decide(self, sale: Sale) -> None:
        (part,) = at_stripe(sale)
        await self.end(part, lost=self.chance.random() < 0.5)

    async def end(self, part: Part, *, lost: bool) -> None:
        dispute, taken = part.dispute, part.frozen if lost else 0
        assert dispute is not None
        part.lost += taken
        part.frozen, part.dispute = 0, None
        dispute["status"] = "lost" if lost else "won"
        self.told.append(dispute["status"])
        self.done[dispute["status"]] += 1
        await self.says(dispute, "closed", frozen=0, lost=taken)

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


def at_stripe(sale: Sale) -> list[Part]:
    return [one for one in sale.parts if one.intent]
