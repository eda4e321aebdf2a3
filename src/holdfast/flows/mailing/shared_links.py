"""A booking by the link of somebody who takes part in it: shown, and nothing else."""

import hmac
from uuid import UUID

import asyncpg

from holdfast.booking.bookings import Participant, participant
from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit.errors import Problem

__all__ = ["SharedLinkUnknown", "participant_by_link"]


class SharedLinkUnknown(Problem):
    """The link is nobody's who takes part in a booking now."""

    status = 404
    code = "shared-link-unknown"
    title = "The link is not valid"


async def participant_by_link(
    pool: asyncpg.Pool, mailing: Mailing | None, link: str
) -> Participant:
    """Whose link it is. Raises :class:`SharedLinkUnknown`."""
    told, _, _ = link.partition(".")
    try:
        asked = UUID(told)
    except ValueError:
        asked = None
    found = None if mailing is None or asked is None else await participant(pool, asked)
    if mailing is None or found is None:
        raise _unknown()
    ours = mailing.shared_link(found.id)
    if not hmac.compare_digest(ours.encode(), link.encode(errors="replace")):
        raise _unknown()
    return found


def _unknown() -> SharedLinkUnknown:
    return SharedLinkUnknown("Copy the whole link, or ask who booked whether you are still on it.")
