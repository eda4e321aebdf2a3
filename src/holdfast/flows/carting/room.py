"""How many of a variant may lie in somebody's cart now. A cart reserves nothing, so this is what
is known at the moment; the cart tells what changes afterwards."""

from asyncio import gather

from msgspec import Struct

from holdfast.catalog import Product, Variant, stock_key
from holdfast.flows.carting.carting import Carting
from holdfast.flows.carting.held import held_for_cart
from holdfast.flows.checkout.bounds import may_hold
from holdfast.flows.commit.refusals import GuestUnits, InsufficientStock, TooManyUnits
from holdfast.kit import Problem, iso, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import AccountState
from holdfast.people import Principal
from holdfast.preorders import open_preorders

__all__ = ["Room", "room_for"]


class Room(Struct, frozen=True):
    """``free``: those held for this very cart among them, and those that are announced and may be
    ordered before they are there. ``most``: that one buyer may hold, and
    ``with_account``; None: as many as there are."""

    product: Product
    variant: Variant
    stock: AccountState
    free: int
    next_release_at: str | None
    most: int | None
    with_account: int | None

    def check(self, wanted: int) -> None:
        """Raises the problem for which so many cannot lie there."""
        if self.most is not None and wanted > self.most and not self._is_short(wanted):
            raise self._too_many(wanted, self.most)
        if wanted > self.free:
            raise InsufficientStock(
                say("Not enough in stock: {short}.", short=self.product.name),
                field="quantity",
                extra={
                    "shortages": [
                        {
                            **self._line(wanted),
                            "available": self.free,
                            "held": self.stock.held,
                            "nextReleaseAt": self.next_release_at,
                        }
                    ]
                },
            )

    def _is_short(self, wanted: int) -> bool:
        """Whether it is that there are too few: an account would not bring as many either."""
        anybody = self.most if self.with_account is None else self.with_account
        return wanted > self.free and (anybody is None or self.free <= anybody)

    def _too_many(self, wanted: int, most: int) -> Problem:
        limit = {**self._line(wanted), "mayHold": most, "holding": 0, "mayAdd": most}
        about = {"most": most, "name": self.product.name}
        if self.with_account is not None and self.with_account > most:
            return GuestUnits(
                say(
                    "Without an account you can hold up to {most} of {name} right now. Log in to"
                    " hold more, or order less.",
                    **about,
                ),
                field="quantity",
                extra={"limits": [limit]},
            )
        return TooManyUnits(
            say("You can hold up to {most} of {name} at a time.", **about),
            field="quantity",
            extra={"limits": [limit]},
        )

    def _line(self, wanted: int) -> dict[str, object]:
        return {
            "line": 0,
            "productId": str(self.product.id),
            "variantId": str(self.variant.id),
            "wanted": wanted,
        }


async def room_for(parts: Carting, owner: Principal, product: Product, variant: Variant) -> Room:
    """As it is now."""
    stock, held = await gather(parts.stocks.made_of(variant.goods), held_for_cart(parts, owner.id))
    announced = await open_preorders(parts.database.pool, [variant.id], shop_now())
    to_come = (await parts.stocks.to_come(stock_key(variant.id))).balance if announced else 0
    free = stock.balance + held.get(variant.id, 0) + to_come
    may = await may_hold(parts, owner, product, free)
    most, with_account = may or (None, None)
    release = iso(parts.next_release_at(stock.key)) if stock.held else None
    return Room(product, variant, stock, free, release, most, with_account)
