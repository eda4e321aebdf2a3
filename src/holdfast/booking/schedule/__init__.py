"""Schedules: weekly rules of a local clock, and the spans of time that they come to. Pure."""

from holdfast.booking.schedule.closed import Closed, Why, why_closed
from holdfast.booking.schedule.country_holidays import country_known, public_holidays
from holdfast.booking.schedule.expansion import Span, expand, less, merged, within
from holdfast.booking.schedule.faults import FIRST, LAST, schedule_faults
from holdfast.booking.schedule.local_time import at_local, cells_fit, shifts
from holdfast.booking.schedule.words import (
    MAX_EXCEPTIONS,
    MAX_RULES,
    Break,
    Exceptional,
    Hours,
    Schedule,
    WeeklyRule,
)
