"""A service as a value: what is booked, how long, when it may begin, for how much, and whom and
what it needs. Pure; amounts are in minor units, times of day in minutes after local midnight.
"""

from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from holdfast.booking.bookings import USUAL, Policy, Shares
from holdfast.booking.intake import Question
from holdfast.booking.keys import DAY
from holdfast.booking.resource import Kind
from holdfast.kit.positions import Position

Choice: TypeAlias = Literal["fair", "least-loaded", "rating", "nearest"]
PriceRule: TypeAlias = Literal["flat", "hourly", "head"]
DepositRule: TypeAlias = Literal["none", "percent", "fixed"]
Seats: TypeAlias = Literal["one", "people"]

MAX_SERVICES: Final = 500
MAX_NEEDS: Final = 6
MAX_LENGTHS: Final = 24
MAX_MINUTES: Final = 7 * DAY
MAX_FIXED: Final = 96
MAX_UPLIFTS: Final = 10
MAX_NAMED: Final = 200
MAX_PEOPLE: Final = 1000
MAX_PLACE: Final = 300
MAX_EXTRAS: Final = 12
MAX_GOODS: Final = 20
MAX_SERIES: Final = 60
MAX_REQUEST_HOURS: Final = 14 * 24


class ServiceText(Struct, frozen=True, kw_only=True):
    """What a service is called in one language, and what is said of it."""

    name: str = ""
    about: str = ""


class Lengths(Struct, frozen=True, kw_only=True):
    """How many minutes it may take: those of a list, or from ``least`` to ``most`` in steps."""

    minutes: tuple[int, ...] = ()
    least: int | None = None
    most: int | None = None
    step: int | None = None

    def allowed(self) -> tuple[int, ...]:
        """Each length, the shortest first."""
        if self.least is None or self.most is None or self.step is None:
            return tuple(sorted(self.minutes))
        return tuple(range(self.least, self.most + 1, self.step))


class Grid(Struct, frozen=True, kw_only=True):
    """When it may begin: each ``step`` minutes of the local day, or at the ``fixed`` times alone.
    ``gap``: no free time shorter than this is left between bookings (0: any may be)."""

    step: int = 30
    fixed: tuple[int, ...] = ()
    gap: int = 0


class Uplift(Struct, frozen=True, kw_only=True):
    """So many percent more (below 0: less) for the minutes on these weekdays (1 is Monday) from and
    until these times of day."""

    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    start: int = 0
    end: int = DAY
    percent: int


class Price(Struct, frozen=True, kw_only=True):
    """``amount`` for all of it, an hour, or a head; of a photographer's level another amount."""

    rule: PriceRule = "flat"
    amount: int
    levels: dict[str, int] = {}
    uplifts: tuple[Uplift, ...] = ()


class Deposit(Struct, frozen=True, kw_only=True):
    """What is paid to book: ``none`` says all of it."""

    rule: DepositRule = "none"
    value: int = 0


class Point(Struct, frozen=True, kw_only=True):
    """A place on the map that staff named; nobody knows yet where it is without a position."""

    name: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def position(self) -> Position | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)


class Need(Struct, frozen=True, kw_only=True):
    """Somebody or something it needs: of this kind, with all of these tags, one of ``resources`` or
    any, within so many kilometres of where the client asks, or of what it is ``around``.
    ``seats``: how much of it a booking takes. ``choice``: who comes first where several could."""

    role: str
    kind: Kind
    tags: tuple[str, ...] = ()
    resources: tuple[UUID, ...] = ()
    within_km: int | None = None
    around: Point | None = None
    seats: Seats = "one"
    choice: Choice = "fair"

    @property
    def near_client(self) -> bool:
        """Whether it has to be near its client."""
        return self.within_km is not None and self.around is None

    def centre(self, near: Position | None) -> Position | None:
        """Of what it has to be so near; ``near`` is where the client is."""
        return near if self.around is None else self.around.position


class Extra(Struct, frozen=True, kw_only=True):
    """What can be added to a service: it costs so much more, takes so many minutes more, and may
    need somebody or something more. ``texts``: its name by language."""

    id: str
    name: str
    texts: dict[str, str] = {}
    price: int
    minutes: int = 0
    need: Need | None = None

    def name_in(self, language: str) -> str:
        """Its name as that language's readers see it."""
        return self.texts.get(language) or self.name


class Terms(Struct, frozen=True, kw_only=True):
    """A service as staff write it. ``texts``: by language. ``people``: the most that may come.
    ``policy``: what cancelling it costs; None: what the studio says. ``goods``: products of the
    shop that are offered beside it. ``series``: how many at once a client may book as a series,
    none if 0. ``request_hours``: it is booked on request, and waits so long for an answer (None: it
    can be booked at once). ``shares``: whose what is kept of its price is; None: as the studio
    says. ``questions``: what its client is asked."""

    name: str
    about: str = ""
    texts: dict[str, ServiceText] = {}
    currency: str
    lengths: Lengths
    grid: Grid = Grid()
    price: Price
    deposit: Deposit = Deposit()
    needs: tuple[Need, ...]
    people: int = 1
    policy: Policy | None = None
    extras: tuple[Extra, ...] = ()
    goods: tuple[UUID, ...] = ()
    series: int = 0
    request_hours: int | None = None
    shares: Shares | None = None
    questions: tuple[Question, ...] = ()
    active: bool = True

    def name_in(self, language: str) -> str:
        """Its name as that language's readers see it."""
        text = self.texts.get(language)
        return text.name if text and text.name else self.name

    def about_in(self, language: str) -> str:
        text = self.texts.get(language)
        return text.about if text and text.about else self.about


class Service(Terms, frozen=True, kw_only=True):
    """A service that exists; ``revision`` counts its changes. ``usual``: what the studio says where
    the service says nothing of what cancelling costs."""

    id: UUID
    revision: int = 1
    usual: Policy = USUAL

    @property
    def agreed(self) -> Policy:
        """What cancelling comes to for who books it now."""
        return self.usual if self.policy is None else self.policy

    @classmethod
    def of(cls, service_id: UUID, terms: Terms) -> "Service":
        """As if it were kept."""
        return cls(**asdict(terms), id=service_id)
