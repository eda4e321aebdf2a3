"""What people write, never empty. A NUL character, which PostgreSQL does not keep, is refused at
the door (``Admission``), in whatever text it comes."""

from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field

from holdfast.kit.plain_text import JOINER, legible
from holdfast.kit.sentences import LANGUAGES, Sentence, say

__all__ = ["Names", "Reason", "by_language", "one_line", "written"]


def written(otherwise: Sentence) -> AfterValidator:
    """A text without the spaces around it; refused if nothing is left to read."""

    def read(text: str) -> str:
        if not legible(text):
            raise ValueError(otherwise)
        return text.strip()

    return AfterValidator(read)


Reason: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=500), written(say("Give a reason."))
]
"""Why staff changed something. It stands in the journal for good."""


def one_line(text: str) -> str:
    """A text without line breaks and needless spaces; refused if some of it cannot be seen."""
    text = " ".join(text.split())
    if not text.replace(JOINER, "").isprintable():
        raise ValueError("Use visible characters only.")
    return text


def _known_languages(words: dict[str, str]) -> dict[str, str]:
    for language in words:
        if language not in LANGUAGES:
            raise ValueError(say("Use only these languages: {known}.", known=", ".join(LANGUAGES)))
    return {language: word for language, word in words.items() if word}


Name = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
by_language: Final = AfterValidator(_known_languages)
"""Of texts by the language that they are in; those that are empty are none."""
Names: TypeAlias = Annotated[dict[str, Name], by_language]
"""What a thing is called, by language."""
