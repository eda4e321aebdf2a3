"""Names that were kept when something was booked or bought, and what the thing is called now.

Whoever reads it later reads it in another language, perhaps: as long as the thing still has the
name that was kept, it is called as that reader calls it; once it is called otherwise, what was kept
stays.
"""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from holdfast.kit.locales import LOCALES
from holdfast.kit.sentences import Sentence, called, in_language

__all__ = ["Named", "Names", "called_now", "name_now"]


class Named(Protocol):
    """What has a name in each language."""

    @property
    def name(self) -> str: ...

    def name_in(self, language: str, /) -> str: ...


class Names(Struct, frozen=True):
    """A thing's name, and by language those that it has beside."""

    name: str
    others: Mapping[str, str] = {}

    def name_in(self, language: str) -> str:
        return self.others.get(language) or self.name


def called_now(kept: str, thing: Named | None) -> Sentence:
    """What was kept, and in each language what the thing is called there, if it still is what was
    kept."""
    if thing is None:
        return called(kept, {})
    names: dict[str, str] = {one: thing.name_in(one) for one in LOCALES}
    return called(kept, names if kept in (thing.name, *names.values()) else {})


def name_now(kept: str, thing: Named | None, locale: str) -> str:
    """What readers of the language call it; what was kept, if nobody says who reads it."""
    return in_language(called_now(kept, thing), locale) if locale else kept
