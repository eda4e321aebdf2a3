"""What is told of reviews. Their words are not: who reads the log reads them of the shop."""

from uuid import UUID

from holdfast.db.events import Fact


class _OfReview(Fact, frozen=True):
    """Of a product's review."""

    SUBJECT = "review id"
    product_id: UUID


class ReviewWritten(_OfReview, frozen=True):
    """A buyer reviewed a product, for the first time or after having taken a review back."""

    TYPE = "review.written"
    stars: int


class ReviewChanged(_OfReview, frozen=True):
    """Its author wrote it anew; ``was``: its stars before."""

    TYPE = "review.changed"
    stars: int
    was: int


class ReviewRemoved(_OfReview, frozen=True):
    """Its author took it back."""

    TYPE = "review.removed"


class ReviewHidden(_OfReview, frozen=True):
    """Staff hid it: it does not count in the rating any more."""

    TYPE = "review.hidden"
    reason: str


class ReviewShown(_OfReview, frozen=True):
    """Staff had hidden it, and show it again."""

    TYPE = "review.shown"
