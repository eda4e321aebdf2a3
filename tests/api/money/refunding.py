"""What goes back of a booking by no step of its own: by staff, for a sum or for goods beside it, by
a bank, or on the provider's own page."""

from tests.api.money.banking import at_stripe
from tests.api.money.booked import Booked
from tests.api.money.sessions import Session

__all__ = ["Refunding"]


class Refunding(Booked):
    """What is refunded of them."""

    async def refund_sum(self, session: Session) -> None:
        sale, amount = self.chance.choice(session.orders), self.chance.randint(1, 1_500)
        body = {"amount": amount, "reason": "late"}
        if self.allowed(f"sum {amount}", self.staff(f"orders/{sale.order_id}/refund", body)):
            sale.give(amount)

    async def refund_goods(self, session: Session) -> None:
        own = session.own
        free = {at: one.quantity - one.back for at, one in enumerate(own.lines)}
        at = self.chance.choice(list(free))
        many = self.chance.randint(1, max(free[at], 1))
        body = {"lines": [{"line": at, "quantity": many}], "reason": "torn"}
        if self.allowed(f"goods {at}: {many}", self.staff(f"orders/{own.order_id}/refund", body)):
            own.give(min(own.take({at: many}, delivery=False), own.left))

    async def bank_asks(self, session: Session) -> None:
        await self.dispute(self.chance.choice([one for one in session.orders if at_stripe(one)]))

    async def bank_decides(self, session: Session) -> None:
        for sale in session.orders:
            if any(one.dispute is not None for one in at_stripe(sale)):
                await self.decide(sale)

    async def refunded_at_stripe(self, session: Session) -> None:
        sale = self.chance.choice([one for one in session.orders if at_stripe(one)])
        if all(one.dispute is None for one in at_stripe(sale)):
            await self.refund_there(sale)
