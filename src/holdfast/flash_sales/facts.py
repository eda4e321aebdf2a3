"""What is told of flash sales."""

from datetime import datetime
from uuid import UUID

from holdfast.db.events import Fact


class _Sale(Fact, frozen=True):
    SUBJECT = "flash sale id"


class FlashSaleMade(_Sale, frozen=True):
    """So many units of a variant are set aside for a sale."""

    TYPE = "flash-sale.made"
    product_id: UUID
    variant_id: UUID
    quantity: int
    price: int
    currency: str
    starts_at: datetime
    ends_at: datetime


class FlashSaleEnded(_Sale, frozen=True):
    """Nothing more is sold in it. `by` is who ended it early; none: its time was over."""

    TYPE = "flash-sale.ended"
    by: str | None = None


class FlashSaleResult(_Sale, frozen=True):
    """What came of a sale for an account that was in its waiting room: so many units `bought`, none
    if it was gone, or, where so many were `left` at its end, if nothing came of it. `handle` is of
    the product's page."""

    TYPE = "flash-sale.result"
    user: str
    product: str
    handle: str
    bought: int
    left: int = 0


class FlashSaleClosed(_Sale, frozen=True):
    """Nothing of it is held any more: so many units were sold, so many went back."""

    TYPE = "flash-sale.closed"
    sold: int
    returned: int
