"""Live stock: what is left of every watched product, told to every watcher within a blink; and
balances, told to their owner only.

``Feed`` keeps the numbers true, ``Sockets`` tells them over Socket.IO.
"""

from holdfast.live.balances import Balances, BalanceUpdate, WalletReading, WalletSource
from holdfast.live.feed import MAX_PRODUCTS, Feed, HoldReading, Sources, TooManyProducts
from holdfast.live.sockets import Sockets
from holdfast.live.tracker import ProductReading, Stock, StockUpdate, VariantReading
from holdfast.live.watchers import Limits, Visitor

__all__ = [
    "MAX_PRODUCTS",
    "BalanceUpdate",
    "Balances",
    "Feed",
    "HoldReading",
    "Limits",
    "ProductReading",
    "Sockets",
    "Sources",
    "Stock",
    "StockUpdate",
    "TooManyProducts",
    "VariantReading",
    "Visitor",
    "WalletReading",
    "WalletSource",
]
