"""What reviews and questions may say, and what of them counts. Pure."""

from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

MOST_STARS: Final = 5
MAX_TEXT: Final = 4000  # characters
MAX_REPLY: Final = 2000
MAX_PICTURES: Final = 5
"""Of one review."""
MAX_QUESTION: Final = 1000
MOST_QUESTIONS: Final = 10
"""Of one person, in a day."""

SubjectKind: TypeAlias = Literal["product", "resource"]

StarChange: TypeAlias = tuple[int, int, int, int, int]
"""How many more show of one star, of two, and so on; fewer below zero."""


class Subject(Struct, frozen=True):
    """What is reviewed: a product, or a photographer or studio, which are resources."""

    kind: SubjectKind
    id: UUID

    @property
    def product_id(self) -> UUID | None:
        return self.id if self.kind == "product" else None

    @property
    def resource_id(self) -> UUID | None:
        return self.id if self.kind == "resource" else None


class Words(Struct, frozen=True):
    """What somebody wrote for all to read, as it stands. ``version`` grows with every change of
    what it says; ``reply``: what whom it is of, or staff, say to it."""

    id: UUID
    author: UUID
    text: str
    version: int
    created_at: datetime
    changed_at: datetime
    removed_at: datetime | None
    looked_at: datetime | None
    hidden_at: datetime | None
    hidden_by: str | None
    hidden_reason: str | None
    reply: str
    replied_at: datetime | None
    replied_by: str | None

    @property
    def is_removed(self) -> bool:
        """Its author took it back."""
        return self.removed_at is not None

    @property
    def is_hidden(self) -> bool:
        """By staff."""
        return self.hidden_at is not None

    @property
    def shows(self) -> bool:
        return not self.is_removed and not self.is_hidden


class Review(Words, frozen=True):
    """Of a subject, with its stars. ``images``: as JSON, in the words of the catalogue."""

    subject: SubjectKind
    subject_id: UUID
    stars: int
    images: str

    @property
    def of(self) -> Subject:
        return Subject(self.subject, self.subject_id)

    @property
    def counted(self) -> int | None:
        """The stars that count in the rating; None: it does not show."""
        return self.stars if self.shows else None


class Question(Words, frozen=True):
    """About a product. ``reply``: the answer."""

    product_id: UUID

    @property
    def of(self) -> Subject:
        return Subject("product", self.product_id)

    @property
    def waits(self) -> bool:
        """Nobody answered it yet."""
        return not self.is_removed and not self.reply


def star_change(before: int | None, after: int | None) -> StarChange:
    """What becomes of the counts when a review of ``before`` stars is one of ``after``; None: it
    does not show."""
    one, two, three, four, five = (
        (stars == after) - (stars == before) for stars in range(1, MOST_STARS + 1)
    )
    return one, two, three, four, five
