"""What is told of who wants to hear when something is back."""

from uuid import UUID

from holdfast.db.events import Fact


class BackInStock(Fact, frozen=True):
    """A variant that somebody wants to hear of is free; at most once a day and person. `handle` is
    of the product's page."""

    TYPE = "waiting.back"
    SUBJECT = "variant id"
    user: str
    product_id: UUID
    product: str
    handle: str
    options: dict[str, str]
    free: int
