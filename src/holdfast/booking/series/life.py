"""The life of a series: begun, whole or dropped, as riders of the commands that make it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from holdfast.booking.series.book import Series
from holdfast.booking.series.tables import SERIES, SERIES_SESSIONS, SERIES_STATES
from holdfast.db.events import Fact
from holdfast.ledger import Insert, Rider, Transition, tell


def series_begun(series: Series, sessions: Mapping[UUID, datetime]) -> tuple[Rider, ...]:
    """New, with the first of its bookings: ``making``, if more of them come in other commands."""
    row = (
        series.id,
        series.service_id,
        series.service_name,
        msgspec.json.encode(series.rule).decode(),
        series.zone,
        series.wall_start,
        series.minutes,
        series.later,
        series.status,
        series.made_by,
    )
    return Insert(SERIES, (row,)), _sessions(series.id, sessions)


def series_goes_on(series_id: UUID, sessions: Mapping[UUID, datetime]) -> tuple[Rider, ...]:
    """More of its bookings; refused once it is whole or dropped."""
    going = Transition(SERIES_STATES, series_id, ("making",), "making")
    return going, _sessions(series_id, sessions)


def series_whole(series_id: UUID) -> tuple[Rider, ...]:
    """All of it is there."""
    return (Transition(SERIES_STATES, series_id, ("making",), "booked"),)


def series_dropped(series_id: UUID) -> tuple[Rider, ...]:
    """It does not come about: what it holds is to be released."""
    return (Transition(SERIES_STATES, series_id, ("making",), "dropped"),)


def series_told(series_id: UUID, fact: Fact) -> tuple[Rider, ...]:
    """What was done with it."""
    return (tell(fact, series_id),)


def _sessions(series_id: UUID, sessions: Mapping[UUID, datetime]) -> Insert:
    rows = tuple((booking, series_id, planned) for booking, planned in sessions.items())
    return Insert(SERIES_SESSIONS, rows)
