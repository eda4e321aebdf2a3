"""Hours that a client of the studio has: given, bought, used up, and given back."""

from dataclasses import dataclass, field

from tests.api.money.accounts import Sale
from tests.api.money.asking import Asking
from tests.api.money.paying import Hours
from tests.support.market import eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["Prepaying", "hours_on_sale"]

MINUTES, COST = 600, 49_999


def hours_on_sale(life: "Prepaying") -> str:
    """A package of ten hours of any service."""
    item = {"kind": "hours", "units": MINUTES, "price": COST}
    asked = {"name": "Ten hours", "currency": "EUR", "items": [item]}
    made = life.shop.market.staff.post("/api/staff/packages", json=asked)
    return str(expect(made, 201)["id"])


@dataclass
class Prepaying(Asking):
    """Bookings may be paid by hours as well. ``purchases``: by whose, what was bought."""

    package: str = ""
    purchases: dict[str, Sale] = field(default_factory=dict)

    @property
    def sales(self) -> list[Sale]:
        """All that was paid."""
        of_sessions = [sale for one in self.sessions for sale in one.funds]
        return [*self.purchases.values(), *self.dropped, *of_sessions]

    async def prepay(self) -> None:
        bought = [one for one in self.purse.hours if one.grant in self.purchases]
        if bought and self.chance.random() < 0.6:
            await self.give_back(self.chance.choice(bought))
        else:
            await self.buy_hours()

    def give_hours(self) -> None:
        """By staff, for nothing."""
        asked = {"packageId": self.package, "email": self.email, "reason": "a present"}
        (given,) = expect(self.shop.market.staff.post("/api/staff/prepaid", json=asked), 201)[
            "grants"
        ]
        self.purse.hours.append(Hours(given["id"], MINUTES))

    async def buy_hours(self) -> None:
        path = f"/api/packages/{self.package}/buy"
        placed = expect(await self.buyer.post(path, {"expectedTotal": COST}))
        sale = Sale(placed["orderId"], [], 0, 0, self.shop, is_service=True)
        await self.pay(sale, placed)

        async def there() -> list[str]:
            found = expect(await self.buyer.get("/api/prepaid"))["grants"]
            return [one["id"] for one in found if one["orderId"] == sale.order_id]

        (grant,) = await eventually(there, PATIENCE, lambda: f"hours are there: {self.told}")
        self.told.append("hours are bought")
        self.purse.hours.append(Hours(grant, MINUTES, COST))
        self.purchases[grant] = sale

    async def give_back(self, hours: Hours) -> None:
        """Their share of the price, to who paid it."""
        units = self.chance.choice((1, 37, 240))
        answer = self.staff(f"prepaid/{hours.grant}/return", {"units": units, "reason": "moved"})
        left = hours.left(self.purse.parts)
        after = COST * (hours.returned + units) // MINUTES
        amount = after - COST * hours.returned // MINUTES
        sale = self.purchases[hours.grant]
        may = units <= left and amount <= sale.left
        assert self.allowed(f"give back {units} min", answer) is may, f"{self.told}: {answer.text}"
        if may:
            assert answer.json()["amount"] == amount, f"{self.told}: {answer.text}"
            hours.returned += units
            sale.give(amount)
