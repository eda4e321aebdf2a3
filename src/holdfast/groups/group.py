"""A customer group as a value. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import LANGUAGES, say

MAX_GROUP_NAME: Final = 100
MOST_GROUPS: Final = 100
"""That are open: their names are kept in each process."""
MOST_MEMBERS: Final = 100_000
"""Of one group, and those of a few additions at the same moment more."""
MOST_AT_ONCE: Final = 500
"""Addresses of one addition: it is one command of the ledger."""


class BadGroup(Problem):
    """What makes no group; ``errors`` names each field at fault."""

    status = 422
    code = "customer-group-invalid"
    title = "The customer group is not valid"


class GroupNotFound(Problem):
    """No such group, or it is closed."""

    status = 404
    code = "customer-group-not-found"
    title = "No such customer group"


class GroupTerms(Struct, frozen=True, kw_only=True):
    """``translations``: its name in other languages."""

    name: str
    translations: Mapping[str, str] = {}

    def name_in(self, language: str) -> str:
        """What readers of that language read."""
        return self.translations.get(language) or self.name


class Group(GroupTerms, frozen=True, kw_only=True):
    """A group that is open; ``members`` as they were counted when it was read."""

    id: UUID
    created_at: datetime
    members: int = 0


def group_faults(terms: GroupTerms) -> Iterator[FieldError]:
    """What is wrong with it."""
    if not 1 <= len(terms.name.strip()) <= MAX_GROUP_NAME or not terms.name.isprintable():
        said = say("Write 1 to {most} characters.", most=MAX_GROUP_NAME)
        yield FieldError("name", "length", said)
    for language, name in terms.translations.items():
        at = f"translations.{language}"
        if language not in LANGUAGES or len(name) > MAX_GROUP_NAME or not name.isprintable():
            said = say("Write 1 to {most} characters.", most=MAX_GROUP_NAME)
            yield FieldError(at, "length", said)
