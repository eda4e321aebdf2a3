"""The life of a code, as riders. The legal moves stand in ``CODE_STATES``."""

from collections.abc import Iterable
from uuid import UUID

from holdfast.digital.code import DigitalCode
from holdfast.digital.facts import DigitalCodeSeen, DigitalCodesGiven
from holdfast.digital.file_tables import GRANT_STATES
from holdfast.digital.tables import CODE_STATES, CODES
from holdfast.ledger import NOW, Insert, Rider, Transition, tell


def code_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about the state of a code, or of a line's file."""
    return subject.startswith((f"{CODE_STATES.name}/", f"{GRANT_STATES.name}/"))


def brought(variant_id: UUID, actor: str, codes: Iterable[tuple[UUID, bytes, bytes]]) -> Insert:
    """They are in the list: ids, what is sealed, digests."""
    rows = tuple((one, variant_id, sealed, digest, actor) for one, sealed, digest in codes)
    return Insert(CODES, rows)


def given(code_id: UUID, order_id: UUID, line: int, unit: int) -> Transition:
    """It is that unit of that order."""
    also = {"order_id": order_id, "line": line, "unit": unit, "given_at": NOW}
    return Transition(CODE_STATES, code_id, ("free",), "given", tuple(also.items()))


def told_given(order_id: UUID, fact: DigitalCodesGiven) -> Rider:
    return tell(fact, order_id)


def seen(one: DigitalCode, order_id: UUID) -> tuple[Rider, ...]:
    """Its buyer looks at it for the first time."""
    assert one.line is not None, "it was given"
    move = Transition(CODE_STATES, one.id, ("given",), "seen", (("seen_at", NOW),))
    return move, tell(DigitalCodeSeen(one.id, one.line), order_id)


def taken_back(one: DigitalCode) -> Transition:
    """Refunded, and nobody has seen it: as if it had never been given."""
    return Transition(CODE_STATES, one.id, ("given",), "free", _NOBODYS)


def void(one: DigitalCode) -> Transition:
    """Nobody is given it any more: refunded after it was seen, or when its goods are delivered
    otherwise; or taken out of the list."""
    also = (("void_at", NOW),)
    return Transition(CODE_STATES, one.id, (one.status,), "void", also)


def restored(one: DigitalCode) -> Transition:
    """Staff put it back in the list."""
    return Transition(CODE_STATES, one.id, ("void",), "free", (*_NOBODYS, ("void_at", None)))


_NOBODYS = (
    ("order_id", None), ("line", None), ("unit", None), ("given_at", None), ("seen_at", None),
)  # fmt: skip
