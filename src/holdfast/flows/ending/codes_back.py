"""What becomes of codes and files whose units are refunded: a code that nobody has seen is in the
list and on sale again, one that was seen is void. Of a file that nobody has fetched so many units
are on sale again; with its line's last unit nobody fetches it any more. What is delivered otherwise
by now comes on sale no more."""

from collections.abc import Mapping

from msgspec import Struct

from holdfast.catalog import stock_key
from holdfast.digital import file_taken_back, file_unmoved, taken_back, void
from holdfast.flows.commit.lines import order_ref
from holdfast.flows.ending.parcels import ParcelsNow
from holdfast.flows.inventory.by_codes import delivered_still, sold_otherwise
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


async def codes_back(settler: Settler, now: ParcelsNow, wanted: Mapping[int, int]) -> CodesBack:
    """Of so many units of each line that is codes, or a file: those that nobody has seen first.
    Raises :class:`CodesNotGiven`."""
    _must_be_given(now, wanted)
    note = f"{order_ref(now.order.id)} codes back"
    operations, riders = list[Operation](), list[Rider]()
    units: dict[int, int] = {}
    items = [now.items[line] for line in wanted if line < len(now.items)]
    asked = [one.variant_id for one in items if one.is_digital]
    still = await delivered_still(settler.reader, asked)
    off_sale = await sold_otherwise(settler.database.pool, now.items, asked)
    for line, many in wanted.items():
        item = now.items[line] if line < len(now.items) else None
        if item is None or not item.is_digital:
            continue
        key, again = stock_key(item.variant_id), 0
        stays = item.variant_id not in off_sale
        if item.is_codes:
            back = now.codes_of(line)[:many]
            fresh = [one.is_unseen and stays for one in back]
            again = sum(fresh)
            both = zip(back, fresh, strict=True)
            riders += [taken_back(one) if is_fresh else void(one) for one, is_fresh in both]
        elif (grant := now.file_of(line)) is not None:
            again = many if grant.is_unseen and stays else 0
            last = many >= now.lines[line].due
            riders.append(file_taken_back(grant) if last else file_unmoved(grant))
        if again:
            operations.append(Deposit(key, again, note=note))
        units[line] = many
    return CodesBack((*still, *operations), tuple(riders), units)


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
