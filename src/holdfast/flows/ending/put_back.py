"""Where units of a line go that are on sale again: to the accounts that they were taken from, of
what is made of others into its parts."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import goods_key
from holdfast.flows.commit.lines import goods_of_one, still_taken
from holdfast.fulfilment import Parcel
from holdfast.locations import location_at
from holdfast.orders import OrderItem, OrderSale

__all__ = ["LeftOut", "left_out_of", "put_back", "with_put_back"]


class LeftOut(Struct, frozen=True):
    """Parcels that lose units: what stays in each, by line; and by line, how many units come out of
    parcels of a location."""

    stay: tuple[tuple[Parcel, Mapping[int, int]], ...] = ()
    places: Mapping[int, Mapping[UUID, int]] = {}


def left_out_of(
    parcels: Iterable[Parcel], left: Mapping[int, int], wanted: Mapping[int, int]
) -> LeftOut:
    """So many ``wanted`` units of each line are not sent: first of those that are in no parcel
    (``left``), then of those that wait in one, the newest first."""
    missing = {line: units - left.get(line, 0) for line, units in wanted.items()}
    stay: list[tuple[Parcel, Mapping[int, int]]] = []
    places: dict[int, dict[UUID, int]] = {}
    for parcel in reversed([one for one in parcels if one.is_waiting]):
        inside = dict(parcel.lines)
        for line, units in parcel.lines.items():
            out = min(units, max(missing.get(line, 0), 0))
            if not out:
                continue
            inside[line] -= out
            missing[line] -= out
            if parcel.location_id is not None:
                there = places.setdefault(line, {})
                there[parcel.location_id] = there.get(parcel.location_id, 0) + out
        if inside != parcel.lines:
            stay.append((parcel, inside))
    return LeftOut(tuple(stay), places)


def put_back(
    item: OrderItem,
    sale: OrderSale | None,
    units: int,
    *,
    taken_out: Mapping[UUID, int],
    packed: Mapping[UUID, int],
) -> dict[str, int]:
    """By account. ``taken_out`` of parcels of a location goes back there; the rest to where most
    lies that is not in ``packed`` parcels of that location."""
    if sale is not None:
        return dict.fromkeys(still_taken(item, sale), units)
    found: dict[str, int] = {}
    for goods, has in _by_goods(still_taken(item, None)).items():
        each = goods_of_one(item)[goods]
        out = {account: each * taken_out.get(location_at(account), 0) for account in has}
        found |= _taken_from(has, each * units, {one: min(out[one], has[one]) for one in has})
        # What is still missing lies in no parcel, or in one that names no location.
        free = {
            one: has[one] - found.get(one, 0) - each * packed.get(location_at(one), 0)
            for one in has
        }
        for room in (free, has):
            missing = each * units - sum(found.get(one, 0) for one in has)
            rest = {one: min(room[one], has[one] - found.get(one, 0)) for one in has}
            for one, many in _taken_from(has, missing, rest).items():
                found[one] = found.get(one, 0) + many
    return found


def _by_goods(has: Mapping[str, int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for account, units in has.items():
        found.setdefault(goods_key(account), {})[account] = units
    return found


def _taken_from(accounts: Iterable[str], units: int, room: Mapping[str, int]) -> dict[str, int]:
    """So many, of where there is most room first."""
    found: dict[str, int] = {}
    for account in sorted(accounts, key=lambda one: (-room[one], one)):
        out = min(units, max(room[account], 0))
        if out:
            found[account] = out
            units -= out
    return found


def with_put_back(item: OrderItem, units: Mapping[str, int]) -> OrderItem:
    """The line, with these on sale again too."""
    if not units:
        return item
    both = dict(item.put_back or {})
    for account, many in units.items():
        both[account] = both.get(account, 0) + many
    return replace(item, put_back=both)
