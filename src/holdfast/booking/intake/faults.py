"""What is wrong with the questions of a service as staff write them. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from holdfast.booking.intake.question import (
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_QUESTION,
    MAX_QUESTIONS,
    Question,
)
from holdfast.kit import FieldError
from holdfast.kit.sentences import LANGUAGES, say

_OPTION: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def question_faults(questions: Sequence[Question]) -> Iterator[FieldError]:
    """Everything that is wrong with them, by field."""
    if len(questions) > MAX_QUESTIONS:
        yield FieldError("questions", "too-many", say("At most {most}.", most=MAX_QUESTIONS))
    ids = [one.id for one in questions]
    for at, one in enumerate(questions):
        field = f"questions[{at}]"
        if ids.count(one.id) > 1:
            yield FieldError(f"{field}.id", "twice", say("Each question has an id of its own."))
        yield from _wording(field, "text", one.text, one.texts, MAX_QUESTION)
        yield from _options(f"{field}.options", one)


def _options(field: str, question: Question) -> Iterator[FieldError]:
    options = question.options
    if question.kind != "choice":
        if options:
            detail = say("Only a question with a list of answers has them.")
            yield FieldError(field, "needless", detail)
        return
    if not 2 <= len(options) <= MAX_OPTIONS:
        detail = say("Give {least} to {most} answers to choose from.", least=2, most=MAX_OPTIONS)
        yield FieldError(field, "count", detail)
    ids = [one.id for one in options]
    for at, one in enumerate(options):
        if not _OPTION.fullmatch(one.id) or ids.count(one.id) > 1:
            detail = say("Use small letters, digits and hyphens.")
            yield FieldError(f"{field}[{at}].id", "invalid", detail)
        yield from _wording(f"{field}[{at}]", "name", one.name, one.texts, MAX_OPTION)


def _wording(
    field: str, name: str, first: str, texts: Mapping[str, str], most: int
) -> Iterator[FieldError]:
    if not first.strip():
        yield FieldError(f"{field}.{name}", "missing", say("Write what is to be read here."))
    if len(first) > most or any(len(one) > most for one in texts.values()):
        detail = say("Use at most {bound} characters.", bound=most)
        yield FieldError(f"{field}.{name}", "too-long", detail)
    if not set(texts) <= set(LANGUAGES):
        known = ", ".join(LANGUAGES)
        detail = say("Use only these languages: {known}.", known=known)
        yield FieldError(f"{field}.texts", "unknown", detail)
