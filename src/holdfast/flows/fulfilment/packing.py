"""What staff, and carriers by their word, do with the parcels of a paid order."""

from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

from msgspec.structs import replace

from holdfast import fulfilment
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import lies_in
from holdfast.flows.ending.parcels import ParcelsNow
from holdfast.flows.fulfilment.steps import Step, changed, do_step, may
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import (
    MAX_PARCELS,
    CarrierMissing,
    NothingToPack,
    Parcel,
    ParcelNotPicked,
    PickupCodeWrong,
    TooManyParcels,
    UnitsNotToPack,
    by_location,
    left_to_pack,
    must_be_left,
    new_link,
    same_code,
)
from holdfast.kit import new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Rider

__all__ = [
    "deliver", "fail", "make_parcel", "make_parcels_by_location", "number", "pack_all_of", "pick",
    "ship", "ship_all_of", "split", "take_apart",
]  # fmt: skip

Lines: TypeAlias = Mapping[int, int]


async def make_parcel(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    lines: Lines | None,
    *,
    packed: bool,
    location_id: UUID | None = None,
) -> None:
    """Put so many units of each line in a parcel of their own, or all that is left; ``packed``:
    they are picked at once. With a location none that does not lie there."""

    def make(now: ParcelsNow) -> Step:
        left = left_to_pack(now.lines, now.parcels)
        if not left:
            raise NothingToPack("Every unit is in a parcel, was refunded, or is still to come.")
        if location_id is not None:
            left = _lying(now, left).get(location_id, {})
            if not left:
                raise UnitsNotToPack(
                    "Nothing of what is left to pack lies there.", field="locationId"
                )
        wanted = left if lines is None else lines
        must_be_left(wanted, left, now.names)
        parcel = _new(now, wanted, packed=packed, location_id=location_id)
        riders = fulfilment.made(parcel, now.told)
        return Step("parcel.made", riders, (*now.parcels, parcel), _about(parcel))

    await do_step(settler, caller, order_id, make)


async def make_parcels_by_location(
    settler: Settler, caller: Caller, order_id: UUID, *, packed: bool
) -> None:
    """Put what is left of each location in a parcel of its own; ``packed``: they are picked at
    once. What lies nobody knows where goes in one that names no location."""

    def make(now: ParcelsNow) -> Step:
        left = left_to_pack(now.lines, now.parcels)
        if not left:
            raise NothingToPack("Every unit is in a parcel, was refunded, or is still to come.")
        then, riders = now, list[Rider]()
        for place, lines in _lying(now, left).items():
            parcel = _new(then, lines, packed=packed, location_id=place)
            riders += fulfilment.made(parcel, now.told)
            then = replace(then, parcels=(*then.parcels, parcel))
        numbers = [one.number for one in then.parcels[len(now.parcels) :]]
        return Step("parcels.made", tuple(riders), then.parcels, {"parcels": numbers})

    await do_step(settler, caller, order_id, make)


async def pack_all_of(settler: Settler, caller: Caller, order_id: UUID) -> None:
    """All of the order is picked: what waits in parcels, and what is in none, in one of its
    own."""

    def make(now: ParcelsNow) -> Step:
        waiting = [one for one in now.parcels if one.is_waiting]
        left = left_to_pack(now.lines, now.parcels)
        if not (waiting or left):
            raise NothingToPack("Every unit is in a parcel, was refunded, or is still to come.")
        riders = [rider for one in waiting for rider in fulfilment.picked(one, now.told)]
        after = tuple(
            replace(one, status="picking") if one.is_waiting else one for one in now.parcels
        )
        numbers = [one.number for one in waiting]
        if left:
            new = _new(now, left, packed=True)
            riders += fulfilment.made(new, now.told)
            after = (*after, new)
            numbers.append(new.number)
        return Step("parcel.packed", tuple(riders), after, {"parcels": numbers})

    await do_step(settler, caller, order_id, make)


async def pick(settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID) -> None:
    """Its units are taken from the shelf: from now on the order cannot be cancelled."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "pick")
        after = changed(now, replace(parcel, status="picking"))
        return Step("parcel.picked", fulfilment.picked(parcel, now.told), after, _about(parcel))

    await do_step(settler, caller, order_id, make)


async def split(
    settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID, lines: Lines
) -> None:
    """So many units of each line go in a parcel of their own; something has to stay."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "split")
        must_be_left(lines, parcel.lines, now.names)
        left = {line: units - lines.get(line, 0) for line, units in parcel.lines.items()}
        if not any(left.values()):
            raise UnitsNotToPack("Leave something in the parcel.", field="lines")
        new = _new(now, lines, packed=parcel.is_picked, location_id=parcel.location_id)
        riders = (*fulfilment.split(parcel, left, now.told), *fulfilment.made(new, now.told))
        after = (*changed(now, replace(parcel, lines=left)), new)
        return Step("parcel.split", riders, after, _about(parcel))

    await do_step(settler, caller, order_id, make)


async def ship(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    parcel_id: UUID,
    carrier: str,
    tracking: str | None,
) -> None:
    """It left; of an order that is picked up: it is ready, and no carrier needs to be named."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "ship")
        if not carrier and not now.order.pickup:
            raise CarrierMissing("Say who takes it.", field="carrier")
        riders = fulfilment.shipped(parcel, carrier, tracking, now.told)
        about = {**_about(parcel), "carrier": carrier, "tracking": tracking}
        after = changed(now, replace(parcel, status="shipped"))
        return Step("parcel.shipped", riders, after, about)

    await do_step(settler, caller, order_id, make)


async def ship_all_of(settler: Settler, caller: Caller, order_id: UUID, carrier: str) -> None:
    """All that is packed of the order left, with this carrier; what has a label, with its own. Of
    an order that is picked up it is ready."""

    def make(now: ParcelsNow) -> Step:
        packed = [one for one in now.parcels if one.is_picked]
        if not packed:
            raise ParcelNotPicked("Nothing of it is packed, or all of it has left.")
        others = "" if now.order.pickup else carrier
        riders, then = list[Rider](), now
        for one in packed:
            may(now, one.id, "ship")
            riders += fulfilment.shipped(one, one.carrier or others, one.tracking, now.told)
            then = replace(then, parcels=changed(then, replace(one, status="shipped")))
        about = {"parcels": [one.number for one in packed], "carrier": others}
        return Step("parcel.shipped", tuple(riders), then.parcels, about)

    await do_step(settler, caller, order_id, make)


async def number(
    settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID, carrier: str, tracking: str
) -> None:
    """Its carrier, or the one it has, knows it by this number; its buyer is told."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "number")
        taker = carrier or parcel.carrier or ""
        riders = fulfilment.numbered(parcel, taker, tracking, now.told)
        about = {**_about(parcel), "carrier": taker, "tracking": tracking}
        after = changed(now, replace(parcel, carrier=taker, tracking=tracking))
        return Step("parcel.numbered", riders, after, about)

    await do_step(settler, caller, order_id, make)


async def deliver(
    settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID, code: str = ""
) -> None:
    """It arrived; with the last of what was bought the order is completed. ``code``: what whoever
    came for it said; the log keeps whether they had one. Raises :class:`PickupCodeWrong`."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "deliver")
        waited = parcel.carrier is None and bool(now.order.pickup)
        if code and not (waited and same_code(settler.link_secret, parcel.id, code)):
            raise PickupCodeWrong("It is the code of another parcel, or of none.", field="code")
        after = changed(now, replace(parcel, status="delivered"))
        riders = fulfilment.delivered(parcel, now.told)
        about = _about(parcel) | ({"byCode": bool(code)} if waited else {})
        return Step("parcel.delivered", riders, after, about)

    await do_step(settler, caller, order_id, make)


async def fail(
    settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID, reason: str
) -> None:
    """It did not arrive; its units can be packed again, or refunded."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "fail")
        after = changed(now, replace(parcel, status="failed"))
        riders = fulfilment.failed(parcel, reason, now.told)
        return Step("parcel.failed", riders, after, {**_about(parcel), "reason": reason})

    await do_step(settler, caller, order_id, make)


async def take_apart(settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID) -> None:
    """Its units are on the shelf again, and can be packed anew."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "cancel")
        after = changed(now, replace(parcel, status="cancelled"))
        riders = fulfilment.cancelled(parcel, now.told)
        return Step("parcel.cancelled", riders, after, _about(parcel))

    await do_step(settler, caller, order_id, make)


def _lying(now: ParcelsNow, left: Lines) -> dict[UUID | None, dict[int, int]]:
    """What is left of each line, by the location where it lies."""
    lies = [lies_in(item, now.order.sale) for item in now.items]
    return by_location(left, lies, now.parcels)


def _new(now: ParcelsNow, lines: Lines, *, packed: bool, location_id: UUID | None = None) -> Parcel:
    if len(now.parcels) >= MAX_PARCELS:
        raise TooManyParcels(say("An order can have at most {limit} parcels.", limit=MAX_PARCELS))
    number = len(now.parcels) + 1
    status: fulfilment.ParcelStatus = "picking" if packed else "waiting"
    return Parcel(
        new_id(), now.order.id, number, status, new_link(), lines=lines, location_id=location_id
    )


def _about(parcel: Parcel) -> dict[str, object]:
    return {"parcel": parcel.number}
