"""A visit: a service with what is added to it, or several services one after another. It is found,
held and moved as a service is: its lengths, needs and price are those of all of it. Pure.

Whoever serves one of the services serves the whole visit: a role that two of them have is one role,
with all that both ask of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec.structs import asdict, replace

from holdfast.booking.bookings import BookedPart
from holdfast.booking.intake import together
from holdfast.booking.services.price import deposit_of, later, price_of
from holdfast.booking.services.terms import (
    MAX_NEEDS,
    Extra,
    Lengths,
    Need,
    Service,
    ServiceText,
)
from holdfast.kit import Problem
from holdfast.kit.money import Money
from holdfast.kit.sentences import LANGUAGES, say

MAX_ALSO: Final = 3
"""Further services of one visit."""


class NotTogether(Problem):
    """What cannot be had in one visit; ``field`` says which part of it."""

    status = 422
    code = "not-together"
    title = "These cannot be booked together"


class Visit(Service, frozen=True, kw_only=True):
    """As a service: ``first`` with ``added``, then each of ``also`` for its minutes."""

    first: Service
    added: tuple[Extra, ...] = ()
    also: tuple[tuple[Service, int], ...] = ()

    @property
    def beside(self) -> int:
        """Minutes that are not those of the first service."""
        return sum(one.minutes for one in self.added) + sum(minutes for _, minutes in self.also)

    @property
    def chosen(self) -> str:
        """What makes a visit of the service, as its slots' ids have it."""
        others = [f"{one.id.hex}:{minutes}" for one, minutes in self.also]
        return ",".join([*(one.id for one in self.added), *others])


def added_to(service: Service) -> str:
    """What makes a visit of it; nothing of a service alone."""
    return service.chosen if isinstance(service, Visit) else ""


def request_hours_of(service: Service) -> int | None:
    """Within how many hours it is to be answered, if a part of it is on request."""
    others = [one for one, _ in service.also] if isinstance(service, Visit) else []
    hours = [one.request_hours for one in (service, *others) if one.request_hours is not None]
    return min(hours, default=None)


def visit_of(
    service: Service, extras: Sequence[str], also: Sequence[tuple[Service, int | None]]
) -> Service:
    """The service itself, if nothing is added. A length that is left out is the shortest. Raises
    :class:`NotTogether`."""
    if not extras and not also:
        return service
    known = {one.id: one for one in service.extras}
    if len(set(extras)) < len(extras) or not set(extras) <= known.keys():
        raise NotTogether("The service has no such extra.", field="extras")
    if len(also) > MAX_ALSO:
        raise NotTogether(say("At most {most}.", most=MAX_ALSO), field="also")
    added = tuple(known[one] for one in extras)
    others = tuple((one, _length(one, minutes)) for one, minutes in also)
    whole = (service, *(one for one, _ in others))
    if len({one.currency for one in whole}) > 1:
        raise NotTogether("They are not priced in one currency.", field="also")
    needs = [one.needs for one in whole]
    visit = Visit(
        **{**asdict(service), **_texts(whole, added)},
        first=service,
        added=added,
        also=others,
    )
    lengths = Lengths(minutes=tuple(one + visit.beside for one in service.lengths.allowed()))
    return replace(
        visit,
        lengths=lengths,
        needs=_needs([*needs, *((one.need,) for one in added if one.need is not None)]),
        people=min(one.people for one in whole),
        questions=together(one.questions for one in whole),
        revision=sum(one.revision for one in whole),
    )


def whole_length(service: Service, own: int | None) -> int | None:
    """Of a visit, given how long its first service takes."""
    return own + service.beside if own is not None and isinstance(service, Visit) else own


def cost_of(
    service: Service, start: datetime, minutes: int, people: int = 1, level: str | None = None
) -> tuple[Money, Money]:
    """What it costs from ``start`` on, a local time, and what of that is paid to book."""
    if not isinstance(service, Visit):
        price = price_of(service, start, minutes, people, level)
        return price, deposit_of(service.deposit, price)
    total = now = 0
    for one, at, long in _in_turn(service, start, minutes):
        cost = price_of(one, at, long, people, level)
        total += cost.amount
        now += deposit_of(one.deposit, cost).amount
    more = sum(one.price for one in service.added)
    if service.first.deposit.rule != "fixed":
        now += deposit_of(service.first.deposit, Money(more, service.currency)).amount
    return Money(total + more, service.currency), Money(now, service.currency)


def parts_of(
    service: Service, start: datetime, minutes: int, people: int, level: str | None
) -> tuple[BookedPart, ...]:
    """What a visit is made of, as its booking keeps it; nothing of a service alone."""
    if not isinstance(service, Visit):
        return ()
    services = [
        BookedPart(
            "service", str(one.id), one.name, long, price_of(one, at, long, people, level).amount
        )
        for one, at, long in _in_turn(service, start, minutes)
    ]
    extras = [
        BookedPart("extra", one.id, one.name, one.minutes, one.price) for one in service.added
    ]
    return (*services, *extras)


def _in_turn(visit: Visit, start: datetime, minutes: int) -> list[tuple[Service, datetime, int]]:
    """Each service with when it begins; what is added to the first comes at its end."""
    own = max(minutes - visit.beside, 0)  # staff may have made it shorter than that
    found = [(visit.first, start, own)]
    at = later(start, own + sum(one.minutes for one in visit.added))
    for one, long in visit.also:
        found.append((one, at, long))
        at = later(at, long)
    return found


def _length(service: Service, minutes: int | None) -> int:
    lengths = service.lengths.allowed()
    if minutes is not None and minutes not in lengths:
        known = ", ".join(map(str, lengths))
        raise NotTogether(say("Use one of: {values}.", values=known), field="also")
    return lengths[0] if minutes is None else minutes


def _texts(whole: Sequence[Service], added: Sequence[Extra]) -> dict[str, object]:
    """All of their names; what is said of the first."""
    names = {
        one: " + ".join(
            [*(each.name_in(one) for each in whole), *(each.name_in(one) for each in added)]
        )
        for one in LANGUAGES
    }
    texts = {one: ServiceText(name=names[one], about=whole[0].about_in(one)) for one in LANGUAGES}
    plain = " + ".join([*(one.name for one in whole), *(one.name for one in added)])
    return {"name": plain, "texts": texts}


def _needs(of_each: Sequence[tuple[Need, ...]]) -> tuple[Need, ...]:
    found: dict[str, Need] = {}
    for needs in of_each:
        for need in needs:
            before = found.get(need.role)
            found[need.role] = need if before is None else _both(before, need)
    if len(found) > MAX_NEEDS:
        raise NotTogether(say("Together they need more than {most} roles.", most=MAX_NEEDS))
    return tuple(found.values())


def _both(one: Need, other: Need) -> Need:
    """Who can serve both."""
    named = one.resources or other.resources
    if one.resources and other.resources:
        named = tuple(who for who in one.resources if who in set(other.resources))
    if one.kind != other.kind or (not named and (one.resources or other.resources)):
        raise NotTogether("Nobody can serve both of them.", field="also")
    bound = [each for each in (one, other) if each.within_km is not None]
    if len({each.around for each in bound}) > 1:
        raise NotTogether("They are to be near different places.", field="also")
    far = [km for km in (one.within_km, other.within_km) if km is not None]
    return replace(
        one,
        tags=tuple(dict.fromkeys((*one.tags, *other.tags))),
        resources=named,
        within_km=min(far, default=None),
        around=next((each.around for each in bound), None),
        seats="people" if "people" in (one.seats, other.seats) else "one",
    )


def extras_asked(text: str | None) -> tuple[list[str], list[tuple[UUID, int | None]]]:
    """What a slot's id has of a visit, read back. Raises ``ValueError``."""
    extras: list[str] = []
    also: list[tuple[UUID, int | None]] = []
    for one in (text or "").split(",") if text else []:
        first, sign, last = one.partition(":")
        if sign:
            also.append((UUID(hex=first), int(last)))
        else:
            extras.append(first)
    return extras, also
