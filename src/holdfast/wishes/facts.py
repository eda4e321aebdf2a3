"""What is told of wishes."""

from uuid import UUID

from holdfast.db.events import Fact


class WishCheaper(Fact, frozen=True):
    """What somebody wishes for costs less than when it was last looked at; `handle` is of its
    page."""

    TYPE = "wish.cheaper"
    SUBJECT = "wish id"
    user: str
    product_id: UUID
    product: str
    handle: str
    before: int
    price: int
    currency: str
