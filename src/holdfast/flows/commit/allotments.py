"""Where a flash sale's units came from, which is where what is left of them goes back."""

from collections.abc import Mapping
from uuid import UUID

from holdfast.catalog import stock_key
from holdfast.flash_sales import FlashSale
from holdfast.locations import location_at, taken_greedily

__all__ = ["came_from", "goes_back", "home_of", "place_of"]


def came_from(sale: FlashSale) -> Mapping[str, int]:
    """Units by account; where most came from is first."""
    if not sale.taken:
        return {stock_key(sale.variant_id): sale.quantity}
    return dict(sorted(sale.taken.items(), key=lambda one: (-one[1], one[0])))


def goes_back(sale: FlashSale, left: int) -> dict[str, int]:
    """So many more of it, by account: first to where most came from, nowhere more than came."""
    gone, room = sale.returned, dict[str, int]()
    for account, units in came_from(sale).items():
        filled = min(gone, units)
        gone -= filled
        room[account] = units - filled
    return taken_greedily(left, room)


def home_of(sale: FlashSale) -> str:
    """Where units of it lie that come back one by one once it is over."""
    return next(iter(came_from(sale)))


def place_of(sale: FlashSale) -> UUID | None:
    """The location where all its units lie; None: in several."""
    accounts = came_from(sale)
    return location_at(home_of(sale)) if len(accounts) == 1 else None
