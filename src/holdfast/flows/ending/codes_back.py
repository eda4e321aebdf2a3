"""What becomes of codes and files whose units are refunded: a code that nobody has seen is in the
list and on sale again, one that was seen is void. Of a file that nobody has fetched so many units
are on sale again; with its line's last unit nobody fetches it any more."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import stock_key
from holdfast.digital import file_taken_back, file_unmoved, taken_back, void
from holdfast.flows.commit.lines import order_ref
from holdfast.flows.ending.parcels import ParcelsNow
from holdfast.flows.settlement.settler import Settler
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
    """``units``: by line, how many units are their buyer's no more."""

    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()
    units: Mapping[int, int] = {}


_AS_FILES: Final = "SELECT id FROM variants WHERE id = ANY($1::uuid[]) AND delivered_as = 'file'"


async def codes_back(settler: Settler, now: ParcelsNow, wanted: Mapping[int, int]) -> CodesBack:
    """Of so many units of each line that is codes, or a file: those that nobody has seen first.
    Raises :class:`CodesNotGiven`."""
    _must_be_given(now, wanted)
    note = f"{order_ref(now.order.id)} codes back"
    operations, riders = list[Operation](), list[Rider]()
    units: dict[int, int] = {}
    on_sale = await _as_files(settler, now, wanted)
    for line, many in wanted.items():
        item = now.items[line] if line < len(now.items) else None
        if item is None or not item.is_digital:
            continue
        key, again = stock_key(item.variant_id), 0
        if item.is_codes:
            back = now.codes_of(line)[:many]
            again = sum(one.is_unseen for one in back)
            riders += [taken_back(one) if one.is_unseen else void(one) for one in back]
        elif (grant := now.file_of(line)) is not None:
            again = many if grant.is_unseen and item.variant_id in on_sale else 0
            last = many >= now.lines[line].due
            riders.append(file_taken_back(grant) if last else file_unmoved(grant))
        if again:
            operations.append(Deposit(key, again, note=note))
        units[line] = many
    return CodesBack(tuple(operations), tuple(riders), units)


def _must_be_given(now: ParcelsNow, wanted: Mapping[int, int]) -> None:
    """Raises :class:`CodesNotGiven`, which names each line of which fewer are given."""
    faults = list[FieldError]()
    for line, many in wanted.items():
        if line >= len(now.items) or not now.items[line].is_digital:
            continue
        given = now.lines[line].given
        short = many > given if now.items[line].is_codes else now.file_of(line) is None
        if short:
            said = say("Of line {line}, {given} are given.", line=line + 1, given=given)
            faults.append(FieldError(f"lines[{line}].quantity", CodesNotGiven.code, said))
    if faults:
        raise CodesNotGiven.of(faults)


async def _as_files(
    settler: Settler, now: ParcelsNow, wanted: Mapping[int, int]
) -> frozenset[UUID]:
    """Variants of these lines that are sold as a file still: another's stock is no file's."""
    asked = [
        now.items[line].variant_id
        for line in wanted
        if line < len(now.items) and now.items[line].is_file
    ]
    if not asked:
        return frozenset()
    return frozenset(row[0] for row in await settler.database.pool.fetch(_AS_FILES, asked))
