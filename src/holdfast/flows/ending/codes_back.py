"""What becomes of codes whose units are refunded: one that nobody has seen is in the list and on
sale again, one that was seen is void."""

from collections.abc import Mapping

from msgspec import Struct

from holdfast.catalog import stock_key
from holdfast.digital import taken_back, void
from holdfast.flows.commit.lines import order_ref
from holdfast.flows.ending.parcels import ParcelsNow
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Deposit, Operation, Rider

__all__ = ["CodesBack", "CodesNotGiven", "codes_back"]


class CodesNotGiven(Problem):
    """Units whose codes nobody has yet are cancelled, not refunded; ``errors`` names each line."""

    status = 409
    code = "codes-not-given"
    title = "Their codes are not given"


class CodesBack(Struct, frozen=True):
    """``units``: by line, how many codes are their buyer's no more."""

    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()
    units: Mapping[int, int] = {}


def codes_back(now: ParcelsNow, wanted: Mapping[int, int]) -> CodesBack:
    """Of so many units of each line that is codes: those that nobody has seen first. Raises
    :class:`CodesNotGiven`."""
    note = f"{order_ref(now.order.id)} codes back"
    operations, riders, faults = list[Operation](), list[Rider](), list[FieldError]()
    units: dict[int, int] = {}
    for line, many in wanted.items():
        if line >= len(now.items) or not now.items[line].is_codes:
            continue
        there = now.codes_of(line)
        if many > len(there):
            said = say("Of line {line}, {given} are given.", line=line + 1, given=len(there))
            faults.append(FieldError(f"lines[{line}].quantity", CodesNotGiven.code, said))
        back = there[:many]
        unseen = [one for one in back if one.is_unseen]
        riders += [taken_back(one) if one.is_unseen else void(one) for one in back]
        if unseen:
            key = stock_key(now.items[line].variant_id)
            operations.append(Deposit(key, len(unseen), note=note))
        units[line] = len(back)
    if faults:
        raise CodesNotGiven.of(faults)
    return CodesBack(tuple(operations), tuple(riders), units)
