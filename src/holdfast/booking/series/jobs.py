"""What is to be done about a series later."""

from uuid import UUID

from holdfast.db.jobs import Job


class SettleSeries(Job, frozen=True):
    """a series that is booked in several steps: goes on with it, or releases what it holds"""

    NAME = "settle-series"
    series_id: UUID
