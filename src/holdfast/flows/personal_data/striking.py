"""What names somebody, struck out of texts that stay. Pure."""

import re
from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

__all__ = ["STRUCK", "Names", "striker_of", "struck"]

STRUCK: Final = "•••"
_FEWEST_DIGITS: Final = 7
_LAST_DIGITS: Final = 7  # before them stand the codes of country and area, or a trunk prefix
_SHORTEST: Final = 3
_BETWEEN: Final = r"[\s().\-/]*"
_NOTHING: Final = re.compile(r"(?!)")


class Names(Struct, frozen=True):
    """By what somebody is known: what is typed of them in texts."""

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    """Names and streets, whole."""


def striker_of(names: Names) -> re.Pattern[str]:
    """Finds them in whatever case and spacing; of names too short to mean anybody nothing."""
    found = [
        *(re.escape(one) for one in names.emails if one),
        *(_phone(one) for one in names.phones),
        *(_words(one) for one in names.words),
    ]
    longest_first = sorted({one for one in found if one}, key=lambda one: (-len(one), one))
    if not longest_first:
        return _NOTHING
    return re.compile("|".join(longest_first), re.IGNORECASE)


def struck(value: Any, striker: re.Pattern[str]) -> Any:
    """The value without them: a text, or JSON, whose members' names stay."""
    if isinstance(value, str):
        return striker.sub(STRUCK, value)
    if isinstance(value, list):
        return [struck(one, striker) for one in value]
    if isinstance(value, dict):
        return {name: struck(one, striker) for name, one in value.items()}
    return value


def _phone(phone: str) -> str:
    digits = [one for one in phone if one.isdigit()]
    if len(digits) < _FEWEST_DIGITS:
        return ""
    last = _BETWEEN.join(digits[-_LAST_DIGITS:])
    return rf"(?<!\d)(?:\+?\d[\d\s().\-/]{{0,11}})?{last}(?!\d)"


def _words(text: str) -> str:
    words = text.split()
    if len("".join(words)) < _SHORTEST:
        return ""
    return rf"(?<!\w){_joined(words)}(?!\w)"


def _joined(words: Iterable[str]) -> str:
    return r"[\s,]+".join(re.escape(one) for one in words)
