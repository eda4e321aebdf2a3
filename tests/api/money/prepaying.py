"""What a client of the studio has of packages: given, bought, or bought by somebody else who gave
them its code; used up, and given back."""

from dataclasses import dataclass, field

from tests.api.money.accounts import Sale, sale_of_service
from tests.api.money.asking import Asking
from tests.api.money.packages import Package
from tests.api.money.parts import HOURS, Part
from tests.api.money.prepaid import Prepaid
from tests.support.market import Buyer, eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["Prepaying"]


@dataclass
class Prepaying(Asking):
    """Bookings may be paid by that as well. ``giver`` is somebody else; ``purchases``: by what is
    had, how that was bought, of which ``presents`` by the giver."""

    packages: list[Package] = field(default_factory=list)
    giver: Buyer | None = None
    purchases: dict[str, Sale] = field(default_factory=dict)
    presents: list[Sale] = field(default_factory=list)

    @property
    def given(self) -> float:
        """How often the giver buys it: for who has no account, always."""
        return 0.5 if self.user else 1

    @property
    def sales(self) -> list[Sale]:
        """All that was paid."""
        of_sessions = [sale for one in self.sessions for sale in one.orders]
        return [*self.purchases.values(), *self.dropped, *of_sessions]

    async def prepay(self) -> None:
        bought = [one for one in self.purse.prepaid if one.grant in self.purchases]
        if bought and self.chance.random() < 0.4:
            await self.give_back(self.chance.choice(bought))
        else:
            given = [one for one in self.packages if self.user or one.kind != HOURS]
            await self.buy_package(self.chance.choice(given))

    def give_hours(self) -> None:
        """By staff, for nothing."""
        one = self.packages[0]
        asked = {"packageId": one.id, "email": self.email, "reason": "a present"}
        (given,) = expect(self.shop.market.staff.post("/api/staff/prepaid", json=asked), 201)[
            "grants"
        ]
        self.purse.prepaid.append(Prepaid(self.buyer, given["id"], one.kind, one.units))

    async def buy_package(self, one: Package) -> None:
        """For oneself, or by somebody who gives the code away."""
        owner = self.buyer
        if one.kind != HOURS and self.giver is not None and self.chance.random() < self.given:
            owner = self.giver
        path = f"/api/packages/{one.id}/buy"
        placed = expect(await owner.post(path, {"expectedTotal": one.price}))
        sale = sale_of_service(placed["orderId"], one.price, self.shop)
        sale.rate = sale.rate if one.taxed else 0
        if owner is self.buyer:
            await self.pay(sale, placed)
        else:
            payment = expect(await owner.pay(placed))
            expect(await owner.create(placed, payment))
            sale.parts = [Part("demo", one.price, one.price)]
            self.presents.append(sale)

        async def there() -> list[str]:
            found = expect(await owner.get("/api/prepaid"))["grants"]
            return [one["id"] for one in found if one["orderId"] == sale.order_id]

        (grant,) = await eventually(there, PATIENCE, lambda: f"it is there: {self.told}")
        made = Prepaid(owner, grant, one.kind, one.units, one.price, one.service, one.length)
        if one.kind != HOURS and (owner is self.giver or self.chance.random() < 0.5):
            made.code = expect(await owner.post(f"/api/prepaid/{grant}/code", None))["code"]
        self.told.append(f"{one.units} of {one.kind} are bought{' as a present' * bool(made.code)}")
        self.purse.prepaid.append(made)
        self.purchases[grant] = sale

    async def give_back(self, one: Prepaid) -> None:
        """Their share of the price, to who paid it."""
        units = self.chance.choice((1, 37, 240))
        answer = self.staff(f"prepaid/{one.grant}/return", {"units": units, "reason": "moved"})
        left = one.left(self.purse.parts)
        after = one.cost * (one.returned + units) // one.units
        amount = after - one.cost * one.returned // one.units
        sale = self.purchases[one.grant]
        may = units <= left and 0 < amount <= sale.left
        assert self.allowed(f"give back {units}", answer) is may, f"{self.told}: {answer.text}"
        if may:
            assert answer.json()["amount"] == amount, f"{self.told}: {answer.text}"
            one.returned += units
            sale.give(amount)
