"""Jobs of people."""

from uuid import UUID

from holdfast.db.jobs import Job

__all__ = ["EraseAgain"]


class EraseAgain(Job, frozen=True):
    """Look once more for what is kept of somebody whose account was closed a while ago: a request
    that was under way at that moment may have written since."""

    NAME = "erase-again"
    user_id: UUID
