"""When a resource is open, and whether a session lies within that. Pure.

A room, or equipment that stays in a studio, is open only while its studio is. Where one of the two
has no weekly rules, the other's count; what it says of single days holds all the same. A studio
without a schedule binds nothing but by its blocks.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.block import Block
from holdfast.booking.resource import Kind
from holdfast.booking.schedule import (
    Closed,
    Schedule,
    Span,
    WeeklyRule,
    expand,
    less,
    why_closed,
    within,
)

_DAY: Final = timedelta(days=1)
_ALWAYS: Final = (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, 1440),)


class OpenHours(Struct, frozen=True):
    """What says when a resource is open: its own schedule and blocks, and those of the studio it is
    in."""

    own: Schedule | None = None
    studio: Schedule | None = None
    blocks: Sequence[Block] = ()
    studio_blocks: Sequence[Block] = ()

    def spans(self, start: date, end: date, *, over: bool = False) -> list[Span]:
        """When it is open from the first day until before the last, days of its own clock.
        ``over``: soft blocks do not count."""
        own, studio = self._schedules()
        if own is None:
            return []
        blocks = _spans((*self.blocks, *self.studio_blocks), over=over)
        opened = expand(own, start, end, blocks=blocks)
        if studio is None:
            return opened
        return within(opened, expand(studio, start - 2 * _DAY, end + 2 * _DAY))

    def why_closed(self, day: date, minutes: int = 0) -> Closed | None:
        """Why it is not open for so long on the day; None if it is."""
        own, studio = self._schedules()
        own = own or Schedule("UTC")
        mine = why_closed(own, day, blocks=_spans(self.blocks), minutes=minutes)
        if mine is not None:
            return mine
        away = _spans(self.studio_blocks)
        if studio is not None:
            found = why_closed(studio, day, blocks=away, minutes=minutes)
        else:
            found = why_closed(own, day, blocks=away, minutes=minutes)
        if found is not None:
            return replace(found, by_studio=True)
        left = self.spans(day, day + _DAY)
        if any(_minutes(one) >= minutes for one in left):
            return None
        # Short by itself, or by what it has in common with its studio.
        alone = OpenHours(own, None, self.blocks).spans(day, day + _DAY)
        if any(_minutes(one) >= minutes for one in alone):
            return Closed("studio-hours", by_studio=True)
        return None

    def _schedules(self) -> tuple[Schedule | None, Schedule | None]:
        """Its own and the studio's, each with the weekly rules that count."""
        own, studio = self.own, self.studio
        if studio is None:
            return own, None
        if studio.rules and (own is None or not own.rules):
            own = _always(own or Schedule(studio.zone))
        return own, _always(studio)


def is_open(kind: Kind, opened: Iterable[Span], session: Span) -> bool:
    """Whether all of the session is open, one piece after another; its ``studio``: where it is to
    be. Only a photographer's rules hold for a studio."""
    place = session.studio if kind == "photographer" else None
    here = [one for one in opened if place is None or one.studio in (None, place)]
    return not less([session], here)


def _always(schedule: Schedule) -> Schedule:
    return schedule if schedule.rules else replace(schedule, rules=_ALWAYS)


def _spans(blocks: Iterable[Block], *, over: bool = False) -> list[Span]:
    return [one.span for one in blocks if not (one.soft and over)]


def _minutes(span: Span) -> float:
    return (span.end - span.start) / timedelta(minutes=1)
