"""Staff, and who is booked for themselves, take time of a resource away, and give it back."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast.booking import MAX_BLOCKS, Block, block_laid, block_lifted, block_of, blocks_to_come
from holdfast.booking.schedule import FIRST, LAST, at_local
from holdfast.flows.booking.changing import Seen, change
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.kit import FieldError, Problem, new_id, utc_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.ledger import Rider

__all__ = ["BadBlock", "BlockNotFound", "BlockOfCalendar", "lay_block", "lift_block"]

LONGEST: Final = timedelta(days=3660)
MAX_NOTE: Final = 500


class BadBlock(Problem):
    """Time that cannot be taken away so; ``errors`` names each field at fault."""

    status = 422
    code = "block-invalid"
    title = "The block cannot be saved like this"


class BlockNotFound(Problem):
    """No such block over this resource."""

    status = 404
    code = "block-not-found"
    title = "No such block"


class BlockOfCalendar(Problem):
    """A connected calendar says it, and would say it again."""

    status = 409
    code = "block-of-calendar"
    title = "The block is a connected calendar's"


async def lay_block(
    studio: Studio,
    caller: Caller,
    resource_id: UUID,
    start: datetime,
    end: datetime,
    *,
    soft: bool = False,
    note: str = "",
    source: str = "staff",
) -> UUID:
    """The new block's id; that of the first, if the request is a repetition. Times without a zone
    are those of the resource's clock. What is booked in that time stays booked, as a conflict.
    Raises :class:`BadBlock` and :class:`~holdfast.booking.ResourceNotFound`."""
    if caller.key is not None and (before := await answered(studio, caller.key)) is not None:
        return stored(before, UUID)
    made = new_id()

    async def riders(seen: Seen) -> tuple[Rider, ...]:
        clock = zone(seen.resource.zone).key
        begins, ends = _moment(clock, "start", start), _moment(clock, "end", end)
        _must_be_sound(begins, ends, note)
        await _must_have_room(studio, resource_id)
        by = caller.actor
        block = Block(made, resource_id, begins, ends, soft, note, source, by, utc_now())
        return *block_laid(block), caller.audited("block.laid", resource_id, {"after": block})

    if not await change(studio, caller, resource_id, riders, made):
        assert caller.key is not None  # without one nothing was answered before
        return stored(await answered(studio, caller.key) or "", UUID)
    return made


async def lift_block(studio: Studio, caller: Caller, resource_id: UUID, block_id: UUID) -> None:
    """That time is to be had again; nothing happens if it is lifted already. Raises
    :class:`BlockNotFound`, :class:`BlockOfCalendar` and
    :class:`~holdfast.booking.ResourceNotFound`."""

    async def riders(_: Seen) -> tuple[Rider, ...]:
        block = await block_of(studio.database.pool, block_id)
        if block is None or block.resource_id != resource_id:
            raise BlockNotFound("There is no such block.")
        if block.ended_at is not None:
            return ()
        if block.is_from_calendar:
            raise BlockOfCalendar("A connected calendar says so: change it there.")
        return *block_lifted(block), caller.audited("block.lifted", resource_id, {"before": block})

    await change(studio, caller, resource_id, riders)


def _moment(clock: str, field: str, said: datetime) -> datetime:
    """Raises :class:`BadBlock` for one that is centuries away."""
    if not FIRST <= said.date() <= LAST:
        detail = say("Use a date from {first} to {last}.", first=str(FIRST), last=str(LAST))
        raise BadBlock.of([FieldError(field, "invalid", detail)])
    if said.tzinfo is not None:
        return said
    return at_local(zone(clock), said.date(), said.hour * 60 + said.minute)


def _must_be_sound(start: datetime, end: datetime, note: str) -> None:
    """Raises :class:`BadBlock`."""
    if not start < end <= start + LONGEST:
        detail = say("It ends after it begins, within ten years.")
        raise BadBlock.of([FieldError("end", "invalid", detail)])
    if len(note) > MAX_NOTE:
        detail = say("At most {most} characters.", most=MAX_NOTE)
        raise BadBlock.of([FieldError("note", "too-long", detail)])


async def _must_have_room(studio: Studio, resource_id: UUID) -> None:
    """Raises :class:`BadBlock` where as many lie as may."""
    if await blocks_to_come(studio.database.pool, resource_id) >= MAX_BLOCKS:
        most = say("There are {most} blocks to come, as many as may be.", most=MAX_BLOCKS)
        raise BadBlock.of([FieldError("start", "too-many", most)])
