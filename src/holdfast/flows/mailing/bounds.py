"""How much goes to one address: of what a stranger may cause for nothing so many a day, of some
kinds one a day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.kinds import APART, FREE_OF_BOUNDS, KINDS
from holdfast.flows.mailing.reading import BOOKINGS
from holdfast.flows.mailing.reading_series import SERIES
from holdfast.mail import NewMail, mailed_lately, told_lately

__all__ = ["MOST_A_DAY", "bounded", "daily", "is_earned"]

MOST_A_DAY: Final = 40
"""Mails that a stranger may cause to one address in a day."""


def is_earned(said: Mapping[str, Any]) -> bool:
    """Of a booking that staff made, or of which something was paid: no stranger causes it for
    nothing, and a series is many."""
    told = said.get(BOOKINGS.name) or said.get(SERIES.name)
    if told is None:
        return False
    return bool(told["byStaff"] or (told["confirmed"] and told["paid"]["amount"]))


async def daily(connection: AsyncConnection, new: Sequence[NewMail]) -> list[NewMail]:
    """With those refused that would be a second of their kind to somebody in a day."""
    names = [kind.name for kind in KINDS if kind.daily]
    counted = [one for one in new if one.kind in names]
    told = await told_lately(connection, {one.owner for one in counted}, names)
    seen = dict.fromkeys(told, "")  # and by which event: all browsers are told of the same one
    made: list[NewMail] = []
    for one in new:
        key = (one.owner, one.kind, one.channel)
        counts = one.kind in names and not one.refused
        if counts and seen.setdefault(key, one.event) != one.event:
            made.append(replace(one, refused="they were told of another a day ago"))
            continue
        made.append(one)
    return made


async def bounded(connection: AsyncConnection, new: Sequence[NewMail]) -> list[NewMail]:
    """With those refused that would be too many for one address. What is told in one mail counts as
    one."""
    counted = [one for one in new if one.bounded]
    before = await mailed_lately(connection, (one.address for one in counted), FREE_OF_BOUNDS)
    numbers: Counter[tuple[str, str]] = Counter()
    for (address, kind, _), many in before.items():
        numbers[address, _counted_as(kind)] += many
    goes = {alike: True for alike in before if alike[2]}  # by which of them one more is none
    made: list[NewMail] = []
    for one in new:
        if one.bounded and not one.refused:
            key, alike = (one.address, _counted_as(one.kind)), (one.address, one.kind, one.together)
            numbers[key] += alike not in goes
            fits = goes.get(alike, numbers[key] <= MOST_A_DAY)
            if one.together:
                goes[alike] = fits
            if not fits:
                made.append(replace(one, refused="too many to this address in a day"))
                continue
        made.append(one)
    return made


def _counted_as(kind: str) -> str:
    """By itself, or with all the others."""
    return kind if kind in APART else ""
