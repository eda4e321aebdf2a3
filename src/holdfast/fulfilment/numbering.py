"""Which parcel of an order a carrier's number is for, also where whoever tells it names none, and
what is to be done with the parcel before it has it; pure."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from holdfast.fulfilment.parcel import Parcel, ParcelNotFound
from holdfast.fulfilment.rules import ParcelEnded
from holdfast.kit import Problem

NumberStep: TypeAlias = Literal["pack", "pick", "ship", "number", "same"]
"""``pack``: nothing of the order is in a parcel yet; ``same``: its parcel has this number."""


class ParcelUnnamed(Problem):
    """A number is for one parcel, and more than one may be meant."""

    status = 409
    code = "parcel-unnamed"
    title = "Several parcels may be meant"


class NumberTold(Struct, frozen=True):
    """What a carrier calls a parcel. ``parcel`` is its number in the order, if that was said;
    ``carrier`` is empty where it has one already."""

    tracking: str
    carrier: str = ""
    parcel: int | None = None


class NumberAim(Struct, frozen=True):
    """The next step until a parcel has its number."""

    step: NumberStep
    parcel: Parcel | None = None


def aimed(parcels: Sequence[Parcel], left: Mapping[int, int], told: NumberTold) -> NumberAim:
    """``left`` is what of the order is in no parcel. Raises the refusal."""
    named = [one for one in parcels if told.parcel in (None, one.number)]
    for one in named:
        if has_number(one, told):
            return NumberAim("same", one)
    if told.parcel is not None:
        if not named:
            raise ParcelNotFound("The order has no such parcel.")
        return _of(named[0])
    coming = [one for one in parcels if one.is_waiting or one.is_picked]
    gone = [one for one in parcels if one.is_on_its_way]
    bare = [one for one in gone if one.tracking is None]
    if coming or left:
        if bare or len(coming) > 1 or (coming and left):
            raise ParcelUnnamed("Say which of its parcels is meant.")
        return _of(coming[0]) if coming else NumberAim("pack")
    if len(meant := bare or gone) > 1:
        raise ParcelUnnamed("Say which of its parcels is meant.")
    if not meant:
        raise ParcelEnded("It arrived, was lost or was taken apart.")
    return _of(meant[0])


def has_number(parcel: Parcel, told: NumberTold) -> bool:
    """Whether it left with this very number."""
    return (
        parcel.has_left
        and parcel.tracking == told.tracking
        and told.carrier in ("", parcel.carrier)
    )


def _of(parcel: Parcel) -> NumberAim:
    if parcel.is_waiting:
        return NumberAim("pick", parcel)
    return NumberAim("ship" if parcel.is_picked else "number", parcel)
