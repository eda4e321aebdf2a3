"""What photographers take in cash and hand in, and what of their shares is paid out to them."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4

from tests.api.money.accounts import Sale
from tests.api.money.earned import due_to
from tests.api.money.series import Serial
from tests.api.money.sessions import Session
from tests.api.money.sitting import Step
from tests.support.market import expect, refusal

__all__ = ["Settling"]


@dataclass
class Settling(Serial):
    """``had``: by resource what they have of their shares already, in cash or paid out. ``handed``:
    each that could be noted wrongly. ``took``: by order, who
    has it in cash."""

    had: Counter[str] = field(default_factory=Counter)
    handed: list[tuple[str, str, int]] = field(default_factory=list)
    took: dict[str, str] = field(default_factory=dict)

    def steps(self, session: Session) -> list[Step]:
        found = super().steps(session)
        if any(map(_by_hand, session.later)):
            found += [self.not_paid] * 2
        by_photographer = session.place.id in self.studio.accounts
        return [*found, self.take_cash] if session.takes_time and by_photographer else found

    async def take_cash(self, session: Session) -> None:
        """Its time has come, and who photographs has what is due of it."""
        rest, account = session.price - session.prepaid, self.studio.accounts[session.place.id]
        path, key = (
            f"/api/studio/bookings/{session.booking_id}/rest-paid",
            {"Idempotency-Key": uuid4().hex},
        )
        async with self.its_time(session):
            answer = account.post(path, json={}, headers=key)
        assert self.allowed("take cash", answer) is (rest > 0), f"{self.told}: {answer.text}"
        if not rest:
            return
        sale = await self.sale_by_hand(session, rest)
        self.asked = [one for one in self.asked if one.order["id"] != sale.order_id]
        session.later.append(sale)
        session.prepaid += rest
        self.had[session.place.id] += rest
        self.took[sale.order_id] = session.place.id

    async def not_paid(self, session: Session) -> None:
        """What was noted by hand as paid was not: it is due again, as long as nothing became of
        it."""
        sale = self.chance.choice([one for one in session.later if _by_hand(one)])
        path, key = f"bookings/{session.booking_id}/rest-not-paid", uuid4().hex
        asked = {"orderId": sale.order_id, "reason": "Another's"}
        stands = self.page(sale.order_id)["order"]["status"] == "paid"
        may = stands and not sale.gone and session.takes_time
        answer = self.shop.market.staff.post(
            f"/api/staff/{path}", json=asked, headers={"Idempotency-Key": key}
        )
        said = f"{sale.paid} were not paid"
        assert self.allowed(said, answer) is may, f"{self.told}: {answer.text}"
        if not may:
            return
        session.later.remove(sale)
        session.prepaid -= sale.paid
        sale.parts[0].gone = sale.parts[0].handed = sale.paid
        self.dropped.append(sale)
        if sale.order_id in self.took:
            self.had[self.took.pop(sale.order_id)] -= sale.paid

    def standing(self, resource: str) -> int:
        """What the studio owes them; below 0: what they owe it."""
        return due_to(self.studio, self.sessions)[resource] - self.had[resource]

    async def settle(self) -> None:
        photographers = [one.id for one in self.studio.photographers]
        resource = self.chance.choice([*photographers, *photographers, self.studio.house])
        standing = self.standing(resource)
        if standing < 0 and self.chance.random() < 0.8:
            self.hand_in(resource, -standing)
        elif self.handed and self.chance.random() < 0.3:
            self.take_back()
        else:
            self.pay_out(resource, standing)

    def hand_in(self, resource: str, owed: int) -> None:
        """A part of what is owed, all of it, or too much."""
        amount = self.chance.choice((owed, self.chance.randint(1, owed), owed + 1))
        path = f"resources/{resource}/cash-handed"
        answer = self.staff(path, {"amount": amount, "currency": "EUR", "note": "At the desk"})
        may = amount <= owed
        assert self.allowed(f"hand in {amount} of {owed}", answer) is may, answer.text
        if may:
            self.had[resource] -= amount
            self.handed.append((resource, answer.json()["id"], amount))

    def take_back(self) -> None:
        resource, name, amount = self.handed.pop(self.chance.randrange(len(self.handed)))
        path = f"resources/{resource}/cash-handed/{name}/take-back"
        expect(self.staff(path, {"reason": "It was somebody else's"}))
        self.told.append(f"{amount} were not handed in")
        self.had[resource] += amount

    def pay_out(self, resource: str, standing: int) -> None:
        """All that may leave is set aside; it arrives, or comes back."""
        made = self.staff(f"resources/{resource}/payouts", {"currency": "EUR"})
        self.told.append(f"{standing} are paid out")
        if standing <= 0:
            refusal(made, 409, "nothing-to-pay-out")
            return
        payout = expect(made, 201)
        assert payout["amount"] == standing, f"{self.told}: {payout}"
        came = self.chance.random() < 0.7
        body = {"reference": uuid4().hex} if came else {"reason": "closed"}
        expect(self.staff(f"payouts/{payout['id']}/{'paid' if came else 'failed'}", body))
        self.had[resource] += standing if came else 0


def _by_hand(sale: Sale) -> bool:
    return all(one.kind == "manual" for one in sale.parts)
