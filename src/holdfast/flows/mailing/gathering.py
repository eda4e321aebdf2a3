"""Several things told in one mail: the sessions of a series to which the same happens, orders that
wait to be sent. Each is written for itself and waits a while; whichever is due first tells of all
that wait with it, and takes them along."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from holdfast.db.engine import Database
from holdfast.flows.mailing.reading_goods import Still
from holdfast.mail import Mail, take_along, taken_along, told_alike

__all__ = ["OF_SERIES", "TO_SEND_TOGETHER", "Gathering", "gathered"]

MOST: Final = 500
"""Others that one mail takes along; what is more goes with a mail of its own."""
SHOWN: Final = 100
"""Others that it names."""


class Gathering(Struct, frozen=True):
    """``part_of`` says of what it is a part, by what is said of it (nothing: it goes by itself);
    ``minutes`` is how long parts wait for one another."""

    part_of: Callable[[Mapping[str, Any]], str]
    minutes: float


OF_SERIES: Final = Gathering(lambda said: str(said["seriesId"]), 1)
TO_SEND_TOGETHER: Final = Gathering(lambda _: "to-send", 15)


async def gathered(database: Database, mail: Mail, about: str, still: Still | None) -> Mail | None:
    """The mail with the ``others`` that it tells of as well, the first to begin first, for the
    first of which it speaks; None if another tells of it. Once it was written out it says no
    more."""
    others: list[Mail] = []
    if mail.together:
        if not mail.title and not await _takes(database, mail, still):
            return None
        others = await taken_along(database.pool, mail)
    if not others:
        return replace(mail, said=mail.said | {"others": [], "unnamed": 0})
    each = _one_each([mail, *others])
    first, *rest = sorted(each, key=lambda one: str(one.said[about].get("starts", "")))
    named = [
        one.said[about] | {"id": one.subject_id, "fact": one.said["fact"]} for one in rest[:SHOWN]
    ]
    said = first.said | {"others": named, "unnamed": len(rest) - len(named)}
    return replace(mail, subject_id=first.subject_id, said=said)


def _one_each(mails: Iterable[Mail]) -> list[Mail]:
    """Of what happened twice to the same, what holds by now; and from where it was at first."""
    found: dict[str, Mail] = {}
    for one in sorted(mails, key=lambda mail: (mail.created_at, mail.id)):
        known = found.get(one.subject_id)
        told = one.said
        if known is not None and "before" in told["fact"]:
            fact = told["fact"] | {"before": known.said["fact"]["before"]}
            told = told | {"fact": fact}
        found[one.subject_id] = replace(one, said=told)
    return list(found.values())


async def _takes(database: Database, mail: Mail, still: Still | None) -> bool:
    """What is not so any more is not taken along: it is dropped for itself, with why."""
    found = await told_alike(database.pool, mail, MOST)
    async with database.read() as connection:
        true = [one.id for one in found if still is None or await still(connection, one)]
    return await take_along(database.pool, mail, true)
