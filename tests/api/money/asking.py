"""What a client asked to pay of a booking and pays later, whatever became of it meanwhile: it
counts, or all of it goes back."""

from dataclasses import dataclass, field

from tests.api.money.accounts import Sale, sale_of_service
from tests.api.money.sessions import Session
from tests.api.money.sitting import Sitting, Step

__all__ = ["Asking"]


@dataclass
class Asking(Sitting):
    """``dropped``: what was paid for nothing, and went back."""

    dropped: list[Sale] = field(default_factory=list)

    def steps(self, session: Session) -> list[Step]:
        found = super().steps(session)
        if any(one.session is session for one in self.asked):
            return [*found, *[self.pay_asked] * 4]
        return [*found, self.ask_rest] if session.stands else found

    async def ask_rest(self, session: Session) -> None:
        rest = session.price - session.prepaid
        answer = await self.buyer.post(f"/api/bookings/{session.booking_id}/rest", {})
        assert self.allowed("ask for the rest", answer) is (rest > 0), self.told
        if rest:
            assert answer.json()["total"] == rest, f"{self.told}: {answer.text}"
            self.ask(session, answer.json()["orderId"], rest, None)

    async def pay_asked(self, session: Session) -> None:
        asked = next(one for one in self.asked if one.session is session)
        self.asked.remove(asked)
        counts, order = asked.counts, asked.order
        sale = sale_of_service(order["id"], asked.amount, self.shop)
        if not session.takes_time:
            answer = await self.buyer.pay(order)
            assert not self.allowed("pay for what is off", answer), f"{self.told}: {answer.text}"
            return
        self.told.append(f"{asked.amount} that was asked for {'counts' if counts else 'is late'}:")
        await self.pay(sale, order)
        if not counts:
            sale.give(sale.left)
            self.dropped.append(sale)
            return
        session.later.append(sale)
        if asked.to is None:
            session.prepaid += asked.amount
        else:
            session.move(asked.to, paid=asked.amount)
            session.client_moves += 1
