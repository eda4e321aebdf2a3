"""What is told of reviews. Their words are not: who reads the log reads them of the shop."""

from uuid import UUID

from holdfast.db.events import Fact


class ReviewWritten(Fact, frozen=True):
    """A buyer reviewed a product, for the first time or after having taken a review back."""

    TYPE = "review.written"
    SUBJECT = "review id"
    product_id: UUID
    stars: int


class ReviewChanged(Fact, frozen=True):
    """Its author wrote it anew; ``was``: its stars before."""

    TYPE = "review.changed"
    SUBJECT = "review id"
    product_id: UUID
    stars: int
    was: int


class ReviewRemoved(Fact, frozen=True):
    """Its author took it back."""

    TYPE = "review.removed"
    SUBJECT = "review id"
    product_id: UUID


class ReviewHidden(Fact, frozen=True):
    """Staff hid it: it does not count in the rating any more."""

    TYPE = "review.hidden"
    SUBJECT = "review id"
    product_id: UUID
    reason: str


class ReviewShown(Fact, frozen=True):
    """Staff had hidden it, and show it again."""

    TYPE = "review.shown"
    SUBJECT = "review id"
    product_id: UUID
