"""Live stock: what is left of every watched product, told to every watcher within a blink; and
balances and orders, told to their owner only; and what is left of campaigns.

``Feed`` keeps the numbers true, ``Sockets`` tells them over Socket.IO.
"""

from holdfast.live.announcing import Announcer
from holdfast.live.balances import Balances, BalanceUpdate, WalletReading, WalletSource
from holdfast.live.campaign_sockets import MAX_CAMPAIGNS
from holdfast.live.feed import MAX_PRODUCTS, Feed, HoldReading, Sources, TooManyProducts
from holdfast.live.lately import LATELY
from holdfast.live.orders import RECENT, OrderNews, Orders, OrderSource, OrderUpdate
from holdfast.live.sockets import Sockets
from holdfast.live.supplies import Supplies, SupplySource, SupplyUpdate
from holdfast.live.tracker import ProductReading, Stock, StockUpdate, VariantReading
from holdfast.live.watchers import Limits, Visitor

__all__ = [
    "LATELY",
    "MAX_CAMPAIGNS",
    "MAX_PRODUCTS",
    "RECENT",
    "Announcer",
    "BalanceUpdate",
    "Balances",
    "Feed",
    "HoldReading",
    "Limits",
    "OrderNews",
    "OrderSource",
    "OrderUpdate",
    "Orders",
    "ProductReading",
    "Sockets",
    "Sources",
    "Stock",
    "StockUpdate",
    "Supplies",
    "SupplySource",
    "SupplyUpdate",
    "TooManyProducts",
    "VariantReading",
    "Visitor",
    "WalletReading",
    "WalletSource",
]
