"""What is told of reviews and questions. Their words are not: who reads the log reads them of the
shop."""

from uuid import UUID

from holdfast.db.events import Fact


class _OfReview(Fact, frozen=True, kw_only=True):
    """Of a product, or of a photographer or a studio."""

    SUBJECT = "review id"
    product_id: UUID | None = None
    resource_id: UUID | None = None


class ReviewWritten(_OfReview, frozen=True, kw_only=True):
    """Somebody reviewed what they bought or who served them, for the first time or after having
    taken a review back."""

    TYPE = "review.written"
    stars: int


class ReviewChanged(_OfReview, frozen=True, kw_only=True):
    """Its author wrote it anew; ``was``: its stars before."""

    TYPE = "review.changed"
    stars: int
    was: int


class ReviewRemoved(_OfReview, frozen=True, kw_only=True):
    """Its author took it back."""

    TYPE = "review.removed"


class ReviewHidden(_OfReview, frozen=True, kw_only=True):
    """Staff hid it: it does not count in the rating any more."""

    TYPE = "review.hidden"
    reason: str


class ReviewShown(_OfReview, frozen=True, kw_only=True):
    """Staff had hidden it, and show it again."""

    TYPE = "review.shown"


class ReviewAnswered(_OfReview, frozen=True, kw_only=True):
    """Whom it is of, or staff, replied to it or changed the reply; ``replied``: False if they took
    it back."""

    TYPE = "review.answered"
    replied: bool


class _OfQuestion(Fact, frozen=True, kw_only=True):
    """About a product."""

    SUBJECT = "question id"
    product_id: UUID


class QuestionAsked(_OfQuestion, frozen=True, kw_only=True):
    """Somebody asked about a product, for all to read."""

    TYPE = "question.asked"


class QuestionChanged(_OfQuestion, frozen=True, kw_only=True):
    """Who asked put it in other words, before it was answered."""

    TYPE = "question.changed"


class QuestionAnswered(_OfQuestion, frozen=True, kw_only=True):
    """Who sells the product, or staff, answered; ``first``: it had no answer before."""

    TYPE = "question.answered"
    first: bool


class QuestionRemoved(_OfQuestion, frozen=True, kw_only=True):
    """Who asked took it back, with its answer."""

    TYPE = "question.removed"


class QuestionHidden(_OfQuestion, frozen=True, kw_only=True):
    """Staff hid it, with its answer."""

    TYPE = "question.hidden"
    reason: str


class QuestionShown(_OfQuestion, frozen=True, kw_only=True):
    """Staff had hidden it, and show it again."""

    TYPE = "question.shown"
