"""An order's parcels as they stand at one moment: what a command that touches them is made of.

An account counts the steps of all parcels of an order. It is read first, and every such command
names what it was: so of two at once the second is refused, and reads again.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from holdfast.digital import DigitalCode, FileGrant, codes_of_orders, grants_of
from holdfast.edits import EditKept, EditOpen, OrderEdit, edits_of
from holdfast.flows.commit.lines import sold_before
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import (
    LineStanding,
    Parcel,
    ParcelItem,
    ParcelTold,
    parcels_key,
    parcels_of,
)
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import AccountState, Deposit, Expect, Operation
from holdfast.orders import Order, OrderItem, load_items, returned_key
from holdfast.preorders import arrived_for
from holdfast.returns import Return, returns_of, units_back

__all__ = [
    "CodesGiven", "CodesToGive", "OrderPacked", "ParcelsNow", "ParcelsUnderWay",
    "PreorderAwaited", "cancel_refused", "complete_refused", "edit_open", "is_all", "must_leave",
    "must_not_wait", "never_packed", "parcels_now", "units_refused", "units_returned",
    "whole_refused",
]  # fmt: skip


class OrderPacked(Problem):
    """Something of the order is picked: what is sent comes back as a return, or is refunded."""

    status = 409
    code = "order-packed"
    title = "The order is packed"


class CodesGiven(OrderPacked):
    """Codes or files of the order are its buyer's: what was said cannot be taken back, so it is
    refunded."""

    code = "codes-given"
    title = "Its codes or files are given"


class CodesToGive(Problem):
    """Its buyer is still to have codes or files of it."""

    status = 409
    code = "codes-to-give"
    title = "Codes or files are still to be given"


class PreorderAwaited(Problem):
    """What was sold before it was there has not come."""

    status = 409
    code = "preorder-awaited"
    title = "A pre-order is still to come"


class ParcelsUnderWay(Problem):
    """A parcel of the order is still to arrive."""

    status = 409
    code = "parcels-under-way"
    title = "Parcels are on their way"


class ParcelsNow(Struct, frozen=True):
    """``returned`` says of each line how many units were refunded, ``steps`` how many steps the
    parcels made; without one no ``codes`` or ``files`` were given, and ``returns`` are there only
    of an order that is completed. ``awaited``: by line, how many units are not there yet.
    ``edit``: what of it waits for its payment; ``edited``: by which goods were added that stand."""

    order: Order
    items: Sequence[OrderItem]
    returned: Sequence[AccountState]
    steps: AccountState
    parcels: tuple[Parcel, ...]
    returns: tuple[Return, ...] = ()
    codes: tuple[DigitalCode, ...] = ()
    files: tuple[FileGrant, ...] = ()
    awaited: Mapping[int, int] = {}
    edit: OrderEdit | None = None
    edited: tuple[OrderEdit, ...] = ()

    @property
    def kept(self) -> int:
        """Of what was paid for it, what pays for goods that were added and stand."""
        return sum(one.kept for one in self.edited)

    @property
    def lines(self) -> tuple[LineStanding, ...]:
        """Of the order, in its order."""
        both = enumerate(zip(self.items, self.returned, strict=True))
        leaving = {} if self.edit is None else self.edit.units_off
        return tuple(
            self._with_given(
                line,
                LineStanding(
                    item.quantity,
                    back.balance,
                    units_back(self.returns, line),
                    not item.is_digital,
                    awaited=self.awaited.get(line, 0),
                    leaving=leaving.get(line, 0),
                ),
            )
            for line, (item, back) in both
        )

    def _with_given(self, line: int, standing: LineStanding) -> LineStanding:
        """Whoever has a line's file has it for all of its units."""
        if self.items[line].is_codes:
            return replace(standing, given=len(self.codes_of(line)))
        if self.items[line].is_file and self.file_of(line) is not None:
            return replace(standing, given=standing.due)
        return standing

    def given_more(self, many: Mapping[int, int]) -> tuple[LineStanding, ...]:
        """Of the order, in its order, with so many more codes of a line."""
        return tuple(
            replace(one, given=one.given + many.get(line, 0)) for line, one in enumerate(self.lines)
        )

    def codes_of(self, line: int) -> list[DigitalCode]:
        """Those of a line that its buyer has: what nobody has seen first."""
        there = [one for one in self.codes if one.is_there and one.line == line]
        return sorted(there, key=lambda one: (not one.is_unseen, one.unit))

    def file_of(self, line: int) -> FileGrant | None:
        """What its buyer may fetch of that line, or might until it was refunded."""
        return next((one for one in self.files if one.line == line), None)

    @property
    def given_lines(self) -> frozenset[int]:
        """Those of which its buyer has codes, or a file."""
        codes = {one.line for one in self.codes if one.is_there and one.line is not None}
        return frozenset(codes | {one.line for one in self.files if one.is_there})

    @property
    def names(self) -> list[str]:
        """Of the goods, by line."""
        return [", ".join((one.product_name, *one.options.values())) for one in self.items]

    @property
    def unmoved(self) -> Expect:
        """That no parcel made a step since it was read."""
        return Expect(self.steps.key, self.steps.version)

    @property
    def step(self) -> tuple[Operation, ...]:
        """One step more, if nothing was done since it was read."""
        refunded = (Expect(one.key, one.version) for one in self.returned)
        return (self.unmoved, Deposit(self.steps.key, 1), *refunded)

    @property
    def told(self) -> ParcelTold:
        """What the events of its parcels say."""
        items = {
            line: ParcelItem(item.product_name, item.quantity, item.options)
            for line, item in enumerate(self.items)
        }
        order = self.order
        return ParcelTold(order.number, order.owner, order.locale, items, order.pickup)


def must_not_wait(now: ParcelsNow) -> None:
    """Raises :class:`~holdfast.edits.EditOpen`, while units of it are to be taken off for others:
    what is done about them rests on what they cost."""
    if now.edit is not None and now.edit.off:
        raise edit_open()


def edit_open() -> EditOpen:
    """The refusal."""
    return EditOpen("A change of this order waits for its payment. Withdraw it first.")


def must_leave(now: ParcelsNow, after: tuple[Parcel, ...]) -> None:
    """Raises :class:`~holdfast.edits.EditOpen`, if with the parcels as they are ``after`` it more
    would be packed than leaves what is to be taken off. What is sent again for a lost unit is one
    that was sold, too."""
    if now.edit is None:
        return
    left, then = _unpacked(now), _unpacked(replace(now, parcels=after))
    for line, units in now.edit.units_off.items():
        if then[line] < min(0, left[line]):
            raise EditOpen(
                say(
                    "{units} × {name} is taken off once a change of this order is paid. Leave that "
                    "out, or withdraw the change.",
                    units=units,
                    name=now.names[line],
                )
            )


def cancel_refused(now: ParcelsNow) -> Problem | None:
    """Why a paid order with these parcels cannot be cancelled; None: it can."""
    if any(one.was_picked for one in now.parcels):
        return OrderPacked("It is packed already. Once you have it, ask for a return instead.")
    if any(one.is_there for one in now.codes):
        return CodesGiven("Its codes are given already. Ask the shop if something is wrong.")
    if now.given_lines:
        return CodesGiven("Its files are given already. Ask the shop if something is wrong.")
    if now.edit is not None:
        return edit_open()
    if now.kept:
        return EditKept("What was paid for it pays for what was added. Cancel that first.")
    return None


def never_packed(now: ParcelsNow) -> dict[int, int]:
    """Of each line of which there are some: how many units its buyer is to have that nobody has
    packed yet. What did not arrive was packed."""
    return {line: units for line, units in _unpacked(now).items() if units > 0}


def _unpacked(now: ParcelsNow) -> dict[int, int]:
    packed = [one for one in now.parcels if one.was_picked]
    return {
        line: one.due
        - one.given
        - one.leaving
        - sum(parcel.lines.get(line, 0) for parcel in packed)
        for line, one in enumerate(now.lines)
    }


def is_all(now: ParcelsNow, off: Mapping[int, int]) -> bool:
    """Whether so many units of each line are all that its buyer was to have of the order."""
    return bool(off) and sum(one.due for one in now.lines) == sum(off.values())


def whole_refused(now: ParcelsNow) -> Problem | None:
    """Why the whole of a paid order cannot be cancelled; None: it can."""
    refusal = cancel_refused(now)
    if refusal is None or isinstance(refusal, EditOpen | EditKept) or not never_packed(now):
        return refusal
    if isinstance(refusal, CodesGiven):
        return CodesGiven("Some of it is given already. What is not can be cancelled by itself.")
    return OrderPacked("Some of it is packed already. What is not can be cancelled by itself.")


def units_refused(now: ParcelsNow, wanted: Mapping[int, int]) -> Problem | None:
    """Why its buyer cannot cancel so many units: some of them are packed; None: none is."""
    left = never_packed(now)
    packed = {line for one in now.parcels if one.was_picked for line in one.lines}
    packed |= now.given_lines
    more = {line for line, units in wanted.items() if units > left.get(line, 0)}
    return cancel_refused(now) if more & packed else None


def complete_refused(now: ParcelsNow) -> Problem | None:
    """Why a paid order with these parcels is not completed; None: it can be."""
    if any(one.is_under_way for one in now.parcels):
        return ParcelsUnderWay("Say first of each parcel whether it arrived.")
    if any(one.to_give for one in now.lines):
        return CodesToGive("What is digital is given by itself. Cancel what there is none of.")
    if any(now.awaited.values()):
        return PreorderAwaited("Receive what was pre-ordered first, or cancel it.")
    if now.edit is not None and now.edit.off:
        return edit_open()
    return None


async def parcels_now(settler: Settler, order: Order) -> ParcelsNow:
    """As they stand; what counts their steps is read first."""
    pool = settler.database.pool
    steps = await settler.reader.account(parcels_key(order.id))
    items = (await load_items(pool, [order.id]))[order.id]
    returned = await units_returned(settler, order, items)
    parcels = (await parcels_of(pool, [order.id]))[order.id]
    arrived = steps.version or order.is_completed  # staff may complete it without a parcel
    back = await returns_of(pool, order.id) if arrived else ()
    codes: tuple[DigitalCode, ...] = ()
    if steps.version and any(one.is_codes for one in items):
        codes = (await codes_of_orders(pool, [order.id]))[order.id]
    has_files = steps.version and any(one.is_file for one in items)
    files = await grants_of(pool, order.id) if has_files else ()
    awaited = await _awaited(settler, order, items)
    edits = await edits_of(pool, order.id) if steps.version else ()
    edit = await _open_edit(settler, edits)
    edited = tuple(one for one in edits if one.is_done)
    return ParcelsNow(
        order, items, returned, steps, parcels, back, codes, files, awaited, edit, edited
    )


async def _open_edit(settler: Settler, edits: Sequence[OrderEdit]) -> OrderEdit | None:
    """What waits for its payment. Where what was to be added is off, which it stays, there is only
    the row to be moved."""
    for one in edits:
        if one.is_open and not (await settler.orders.known(one.added_id)).is_cancelled:
            return one
    return None


async def _awaited(settler: Settler, order: Order, items: Sequence[OrderItem]) -> Mapping[int, int]:
    """Of each line that has some: units that were sold before they were there and have not come."""
    before = {line: units for line, one in enumerate(items) if (units := sold_before(one))}
    if not before or order.is_cancelled:
        return {}
    came = (await arrived_for(settler.database.pool, [order.id]))[order.id]
    return {line: max(units - came.get(line, 0), 0) for line, units in before.items()}


async def units_returned(
    settler: Settler, order: Order, items: Sequence[OrderItem]
) -> list[AccountState]:
    """Of each line how many units were refunded."""
    keys = (returned_key(order.id, line) for line in range(len(items)))
    return list(await gather(*map(settler.reader.account, keys)))
