"""Whether the shop sells, and by whom it is paid. One that does not takes no money either, by
whatever door."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from holdfast.kit import Problem
from holdfast.payments import MANUAL, PaymentProvider, takes_currencies
from holdfast.shop import CurrentSettings, ShopSettings

__all__ = ["NotSelling", "Selling", "must_sell", "ways_to_pay"]


class NotSelling(Problem):
    """Nobody can be paid, so nothing is held and no wallet pays."""

    status = 409
    code = "not-selling"
    title = "The shop is not taking orders at the moment"


@dataclass(frozen=True, kw_only=True)
class Selling:
    """The shop's settings, and who takes payments."""

    shop: CurrentSettings
    providers: Mapping[str, PaymentProvider]


def ways_to_pay(selling: Selling, shop: ShopSettings) -> tuple[str, ...]:
    """The providers a buyer may choose from, the first of them first. One that does not take the
    shop's currency is none of them."""
    return tuple(_ways(selling, shop))


def _ways(selling: Selling, shop: ShopSettings) -> Iterator[str]:
    for name, provider in selling.providers.items():
        if (name != MANUAL or shop.manual_payment) and _takes(provider, shop.currency):
            yield name


def _takes(provider: PaymentProvider, currency: str | None) -> bool:
    if currency is None or not takes_currencies(provider):
        return True
    return currency in provider.currencies


async def must_sell(selling: Selling) -> None:
    """Raises :class:`NotSelling` in a shop without a way to be paid."""
    if next(_ways(selling, await selling.shop.now()), None) is None:
        raise NotSelling("This shop cannot take payments yet. Nothing was held.")
