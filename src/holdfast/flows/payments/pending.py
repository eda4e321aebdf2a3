"""What a provider took note of and has not decided, be it for days: it is asked less and less
often, and at once when it sends word."""

from typing import Final, TypeVar
from uuid import UUID

from msgspec.structs import replace

from holdfast.db.engine import Database
from holdfast.db.jobs import NotYet, enqueue, sooner
from holdfast.payments import CapturePayment, RefundPayment

__all__ = ["MovePending", "asked_later", "wake"]

_FIRST: Final = 1.0
_EVERY: Final = 3600.0
_BY_ITSELF: Final = 12 + 14 * 24
"""Times that it is asked by itself, with pauses that double up to an hour: for two weeks. Then it
is tried for a day as any job, and waits for staff."""

_Moving = TypeVar("_Moving", RefundPayment, CapturePayment)


class MovePending(NotYet):
    """Of money that it was asked to take or give back."""


async def asked_later(database: Database, job: _Moving, request: str, why: MovePending) -> None:
    """Leave the same job for later. Raises ``why`` once it has taken long."""
    if job.asked >= _BY_ITSELF:
        raise why
    pause = min(_FIRST * 2**job.asked, _EVERY)
    async with database.transaction() as connection:
        await enqueue(connection, [(replace(job, asked=job.asked + 1), request)], after=pause)


async def wake(database: Database, about: UUID) -> None:
    """The provider sent word about a payment, or about a refund: what waits for it is asked now."""
    async with database.transaction() as connection:
        await sooner(connection, (RefundPayment, CapturePayment), str(about))
