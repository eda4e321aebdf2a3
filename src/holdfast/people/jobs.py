"""Jobs of people."""

from uuid import UUID

from holdfast.db.jobs import Job

__all__ = ["EraseAgain", "EraseGuestAgain"]


class EraseAgain(Job, frozen=True):
    """Look once more for what is kept of somebody whose account was closed a while ago: a request
    that was under way at that moment may have written since."""

    NAME = "erase-again"
    user_id: UUID


class EraseGuestAgain(Job, frozen=True):
    """Look once more for what is kept of who bought or booked without an account and had it taken
    away a while ago: what came of their orders and bookings since, and what their address has if
    nothing was begun there anew."""

    NAME = "erase-guest-again"
    email: str
    owners: tuple[str, ...] = ()
    orders: tuple[UUID, ...] = ()
    bookings: tuple[UUID, ...] = ()
    clients: tuple[UUID, ...] = ()
