"""Schedules as they are sent and seen: times are those that the resource's own clock shows."""

from datetime import date
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.booking.schedule import (
    Break,
    Exceptional,
    Hours,
    Schedule,
    WeeklyRule,
)

__all__ = ["ScheduleAsked", "ScheduleBody", "clock_time", "schedule_body"]


ClockTime: TypeAlias = Annotated[str, Field(pattern=r"^([0-3]\d|4[0-7]):[0-5]\d$", max_length=5)]


def minutes_of(text: str) -> int:
    """``09:30`` as minutes of the day."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def clock_time(minutes: int) -> str:
    """Minutes of a day as ``09:30``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


class BreakAsked(Ask):
    start: ClockTime
    end: ClockTime


class RuleAsked(Ask):
    """Open on these days of the week, from `start` until `end`."""

    weekdays: Annotated[list[int], Field(max_length=7)] = Field(description="1 is Monday")
    start: ClockTime = Field(description="As `09:00`")
    end: ClockTime = Field(description="As `18:00`; past midnight as `26:00`")
    valid_from: date | None = None
    valid_until: date | None = Field(default=None, description="The last day")
    studio: UUID | None = Field(default=None, description="Where one is then")
    breaks: Annotated[list[BreakAsked], Field(max_length=10)] = Field(default_factory=list)


class HoursAsked(Ask):
    start: ClockTime
    end: ClockTime
    studio: UUID | None = None


class ExceptionAsked(Ask):
    """One day on which no rule holds, nor a public holiday; without hours it is closed."""

    day: date
    hours: Annotated[list[HoursAsked], Field(max_length=10)] = Field(default_factory=list)
    note: Annotated[str, Field(max_length=200)] = ""


class ScheduleAsked(Ask):
    """A schedule, whole, by the clock of its resource."""

    rules: Annotated[list[RuleAsked], Field(max_length=100)] = Field(default_factory=list)
    exceptions: Annotated[list[ExceptionAsked], Field(max_length=1000)] = Field(
        default_factory=list
    )
    holidays: Annotated[str, Field(max_length=10)] | None = Field(
        default=None, description="Closed on the public holidays of `DE`, or `DE-BY`"
    )

    def schedule(self, zone: str) -> Schedule:
        return Schedule(
            zone,
            tuple(_rule(one) for one in self.rules),
            tuple(_exception(one) for one in self.exceptions),
            self.holidays,
        )


class BreakBody(Answer):
    start: str
    end: str


class RuleBody(Answer):
    weekdays: list[int]
    start: str
    end: str
    valid_from: date | None
    valid_until: date | None
    studio: UUID | None
    breaks: list[BreakBody]


class HoursBody(Answer):
    start: str
    end: str
    studio: UUID | None


class ExceptionBody(Answer):
    day: date
    hours: list[HoursBody]
    note: str


class ScheduleBody(Answer):
    """A schedule. Times are those of the clock of its zone."""

    zone: str
    rules: list[RuleBody]
    exceptions: list[ExceptionBody]
    holidays: str | None


def schedule_body(schedule: Schedule) -> ScheduleBody:
    return ScheduleBody(
        zone=schedule.zone,
        rules=[
            RuleBody(
                weekdays=list(rule.weekdays),
                start=clock_time(rule.start),
                end=clock_time(rule.end),
                valid_from=rule.valid_from,
                valid_until=rule.valid_until,
                studio=rule.studio,
                breaks=[
                    BreakBody(start=clock_time(one.start), end=clock_time(one.end))
                    for one in rule.breaks
                ],
            )
            for rule in schedule.rules
        ],
        exceptions=[
            ExceptionBody(
                day=one.day,
                hours=[
                    HoursBody(
                        start=clock_time(hours.start),
                        end=clock_time(hours.end),
                        studio=hours.studio,
                    )
                    for hours in one.hours
                ],
                note=one.note,
            )
            for one in schedule.exceptions
        ],
        holidays=schedule.holidays,
    )


def _rule(asked: RuleAsked) -> WeeklyRule:
    return WeeklyRule(
        tuple(sorted(asked.weekdays)),
        minutes_of(asked.start),
        minutes_of(asked.end),
        asked.valid_from,
        asked.valid_until,
        asked.studio,
        tuple(Break(minutes_of(one.start), minutes_of(one.end)) for one in asked.breaks),
    )


def _exception(asked: ExceptionAsked) -> Exceptional:
    hours = tuple(
        Hours(minutes_of(one.start), minutes_of(one.end), one.studio) for one in asked.hours
    )
    return Exceptional(asked.day, hours, asked.note)
