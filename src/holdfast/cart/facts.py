"""What is told of carts."""

from datetime import datetime
from uuid import UUID

from holdfast.db.events import Fact


class CartAbandoned(Fact, frozen=True):
    """A cart with something in it was left alone for as long as the shop's settings say. Told once
    after its last touch; ``userId`` is null if a guest left it."""

    TYPE = "cart.abandoned"
    SUBJECT = "cart id"
    user_id: UUID | None
    lines: int
    pieces: int
    touched_at: datetime
