"""A question that a service asks its client, as a value. Pure.

What is wrong with questions as staff write them stands in ``faults``, what their answers have to
be in ``answering``."""

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

QuestionKind: TypeAlias = Literal["short", "long", "choice", "yes-no", "number"]
Asked: TypeAlias = Literal["booking", "session"]
"""When it is asked: with the booking, or any time before the session begins."""

MAX_QUESTIONS: Final = 20
"""Of one service."""
MAX_QUESTION: Final = 500
MAX_OPTIONS: Final = 20
MAX_OPTION: Final = 200
MAX_SHORT: Final = 200
MAX_LONG: Final = 2000


class Option(Struct, frozen=True, kw_only=True):
    """One of the answers to choose from; ``texts``: by language."""

    id: str
    name: str
    texts: dict[str, str] = {}

    def name_in(self, language: str) -> str:
        """As that language's readers see it."""
        return self.texts.get(language) or self.name


class Question(Struct, frozen=True, kw_only=True):
    """What is asked, in a first wording and by language in others (``texts``)."""

    id: UUID
    kind: QuestionKind
    text: str
    texts: dict[str, str] = {}
    when: Asked = "booking"
    required: bool = False
    options: tuple[Option, ...] = ()

    def text_in(self, language: str) -> str:
        """As that language's readers see it."""
        return self.texts.get(language) or self.text

    def language_of(self, language: str) -> str:
        """Which language that is; empty: the first wording, whichever it is in."""
        return language if self.texts.get(language) else ""


def together(of_each: Iterable[Iterable[Question]]) -> tuple[Question, ...]:
    """What several services of one visit ask: each question once."""
    found: dict[UUID, Question] = {}
    for some in of_each:
        for one in some:
            found.setdefault(one.id, one)
    return tuple(found.values())
