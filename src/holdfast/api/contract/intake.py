"""Questions that services ask, as staff send them and clients see them; answers as they are given
and read."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.booking.intake import (
    MAX_GIVEN,
    MAX_LONG,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_QUESTION,
    Given,
    GivenAnswer,
    KeptAnswer,
    Question,
    QuestionKind,
)
from holdfast.flows.booking.intake import Intake
from holdfast.kit import iso
from holdfast.people import is_guest

__all__ = [
    "AnswersAsked", "GivenAnswers", "IntakeAnswer", "QuestionForm", "QuestionShown",
    "QuestionsCounted", "given_of",
    "intake_body", "question_shown",
]  # fmt: skip

OptionText = Annotated[str, Field(max_length=MAX_OPTION)]
QuestionText = Annotated[str, Field(max_length=MAX_QUESTION)]
When = Literal["booking", "session"]


class OptionForm(Ask):
    """One of the answers to choose from."""

    id: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        description="Small letters, digits and hyphens"
    )
    name: OptionText
    texts: Annotated[dict[str, OptionText], Field(max_length=3)] = Field(
        default={}, description="By language"
    )


class QuestionForm(Ask):
    """What its client is asked. What was answered stays as it was asked, whatever is changed."""

    id: UUID = Field(description="Stays the same while it is the same question")
    kind: QuestionKind = Field(
        description="A short text, a long one, one of the `options`, yes or no, a number"
    )
    text: QuestionText
    texts: Annotated[dict[str, QuestionText], Field(max_length=3)] = Field(
        default={}, description="By language"
    )
    when: When = Field(
        default="booking", description="Asked with the booking, or before the session begins"
    )
    required: bool = False
    options: Annotated[list[OptionForm], Field(max_length=MAX_OPTIONS)] = Field(
        default=[], description="Of a `choice`, 2 at least"
    )


class OptionShown(Answer):
    id: str
    name: str


class QuestionShown(Answer):
    """In the reader's language."""

    id: UUID
    kind: QuestionKind
    text: str
    when: When = Field(description="Asked with the booking, or before the session begins")
    required: bool
    options: list[OptionShown]


class AnswerGiven(Ask):
    """To one question."""

    question_id: UUID
    value: Annotated[str, Field(max_length=MAX_LONG)] = Field(
        description="The text, an option's id, `yes` or `no`, a number as 12.5; blank: taken back"
    )


GivenAnswers = Annotated[
    list[AnswerGiven],
    Field(
        max_length=MAX_GIVEN,
        description="To the services' questions: a client gives those that are required with the"
        " booking; others stay open",
    ),
]


class AnswersAsked(Ask):
    """Answers that are given now; those that are not named stay as they are."""

    answers: Annotated[list[AnswerGiven], Field(max_length=MAX_GIVEN)]


class KeptAnswerShown(Answer):
    """An answer as it was given."""

    value: str = Field(description="The text, an option's id, `yes` or `no`, a number")
    said: str = Field(description="How it reads, in the language it was asked in")
    language: str = Field(description="In which it was asked; empty: the service's first wording")
    by: Literal["client", "studio"]
    at: Instant


class QuestionsCounted(Answer):
    """`open`: not answered yet, and can be still."""

    open: int
    answered: int


class IntakeQuestion(Answer):
    """A question with its answer. `asked` is how it was worded to who answered it; else how it is
    now, in the reader's language. `question`: as it is asked now; null: it is asked no more."""

    question_id: UUID
    asked: str
    question: QuestionShown | None
    answer: KeptAnswerShown | None = Field(description="Null: it is open")


class IntakeAnswer(Answer):
    """What is asked of a booking's client, and what was answered."""

    number: str
    may_answer: bool = Field(description="Whoever reads it may still answer")
    open: int = Field(description="How many are not answered")
    questions: list[IntakeQuestion] = Field(description="As the services ask them, the others last")


def given_of(answers: Sequence[AnswerGiven], locale: str, *, demanded: bool = False) -> Given:
    """As the flows take it, by a reader of that language."""
    found = tuple(GivenAnswer(one.question_id, one.value) for one in answers)
    return Given(found, locale, demanded)


def question_shown(one: Question, locale: str) -> QuestionShown:
    return QuestionShown.model_validate(_question(one, locale), by_name=True)


def intake_body(found: Intake, locale: str) -> dict[str, Any]:
    """As :class:`IntakeAnswer`."""
    answers = {one.question: one for one in found.answers}
    now = {one.id: one for one in found.questions}
    others = [one for one in answers if one not in now]
    owner = found.booking.user_id
    return {
        "number": found.booking.number,
        "mayAnswer": found.may_answer,
        "open": len(now.keys() - answers.keys()),
        "questions": [
            _asked(one, now.get(one), answers.get(one), locale, owner) for one in [*now, *others]
        ],
    }


def _asked(
    question_id: UUID, now: Question | None, kept: KeptAnswer | None, locale: str, owner: str
) -> dict[str, Any]:
    worded = "" if now is None else now.text_in(locale)
    return {
        "questionId": question_id,
        "asked": worded if kept is None else kept.asked,
        "question": None if now is None else _question(now, locale),
        "answer": None
        if kept is None
        else {
            "value": kept.value,
            "said": kept.said,
            "language": kept.language,
            "by": "client" if _by_client(kept.answered_by, owner) else "studio",
            "at": iso(kept.answered_at),
        },
    }


def _by_client(who: str, owner: str) -> bool:
    """A booking's owner, or the guest whose it was before they signed in."""
    return who == owner or is_guest(who)


def _question(one: Question, locale: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "text": one.text_in(locale),
        "when": one.when,
        "required": one.required,
        "options": [{"id": each.id, "name": each.name_in(locale)} for each in one.options],
    }
