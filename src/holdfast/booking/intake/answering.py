"""Answers as they are given and as they are kept: with the wording and the language asked, so that
a question that is changed later changes no answer. Pure."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.intake.question import MAX_LONG, MAX_SHORT, Question, QuestionKind
from holdfast.kit import FieldError
from holdfast.kit.sentences import Sentence, in_language, say

MAX_GIVEN: Final = 80
"""Answers in one request: those of a visit of several services."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")
_YES_NO: Final = {"yes": say("Yes"), "no": say("No")}


class GivenAnswer(Struct, frozen=True):
    """To which question; of a choice the option's id, ``yes`` or ``no``, a number as 12.5, or the
    text. A blank one takes an answer back."""

    question: UUID
    value: str


class Given(Struct, frozen=True):
    """What is answered with a booking, by a reader of ``language``; ``demanded``: whoever books
    answers what is required of them, else that stays open."""

    answers: tuple[GivenAnswer, ...] = ()
    language: str = ""
    demanded: bool = False


class Answer(Struct, frozen=True):
    """What was ``asked``, in which language (empty: the first wording), what was given as
    ``value``, and how that reads (``said``)."""

    question: UUID
    kind: QuestionKind
    asked: str
    language: str
    value: str
    said: str


class Fitted(Struct, frozen=True):
    """Answers that can be kept, questions whose answer is taken back, and what is wrong."""

    answers: tuple[Answer, ...]
    cleared: tuple[UUID, ...]
    faults: tuple[FieldError, ...]


def field_of(question: UUID) -> str:
    """What a fault of its answer is told by."""
    return f"answers.{question}"


def fitted(questions: Sequence[Question], given: Given, *, booking: bool = False) -> Fitted:
    """What of it fits the questions. What is required is not taken back; with the ``booking``, if
    that is demanded, what is required then is there."""
    known = {one.id: one for one in questions}
    answers: dict[UUID, Answer] = {}
    cleared: list[UUID] = []
    faults: list[FieldError] = []
    for one in given.answers:
        question = known.get(one.question)
        fault: tuple[str, Sentence] | None = None
        if question is None:
            fault = "unknown", say("Nobody asks that here.")
        elif one.question in answers or one.question in cleared:
            fault = "twice", say("It is answered twice.")
        elif not one.value.strip():
            cleared.append(one.question)
            if question.required and not booking:
                fault = "missing", say("Answer this question.")
        else:
            fault = _unfit(question, one.value.strip())
            if fault is None:
                answers[question.id] = _answer(question, one.value.strip(), given.language)
        if fault is not None:
            faults.append(FieldError(field_of(one.question), *fault))
    if booking and given.demanded:
        told = {one.field for one in faults}
        faults += [one for one in _missing(questions, answers) if one.field not in told]
    return Fitted(tuple(answers.values()), tuple(cleared), tuple(faults))


def _missing(questions: Sequence[Question], answered: Container[UUID]) -> Iterator[FieldError]:
    """Those that are required with the booking."""
    for one in questions:
        if one.required and one.when == "booking" and one.id not in answered:
            yield FieldError(field_of(one.id), "missing", say("Answer this question."))


def _unfit(question: Question, value: str) -> tuple[str, Sentence] | None:
    """Why the question is not answered by that; None: it is."""
    match question.kind:
        case "short" | "long":
            most = MAX_SHORT if question.kind == "short" else MAX_LONG
            if len(value) > most:
                return "too-long", say("Use at most {bound} characters.", bound=most)
            if question.kind == "short" and "\n" in value:
                return "invalid", say("Write it on one line.")
        case "choice":
            if value not in {one.id for one in question.options}:
                return "not-offered", say("Choose one of the answers offered.")
        case "yes-no":
            if value not in _YES_NO:
                return "invalid", say("Answer yes or no.")
        case "number":
            if not _NUMBER.fullmatch(value):
                return "invalid", say("Write a number, as in 12 or 1.5.")
    return None


def _answer(question: Question, value: str, language: str) -> Answer:
    asked_in = question.language_of(language)
    return Answer(
        question.id,
        question.kind,
        question.text_in(language),
        asked_in,
        value,
        _said(question, value, language),
    )


def _said(question: Question, value: str, language: str) -> str:
    if question.kind == "choice":
        return next(one.name_in(language) for one in question.options if one.id == value)
    if question.kind == "yes-no":
        return in_language(_YES_NO[value], language)
    return value
