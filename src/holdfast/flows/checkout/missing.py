"""What is missing for an order: goods, money, a coupon that will do; all of it is named."""

from asyncio import gather
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from holdfast.flows.checkout.basket import Basket, BasketLine
from holdfast.flows.checkout.redemption import Unusable, unusable
from holdfast.flows.commit.refusals import CannotBuy, InsufficientStock
from holdfast.flows.commit.wallet_settlement import MoneyMissing, Settlement
from holdfast.kit import Problem, iso
from holdfast.kit.sentences import joined, say
from holdfast.ledger import LedgerReader, Shortage
from holdfast.locations import Stocks

__all__ = ["Missing", "refusal", "shortages_now"]


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What naming all that is missing works with. ``next_release_at`` tells when the next unit held
    of an account comes free, if known."""

    reader: LedgerReader
    stocks: Stocks
    settlement: Settlement
    next_release_at: Callable[[str], datetime | None]


class ShortLine(Struct, frozen=True):
    """A line of which there is too little; ``next_release_at`` is when a held unit may come free,
    if that is known."""

    line: BasketLine
    shortage: Shortage
    next_release_at: datetime | None

    def shown(self) -> dict[str, object]:
        """As a refusal shows it."""
        return {
            "line": self.line.at,
            "productId": str(self.line.product.id),
            "variantId": str(self.line.variant.id),
            "wanted": self.shortage.wanted,
            "available": self.shortage.available,
            "held": self.shortage.held,
            "nextReleaseAt": iso(self.next_release_at),
        }


async def shortages_now(parts: Missing, wanted: Mapping[str, int]) -> list[Shortage]:
    """What of this is short at the moment: for a refusal that the ledger was not asked for."""
    accounts = await gather(*map(parts.stocks.of, wanted))
    return [
        Shortage(account.key, wanted[account.key], account.balance, account.held)
        for account in accounts
        if account.balance < wanted[account.key]
    ]


async def refusal(
    parts: Missing,
    basket: Basket,
    shortages: Sequence[Shortage],
    coupon: Unusable | None,
    wallet_of: str | None,
) -> Problem:
    """``wallet_of``: whose wallet was to pay; None if nobody's."""
    short = _short_lines(parts, basket.lines, shortages)
    money: MoneyMissing | None = None
    if wallet_of is not None:
        money = await parts.settlement.money_missing(wallet_of, basket.currency, shortages)
    sentences: list[str] = []
    extra: dict[str, object] = {}
    if short:
        names = ", ".join(dict.fromkeys(one.line.product.name for one in short))
        sentences.append(say("Not enough in stock: {short}.", short=names))
        extra["shortages"] = [one.shown() for one in short]
    if money is not None:
        sentences.append(money.detail)
        extra["points"] = money.shown()
    if coupon is not None:
        sentences.append(coupon.detail)
        extra |= coupon.shown()
    if wallet_of is not None:
        return CannotBuy(joined(*sentences), extra=extra)
    if not short:
        assert coupon is not None
        return unusable(coupon)
    return InsufficientStock(sentences[0], field=f"items[{short[0].line.at}].quantity", extra=extra)


def _short_lines(
    parts: Missing, lines: Sequence[BasketLine], shortages: Sequence[Shortage]
) -> list[ShortLine]:
    """The lines whose stock is among these shortages."""
    by_key = {shortage.key: shortage for shortage in shortages}
    found = []
    for line in lines:
        short = [by_key[key] for key in line.goods if key in by_key]
        if short:
            worst = min((_of_line(line, one) for one in short), key=lambda one: one.available)
            found.append(ShortLine(line, worst, parts.next_release_at(worst.key)))
    return found


def _of_line(line: BasketLine, short: Shortage) -> Shortage:
    """What is short of a part, in units of what is made of it."""
    if not line.variant.parts:
        return short
    units = line.variant.goods[short.key]
    available = min(short.available // units, line.quantity - 1)
    return Shortage(short.key, line.quantity, available, short.held // units)
