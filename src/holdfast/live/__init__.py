"""Live stock: what is left of every watched product, told to every watcher within a blink.

``Feed`` keeps the numbers true, ``Sockets`` tells them over Socket.IO.
"""

from holdfast.live.feed import MAX_PRODUCTS, Feed, HoldReading, Sources, TooManyProducts
from holdfast.live.sockets import Sockets
from holdfast.live.tracker import ProductReading, Stock, StockUpdate, VariantReading
from holdfast.live.watchers import Limits

__all__ = [
    "MAX_PRODUCTS",
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
]
