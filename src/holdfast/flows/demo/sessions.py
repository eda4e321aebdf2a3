"""The fortnight around today in the demo's studios, planned: who comes when, to whom. Pure.

The same ``now`` and seed plan the same fortnight, so a test knows what it will find.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.booking.demo import CAST, OFFERS, DemoResource, DemoService
from holdfast.booking.schedule import at_local
from holdfast.kit.zones import zone

__all__ = ["DAYS_AROUND", "Ended", "Session", "fortnight"]

DAYS_AROUND: Final = 7
"""Before today, and after."""

Ended: TypeAlias = Literal["to-come", "begun", "completed", "missed", "cancelled", "late"]
"""``late``: cancelled when it cost all that was paid."""

_STEP: Final = 30
_SPARE: Final = (time(7, 41, 12), time(12, 18, 35), time(18, 52, 7))
"""When people book, by UTC. What happens at one moment is written together, which is quick."""
_TO_PAY: Final = timedelta(seconds=95)
_LIKES: Final = {"portrait": 5.0, "family": 2.5, "walk": 2.0, "product": 3.0}
_NOTES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("A picture for the firm's site, please: plain ground.", "We bring the dog.", ""),
    "ru": ("Для обложки, нужен вертикальный кадр.", "Будем с ребёнком, ему три года.", ""),
    "ko": ("여권 사진도 한 장 부탁드려요.", "기념일 촬영입니다.", ""),
}


class Session(Struct, frozen=True):
    """A booking that the buyer of that number made at ``made`` and paid at ``paid``. ``who``: one
    handle for each need of the service; ``over``: when it was known how it ended."""

    service: str
    who: tuple[str, ...]
    starts_at: datetime
    minutes: int
    people: int
    buyer: int
    note: str
    made: datetime
    paid: datetime
    ended: Ended
    over: datetime | None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def fortnight(now: datetime, languages: Sequence[str], seed: int = 11) -> tuple[Session, ...]:
    """By start. ``languages``: of the buyers by number."""
    diary, chance = _Diary(now, random.Random(seed), languages), random.Random(seed + 1)
    for one in CAST:
        clock = zone(one.place.zone)
        today = now.astimezone(clock).date()
        for ahead in range(-DAYS_AROUND, DAYS_AROUND + 1):
            day = today + timedelta(days=ahead)
            # The further off, the fewer have booked yet.
            share = 0.7 if ahead <= 1 else 0.75 - 0.09 * ahead
            if one.kind == "photographer":
                diary.work(one, day, share)
            elif one.kind == "room" and chance.random() < share / 2:
                diary.hire(one, day)
    return tuple(sorted(diary.sessions, key=lambda session: (session.starts_at, session.who)))


class _Diary:
    """Whose time is gone."""

    def __init__(self, now: datetime, chance: random.Random, languages: Sequence[str]) -> None:
        self.now = now
        self.chance = chance
        self.languages = languages
        self.sessions: list[Session] = []
        self._taken: dict[str, list[tuple[datetime, datetime]]] = {}

    def work(self, one: DemoResource, day: date, share: float) -> None:
        """A photographer's day: sessions one after another, some hours left free."""
        fitting = [offer for offer in OFFERS if _needs_photographer(offer, one)]
        for start, end in _open(one, day):
            at = start
            while at < end:
                if self.chance.random() > share:
                    at += 3 * _STEP
                    continue
                (offer,) = self.chance.choices(fitting, [_LIKES[offer.handle] for offer in fitting])
                minutes = self.chance.choice(offer.lengths.allowed()[:3])
                took = at + minutes <= end and self._book(offer, one, day, at, minutes)
                at += (minutes + _STEP if took else 2 * _STEP) // _STEP * _STEP

    def hire(self, room: DemoResource, day: date) -> None:
        """A morning or an evening of the room alone."""
        (offer,) = (offer for offer in OFFERS if offer.handle == "hire")
        at, minutes = self.chance.choice(((9 * 60, 60), (9 * 60, 90), (19 * 60, 120)))
        self._book(offer, room, day, at, minutes)

    def _book(
        self, offer: DemoService, main: DemoResource, day: date, at: int, minutes: int
    ) -> bool:
        """Whether everybody whom it needs was free."""
        start = at_local(zone(main.place.zone), day, at)
        who = [main]
        for need in offer.needs:
            if need.kind != main.kind:
                found = (
                    one
                    for one in CAST
                    if one.kind == need.kind and one.city == main.city
                    and set(need.tags) <= set(one.tags)
                )  # fmt: skip
                who.append(next(found))
        spans = {
            one.handle: (start, start + timedelta(minutes=minutes + one.buffer)) for one in who
        }
        if any(self._is_taken(handle, span) for handle, span in spans.items()):
            return False
        for handle, span in spans.items():
            self._taken.setdefault(handle, []).append(span)
        handles = tuple(one.handle for one in who)
        self.sessions.append(self._session(offer, handles, start, minutes))
        return True

    def _is_taken(self, handle: str, span: tuple[datetime, datetime]) -> bool:
        return any(span[0] < end and start < span[1] for start, end in self._taken.get(handle, ()))

    def _session(
        self, offer: DemoService, who: tuple[str, ...], start: datetime, minutes: int
    ) -> Session:
        chance = self.chance
        made = _spare_time(min(start, self.now) - timedelta(hours=chance.uniform(18, 24 * 9)))
        paid = made + _TO_PAY
        end = start + timedelta(minutes=minutes)
        ended, over = self._end(offer, start, end, paid)
        buyer = chance.randrange(len(self.languages))
        note = chance.choice(_NOTES[self.languages[buyer]])
        people = chance.randint(1, min(offer.people, 4))
        return Session(
            offer.handle, who, start, minutes, people, buyer, note, made, paid, ended, over
        )

    def _end(
        self, offer: DemoService, start: datetime, end: datetime, paid: datetime
    ) -> tuple[Ended, datetime | None]:
        luck = self.chance.random()
        if end <= self.now:
            if luck < 0.06:
                return "missed", start + timedelta(minutes=30)
            if luck < 0.11 and offer.deposit.rule != "none":
                return "late", start - timedelta(hours=1)
        if luck > 0.94 and start - timedelta(hours=30) > paid:
            called_off = min(start - timedelta(hours=25), self.now - timedelta(minutes=5))
            if called_off > paid:
                return "cancelled", called_off
        if end <= self.now:
            return "completed", end
        if start <= self.now:
            return "begun", start + timedelta(minutes=1)
        return "to-come", None


def _spare_time(moment: datetime) -> datetime:
    """The last one before it."""
    day = moment.date()
    found = [
        datetime.combine(day - timedelta(days=ago), at, UTC) for ago in (0, 1) for at in _SPARE
    ]
    return max(one for one in found if one <= moment)


def _needs_photographer(offer: DemoService, one: DemoResource) -> bool:
    return any(
        need.kind == "photographer" and set(need.tags) <= set(one.tags) for need in offer.needs
    )


def _open(one: DemoResource, day: date) -> Iterator[tuple[int, int]]:
    """The spans of the day between which there is lunch."""
    for rule in one.rules():
        if day.isoweekday() in rule.weekdays:
            start = rule.start
            for pause in rule.breaks:
                yield start, pause.start
                start = -(-pause.end // _STEP) * _STEP
            yield start, rule.end
