"""Whether the shop sells, and by whom it is paid. One that does not takes no money either, by
whatever door."""

from holdfast.flows.commit.platform import Platform
from holdfast.kit import Problem
from holdfast.payments import MANUAL
from holdfast.shop import ShopSettings

__all__ = ["NotSelling", "must_sell", "ways_to_pay"]


class NotSelling(Problem):
    """Nobody can be paid, so nothing is held and no wallet pays."""

    status = 409
    code = "not-selling"
    title = "The shop is not taking orders at the moment"


def ways_to_pay(platform: Platform, shop: ShopSettings) -> tuple[str, ...]:
    """The providers a buyer may choose from, the first of them first."""
    return tuple(name for name in platform.providers if name != MANUAL or shop.manual_payment)


async def must_sell(platform: Platform) -> None:
    """Raises :class:`NotSelling` in a shop without a way to be paid."""
    if not ways_to_pay(platform, await platform.shop.now()):
        raise NotSelling("This shop cannot take payments yet. Nothing was held.")
