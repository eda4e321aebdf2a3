"""The life of a line's file, as riders. The legal moves stand in ``GRANT_STATES``."""

from collections.abc import Iterable
from uuid import UUID

from holdfast.digital.facts import DigitalFileFetched, DigitalFilesGiven
from holdfast.digital.file_tables import DOWNLOADS, GRANT_STATES, GRANTS
from holdfast.digital.files import FileGrant
from holdfast.kit.ids import new_id
from holdfast.ledger import NOW, Insert, Rider, Transition, tell


def granted(order_id: UUID, lines: Iterable[tuple[int, UUID]]) -> Insert:
    """Of each of these lines its buyer may fetch the file: with the line's variant."""
    rows = tuple((new_id(), order_id, line, variant) for line, variant in lines)
    return Insert(GRANTS, rows)


def told_files(order_id: UUID, fact: DigitalFilesGiven) -> Rider:
    return tell(fact, order_id)


def fetched(one: FileGrant, file_id: UUID) -> tuple[Rider, ...]:
    """Once more; the first time is kept with it."""
    first = (("fetched_at", NOW),) if one.is_unseen else ()
    move = Transition(GRANT_STATES, one.id, (one.status,), "fetched", first)
    row = Insert(DOWNLOADS, ((new_id(), one.id, file_id),))
    told = tell(DigitalFileFetched(one.line, file_id), one.order_id)
    return move, row, told


def file_unmoved(one: FileGrant) -> Transition:
    """That nobody fetched it for the first time since it was read."""
    return Transition(GRANT_STATES, one.id, (one.status,), one.status)


def file_taken_back(one: FileGrant) -> Transition:
    """Nobody fetches it any more by that order."""
    return Transition(GRANT_STATES, one.id, (one.status,), "void", (("void_at", NOW),))
