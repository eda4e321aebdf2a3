"""Orders that are sent in parcels, some of which do not arrive."""

from tests.api.money.accounts import Sale
from tests.api.money.life import Life, Step
from tests.api.money.person import Json

__all__ = ["Sending"]


class Sending(Life):
    """What may become of an order is that as well."""

    def steps(self, sale: Sale) -> list[Step]:
        found = super().steps(sale)
        return found if sale.completed else [*found, self.send, self.send, self.arrive]

    async def send(self, sale: Sale) -> None:
        """Some of it is packed; most of that leaves."""
        units = self.some(sale, lambda one: one.quantity - one.back - one.packed)
        lines = [{"line": at, "quantity": many} for at, many in units.items()]
        answer = self.staff(f"orders/{sale.order_id}/parcels", {"lines": lines, "packed": True})
        if not self.allowed(f"pack {units}", answer):
            return
        self.unpacked(sale, lines, -1)
        parcel = answer.json()["order"]["parcels"][-1]
        self.moved(sale, parcel, "ship" if self.chance.random() < 0.8 else "cancel")

    async def arrive(self, sale: Sale) -> None:
        """What is on its way is there, or lost."""
        for one in self.page(sale.order_id)["order"]["parcels"]:
            if one["status"] == "shipped":
                self.moved(sale, one, "deliver" if self.chance.random() < 0.7 else "fail")

    def moved(self, sale: Sale, parcel: Json, step: str) -> None:
        body: Json = {"ship": {"carrier": "Post"}, "fail": {"reason": "lost"}}.get(step, {})
        path = f"orders/{sale.order_id}/parcels/{parcel['id']}/{step}"
        if not self.allowed(step, self.staff(path, body)):
            return
        sale.sent = sale.sent or step == "ship"
        if step in {"cancel", "fail"}:
            self.unpacked(sale, parcel["lines"])

    def unpacked(self, sale: Sale, lines: list[Json], sign: int = 1) -> None:
        for one in lines:
            sale.lines[one["line"]].packed -= sign * one["quantity"]
