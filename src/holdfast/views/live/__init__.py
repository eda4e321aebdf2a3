"""What is told live, and where it is read from. Another thing is a module here and its place in
``CHANNELS``."""

from collections.abc import Sequence
from typing import Any, Final, Literal

from holdfast.db.engine import Database
from holdfast.live import Channel, Reads
from holdfast.views.live.campaigns import LIVE_CAMPAIGNS
from holdfast.views.live.cart import LIVE_CART
from holdfast.views.live.conversations import LIVE_CONVERSATIONS
from holdfast.views.live.flash_sales import LIVE_FLASH_SALES
from holdfast.views.live.orders import LIVE_ORDERS
from holdfast.views.live.sale_rooms import LIVE_SALE_ROOMS
from holdfast.views.live.sale_turns import LIVE_SALE_TURNS
from holdfast.views.live.slots import LIVE_SLOTS
from holdfast.views.live.stock import LIVE_STOCK
from holdfast.views.live.wallets import LIVE_WALLETS
from holdfast.views.live.wishes import LIVE_WISHES

CHANNELS: Final[Sequence[Channel[Any, Any]]] = (
    LIVE_STOCK,
    LIVE_CAMPAIGNS,
    LIVE_WALLETS,
    LIVE_ORDERS,
    LIVE_WISHES,
    LIVE_CART,
    LIVE_CONVERSATIONS,
    LIVE_SLOTS,
    LIVE_FLASH_SALES,
    LIVE_SALE_TURNS,
    LIVE_SALE_ROOMS,
)


def channels_of(service: Literal["orders", "payments"]) -> Sequence[Channel[Any, Any]]:
    """Those that are read from this service's database."""
    return [one for one in CHANNELS if one.service == service]


def reads_of(
    channels: Sequence[Channel[Any, Any]], database: Database, partitions: int = 1
) -> dict[str, Reads[Any, Any]]:
    """What they read of this database, on its pool of hot reads."""
    return {one.name: one.source(database, partitions) for one in channels}
