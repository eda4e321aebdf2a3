"""What is to be done about a booking later."""

from uuid import UUID

from holdfast.db.jobs import Job


class StandBooking(Job, frozen=True):
    """a booking of which nothing is paid to book: stands, if whoever made it did not come to say
    so"""

    NAME = "stand-booking"
    booking_id: UUID
