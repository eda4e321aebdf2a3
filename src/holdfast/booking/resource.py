"""A resource: whoever or whatever has time that is sold."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.booking.keys import CELLS, DAY
from holdfast.booking.schedule import cells_fit, country_known
from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.locales import LOCALES
from holdfast.kit.sentences import Sentence, called, say
from holdfast.kit.zones import zone, zone_names

Kind: TypeAlias = Literal["photographer", "studio", "room", "equipment"]
ResourceStatus: TypeAlias = Literal["active", "archived"]

KINDS: Final[tuple[Kind, ...]] = ("photographer", "studio", "room", "equipment")
HOLDERS: Final[tuple[Kind, ...]] = ("photographer", "studio")
MAX_SHARE: Final = 10_000
MAX_NAME: Final = 200
MAX_ABOUT: Final = 5000
MAX_CAPACITY: Final = 10_000
MAX_BUFFER: Final = DAY
MAX_LEAD: Final = 366 * DAY
MAX_HORIZON: Final = 1096
MAX_TAGS: Final = 50
MAX_TAG: Final = 60
MAX_RADIUS: Final = 20_000
MAX_REQUEST_HOURS: Final = 14 * DAY // 60


class ResourceNotFound(Problem):
    """No such resource, or one that is somebody else's."""

    status = 404
    code = "resource-not-found"
    title = "No such resource"


class ResourceText(Struct, frozen=True):
    """In one language."""

    name: str = ""
    about: str = ""


class ResourceTerms(Struct, frozen=True, kw_only=True):
    """What staff say of it. Times are minutes; ``capacity``: how many can have it at once.
    ``request_hours``: they are booked on request, and have so long to answer (None: at once).
    ``share``: what of what is kept is theirs, in basis points (None: as the service or the studio
    says). ``user_id``: whose account sees it as their own."""

    kind: Kind
    name: str
    texts: Mapping[str, ResourceText] = {}
    user_id: UUID | None = None
    studio_id: UUID | None = None
    zone: str
    capacity: int = 1
    cell_minutes: int = 15
    buffer_before: int = 0
    buffer_after: int = 0
    lead_minutes: int = 0
    horizon_days: int = 60
    tags: tuple[str, ...] = ()
    level: str | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    travel_radius_km: int | None = None
    country: str | None = None
    request_hours: int | None = None
    share: int | None = None

    @property
    def home(self) -> UUID | None:
        """Of a room, and of equipment that stays there: the studio whose hours bind it."""
        return self.studio_id if self.kind in ("room", "equipment") else None

    @property
    def is_let_whole(self) -> bool:
        """Whether it is a studio that who books it has with all its rooms: not one let by the
        seat."""
        return self.kind == "studio" and self.capacity == 1


class Resource(ResourceTerms, frozen=True, kw_only=True):
    """As it stands. ``revision`` counts its changes."""

    id: UUID
    status: ResourceStatus
    revision: int

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    def stands(self, status: ResourceStatus) -> bool:
        """Whether it is in that state."""
        return self.status == status

    @property
    def names(self) -> dict[str, str]:
        """What it is called in other languages than its first, where somebody said so."""
        return {language: text.name for language, text in self.texts.items() if text.name}

    @property
    def called(self) -> Sentence:
        """Its name, as whoever reads it calls it."""
        return called(self.name, self.names)

    def name_in(self, locale: str) -> str:
        told = self.texts.get(locale)
        return told.name if told is not None and told.name else self.name

    def about_in(self, locale: str) -> str:
        """In the language, or else in the first in which there is something."""
        for one in (locale, *LOCALES):
            if (told := self.texts.get(one)) is not None and told.about:
                return told.about
        return ""


def resource_faults(terms: ResourceTerms) -> list[FieldError]:
    """Nothing, if it can be kept."""
    return [*_texts(terms), *_bounds(terms), *_cells(terms), *_place(terms)]


def _texts(terms: ResourceTerms) -> Iterator[FieldError]:
    if not 1 <= len(terms.name) <= MAX_NAME:
        detail = say("Give it a name of at most {most} characters.", most=MAX_NAME)
        yield FieldError("name", "missing", detail)
    for locale, text in terms.texts.items():
        if locale not in LOCALES:
            detail = say("Use one of these languages: {known}.", known=", ".join(LOCALES))
            yield FieldError(f"texts.{locale[:10]}", "unknown", detail)
        elif len(text.name) > MAX_NAME or len(text.about) > MAX_ABOUT:
            detail = say("At most {most} characters.", most=MAX_ABOUT)
            yield FieldError(f"texts.{locale}", "too-long", detail)
    if len(terms.tags) > MAX_TAGS or len(set(terms.tags)) < len(terms.tags):
        detail = say("At most {most} of them, each once.", most=MAX_TAGS)
        yield FieldError("tags", "invalid", detail)
    if not all(1 <= len(tag) <= MAX_TAG for tag in terms.tags):
        yield FieldError("tags", "too-long", say("At most {most} characters.", most=MAX_TAG))


def _bounds(terms: ResourceTerms) -> Iterator[FieldError]:
    for field, value, least, most in (
        ("capacity", terms.capacity, 1, MAX_CAPACITY),
        ("leadMinutes", terms.lead_minutes, 0, MAX_LEAD),
        ("horizonDays", terms.horizon_days, 1, MAX_HORIZON),
        ("travelRadiusKm", terms.travel_radius_km or 0, 0, MAX_RADIUS),
        ("share", terms.share or 0, 0, MAX_SHARE),
        ("bufferBefore", terms.buffer_before, 0, MAX_BUFFER),
        ("bufferAfter", terms.buffer_after, 0, MAX_BUFFER),
        (
            "requestHours",
            1 if terms.request_hours is None else terms.request_hours,
            1,
            MAX_REQUEST_HOURS,
        ),
    ):
        if not least <= value <= most:
            detail = say("Use a number from {least} to {most}.", least=least, most=most)
            yield FieldError(field, "invalid", detail)
    if terms.kind == "photographer" and terms.capacity != 1:
        detail = say("A photographer is in one place at a time: the capacity is 1.")
        yield FieldError("capacity", "invalid", detail)
    if terms.share is not None and terms.kind not in HOLDERS:
        detail = say("Only photographers and studios have a share.")
        yield FieldError("share", "invalid", detail)
    if terms.user_id is not None and terms.kind not in HOLDERS:
        detail = say("Only a photographer or a studio has an account.")
        yield FieldError("userId", "invalid", detail)


def _cells(terms: ResourceTerms) -> Iterator[FieldError]:
    if terms.cell_minutes not in CELLS:
        detail = say("Use one of these: {known}.", known=", ".join(map(str, CELLS)))
        yield FieldError("cellMinutes", "invalid", detail)
        return
    for field, value in (
        ("bufferBefore", terms.buffer_before),
        ("bufferAfter", terms.buffer_after),
    ):
        if value % terms.cell_minutes:
            detail = say("Use whole cells of {cell} minutes.", cell=terms.cell_minutes)
            yield FieldError(field, "invalid", detail)
    if terms.zone not in zone_names():
        detail = say("There is no time zone of that name. Use one like Europe/Berlin.")
        yield FieldError("zone", "unknown", detail)
    elif not cells_fit(zone(terms.zone), terms.cell_minutes):
        detail = say("The clock of this time zone needs shorter cells: 15 minutes or less.")
        if cells_fit(zone(terms.zone), 30):
            detail = say("The clock of this time zone needs shorter cells: 30 minutes or less.")
        yield FieldError("cellMinutes", "invalid", detail)


def _place(terms: ResourceTerms) -> Iterator[FieldError]:
    if (terms.latitude is None) != (terms.longitude is None):
        detail = say("A position is latitude and longitude together.")
        yield FieldError("latitude", "invalid", detail)
    elif terms.latitude is not None and terms.longitude is not None:
        if not -90 <= terms.latitude <= 90:
            detail = say("Use a number from {least} to {most}.", least=-90, most=90)
            yield FieldError("latitude", "invalid", detail)
        if not -180 <= terms.longitude <= 180:
            detail = say("Use a number from {least} to {most}.", least=-180, most=180)
            yield FieldError("longitude", "invalid", detail)
    if terms.country is not None and not country_known(terms.country):
        detail = say("Nobody knows the holidays of that country. Use a code like DE or DE-BY.")
        yield FieldError("country", "unknown", detail)
    if terms.kind == "studio" and terms.studio_id is not None:
        yield FieldError("studioId", "invalid", say("A studio has no studio of its own."))
