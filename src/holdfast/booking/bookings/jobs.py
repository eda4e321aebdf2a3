"""What is to be done about a booking later."""

from uuid import UUID

from holdfast.db.jobs import Job


class SettleDue(Job, frozen=True):
    """what was paid of a booking by the order and did not count at once: counts, or goes back"""

    NAME = "settle-due"
    order_id: UUID


class StandBooking(Job, frozen=True):
    """a booking of which nothing is paid to book: stands, if whoever made it did not come to say
    so"""

    NAME = "stand-booking"
    booking_id: UUID
