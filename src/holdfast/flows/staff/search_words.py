"""Staff say which words stand for each other in searches, and put away what was found in vain."""

from collections.abc import Sequence
from typing import Final

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.search import (
    MAX_GROUPS,
    MAX_PHRASES,
    drop_misses,
    locked_synonyms,
    normal,
    replace_synonyms,
)

__all__ = ["BadSynonyms", "SynonymsChanged", "forget_misses", "save_synonyms"]

MAX_WORDS: Final = 4  # of one phrase


class BadSynonyms(Problem):
    """Groups that cannot be so; ``errors`` names each line at fault."""

    status = 422
    code = "synonyms-invalid"
    title = "The synonyms cannot be saved like this"


class SynonymsChanged(Problem):
    """Somebody else saved the synonyms meanwhile."""

    status = 409
    code = "synonyms-changed"
    title = "Somebody else changed the synonyms"


async def save_synonyms(
    database: Database, caller: Caller, revision: int, groups: Sequence[Sequence[str]]
) -> int:
    """All of them, in place of those of ``revision``; the revision they have now. Raises
    :class:`BadSynonyms` and :class:`SynonymsChanged`."""
    said = [tuple(dict.fromkeys(map(_plain, group))) for group in groups]
    faults = list(_faults(said))
    if faults:
        raise BadSynonyms.of(faults[:20])
    async with database.transaction() as connection:
        now, before = await locked_synonyms(connection)
        if now != revision:
            raise SynonymsChanged("Load them again, and make your change once more.")
        wanted = tuple(sorted(set(said)))
        if wanted == before:
            return now
        made = await replace_synonyms(connection, wanted)
        gone = [group for group in before if group not in wanted]
        new = [group for group in wanted if group not in before]
        about: dict[str, object] = {"before": gone, "after": new}
        await caller.note(connection, "synonyms.changed", "search", about)
    return made


async def forget_misses(database: Database, query: str | None) -> None:
    """One search without results, or all of them, is counted from nought again."""
    async with database.transaction() as connection:
        await drop_misses(connection, query)


def _plain(phrase: str) -> str:
    return " ".join(normal(phrase).split())


def _faults(groups: Sequence[Sequence[str]]) -> list[FieldError]:
    faults = []
    if len(groups) > MAX_GROUPS:
        detail = say("There may be {most} groups of synonyms.", most=MAX_GROUPS)
        faults.append(FieldError("groups", "too-many", detail))
    for place, group in enumerate(groups):
        at = f"groups[{place}]"
        if not 2 <= len(group) <= MAX_PHRASES:
            detail = say("A group has two to {most} different words or phrases.", most=MAX_PHRASES)
            faults.append(FieldError(at, "size", detail))
        elif any(not one or len(one.split()) > MAX_WORDS for one in group):
            detail = say("A phrase has one to {most} words.", most=MAX_WORDS)
            faults.append(FieldError(at, "phrase", detail))
    return faults
