"""What the parcels of an order come to, and what may be done with each; pure."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from holdfast.fulfilment.carrier import CarrierStep, end_is
from holdfast.fulfilment.parcel import Parcel
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say

Fulfilment: TypeAlias = Literal["unfulfilled", "partly-shipped", "shipped", "delivered"]
"""The sum of an order's parcels."""
ParcelAction: TypeAlias = Literal[
    "pick", "ship", "number", "deliver", "fail", "split", "cancel", "label", "unlabel"
]  # fmt: skip
PARCEL_ACTIONS: Final[tuple[ParcelAction, ...]] = get_args(ParcelAction)
MAX_PARCELS: Final = 50
"""Of one order, those that were taken apart among them."""


class NothingToPack(Problem):
    """Every unit is in a parcel or refunded, or the order has nothing that is sent."""

    status = 409
    code = "nothing-to-pack"
    title = "Nothing is left to pack"


class UnitsNotToPack(Problem):
    """More units than are left; ``errors`` names each line."""

    status = 409
    code = "units-not-to-pack"
    title = "So many units are not left to pack"


class TooManyParcels(Problem):
    """An order has a bounded number of parcels."""

    status = 409
    code = "too-many-parcels"
    title = "The order has too many parcels"


class ParcelNotPicked(Problem):
    """Only what is packed can be sent."""

    status = 409
    code = "parcel-not-picked"
    title = "The parcel is not packed"


class ParcelPickedAlready(Problem):
    """It is being packed."""

    status = 409
    code = "parcel-picked"
    title = "The parcel is being packed already"


class CarrierMissing(Problem):
    """Who takes what is sent is said; what is picked up goes with nobody."""

    status = 422
    code = "carrier-missing"
    title = "The carrier is not named"


class ParcelNotShipped(Problem):
    """Only what left can arrive, or fail to."""

    status = 409
    code = "parcel-not-shipped"
    title = "The parcel has not left"


class ParcelShippedAlready(Problem):
    """What left cannot be packed, split or taken apart."""

    status = 409
    code = "parcel-shipped"
    title = "The parcel has left"


class ParcelEnded(Problem):
    """It arrived, was lost, or was taken apart; ``found`` is which."""

    status = 409
    code = "parcel-ended"
    title = "Nothing more happens to this parcel"


class LabelThere(Problem):
    """Its carrier expects it as it is, or is being asked."""

    status = 409
    code = "label-there"
    title = "The parcel has a label"


class NoLabel(Problem):
    """There is none, or it is going already."""

    status = 409
    code = "no-label"
    title = "The parcel has no label"


class LineStanding(Struct, frozen=True):
    """How many units of a line were bought, how many of them were refunded, and how many of those
    ``came`` back; how many are still ``awaited``, since they were sold before they were there. Of
    one that is not ``packed``, since its units are codes, how many its buyer was ``given``;
    ``leaving``: how many are taken off for others once those are paid."""

    quantity: int
    returned: int = 0
    came: int = 0
    packed: bool = True
    given: int = 0
    awaited: int = 0
    leaving: int = 0

    @property
    def due(self) -> int:
        """What is to go to the buyer, or went: what came back did, and leaves the rest to be
        sent."""
        return self.quantity - self.returned + self.came

    @property
    def to_give(self) -> int:
        """How many codes its buyer is still to have."""
        return 0 if self.packed else max(self.due - self.given, 0)


def _units(parcels: Sequence[Parcel], line: int) -> int:
    return sum(one.lines.get(line, 0) for one in parcels)


def left_to_pack(lines: Sequence[LineStanding], parcels: Sequence[Parcel]) -> dict[int, int]:
    """Of each line of which something is left: how many units are there and in no parcel."""
    counted = [one for one in parcels if one.counts]
    packed = ((line, one) for line, one in enumerate(lines) if one.packed)
    left = {
        line: one.due - one.awaited - one.leaving - _units(counted, line) for line, one in packed
    }
    return {line: units for line, units in left.items() if units > 0}


def sum_of(lines: Sequence[LineStanding], parcels: Sequence[Parcel]) -> Fulfilment:
    """What the parcels come to, with the codes that were given. An order of which the buyer is to
    have nothing is not delivered."""
    if not any(one.has_left for one in parcels) and not any(one.given for one in lines):
        return "unfulfilled"
    if _reached(lines, [one for one in parcels if one.is_delivered]):
        return "delivered"
    if _reached(lines, [one for one in parcels if one.has_left]):
        return "shipped"
    return "partly-shipped"


def _reached(lines: Sequence[LineStanding], parcels: Sequence[Parcel]) -> bool:
    """Whether all that the buyer is to have is in these parcels, or was given."""
    return all(_units(parcels, line) + one.given >= one.due for line, one in enumerate(lines))


def must_be_left(
    wanted: Mapping[int, int], left: Mapping[int, int], names: Sequence[str] = ()
) -> None:
    """Raises :class:`UnitsNotToPack`, if more is wanted than is there, with each line: by its
    goods' name, where there are ``names``."""
    found = []
    for line, units in wanted.items():
        there = left.get(line, 0)
        if units > there:
            said = say("Of line {line}, {left} are left to pack.", line=line + 1, left=there)
            if line < len(names):
                said = say("{name}: {left} left to pack.", name=names[line], left=there)
            found.append(FieldError(f"lines[{line}].quantity", UnitsNotToPack.code, said))
    if found:
        raise UnitsNotToPack.of(found)


def why_not(action: ParcelAction, parcel: Parcel) -> Problem | None:
    """The refusal, or None if it may be done with the parcel of a paid order."""
    if not parcel.is_under_way:
        return ParcelEnded(
            "It arrived, was lost or was taken apart.", extra={"found": parcel.status}
        )
    if action in ("deliver", "fail", "number"):
        return _not_on_its_way(action, parcel)
    if parcel.is_on_its_way:
        return ParcelShippedAlready("It is on its way to the buyer.")
    match action:
        case "pick" if parcel.is_picked:
            return ParcelPickedAlready("Ship it, or take it apart.")
        case "ship" if parcel.is_waiting:
            return ParcelNotPicked("Mark it as packed first.")
        case "label" if parcel.is_waiting:
            return ParcelNotPicked("Mark it as packed first.")
        case "ship" if parcel.label and parcel.label.is_asked:
            return LabelThere("Its carrier is being asked. Wait a moment, or cancel the label.")
        case "label" if parcel.label and parcel.label.stands:
            return LabelThere("Cancel its label first.")
        case "split" | "cancel" if parcel.label and parcel.label.stands:
            return LabelThere("Cancel its label first.")
        case "unlabel" if not parcel.label or not (parcel.label.is_asked or parcel.label.is_ready):
            return NoLabel("There is no label to cancel.")
        case "split" if sum(parcel.lines.values()) < 2:
            return NothingToPack("One unit cannot go in two parcels.")
    return None


def _not_on_its_way(action: ParcelAction, parcel: Parcel) -> Problem | None:
    """Why that does not happen to a parcel under way: it has not left, or it is not who sends it
    that gives it a number."""
    if not parcel.is_on_its_way:
        return ParcelNotShipped("Mark it as shipped first.")
    if action != "number":
        return None
    if parcel.carrier is None:
        return ParcelNotShipped("No carrier has it: its buyer picks it up.")
    if parcel.label and parcel.label.stands:
        return LabelThere("Its number is its label's.")
    return None


def by_carrier(parcel: Parcel, steps: Sequence[CarrierStep]) -> tuple[ParcelAction, ...]:
    """What is to be done with the parcel by what its carrier says, in this order. What is over here
    stays as it is."""
    if not steps or not (parcel.is_picked or parcel.is_on_its_way):
        return ()
    first: tuple[ParcelAction, ...] = () if parcel.is_on_its_way else ("ship",)
    if end_is(steps, delivered=True):
        return *first, "deliver"
    return (*first, "fail") if end_is(steps, delivered=False) else first
