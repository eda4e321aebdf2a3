"""Services as staff send them and everybody sees them."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.intake import QuestionForm, QuestionShown, question_shown
from holdfast.api.contract.service_needs import NeedForm, NeedShown, need_shown
from holdfast.booking.bookings import SHARE_WHOLE, Policy, Shares
from holdfast.booking.intake import MAX_QUESTIONS
from holdfast.booking.services import (
    MAX_EXTRAS,
    MAX_GOODS,
    MAX_REQUEST_HOURS,
    MAX_SERIES,
    Service,
    Terms,
    terms_of,
)

__all__ = [
    "CancellingForm",
    "ServiceAsked",
    "ServiceBody",
    "SharesForm",
    "StaffService",
    "asked_terms",
    "cancelling_shown",
    "service_body",
    "shares_shown",
    "staff_service",
]

Minutes = Annotated[int, Field(ge=0, le=10_080, strict=True)]
Amount = Annotated[int, Field(ge=0, le=10**12, strict=True)]


class ServiceTextForm(Ask):
    """In one language; what is left out is as it is in the first."""

    name: Annotated[str, Field(max_length=200)] = ""
    about: Annotated[str, Field(max_length=5000)] = ""


class LengthsForm(Ask):
    """A list of minutes, or the least, the most and the step."""

    minutes: Annotated[list[Minutes], Field(max_length=24)] = Field(
        default=[], description="Each that may be chosen"
    )
    least: Minutes | None = None
    most: Minutes | None = None
    step: Minutes | None = None


class GridForm(Ask):
    """When it may begin, by the local clock."""

    step: Minutes = Field(default=30, description="Each so many minutes of the day")
    fixed: Annotated[list[Minutes], Field(max_length=96)] = Field(
        default=[], description="At these minutes of the day alone"
    )
    gap: Minutes = Field(default=0, description="No free time shorter than this is left beside it")


class UpliftForm(Ask):
    """So many percent more (below 0: less) for the minutes that lie in it."""

    weekdays: Annotated[list[int], Field(max_length=7)] = Field(
        default=[1, 2, 3, 4, 5, 6, 7], description="1 is Monday"
    )
    start: Minutes = Field(default=0, description="Minute of the day")
    end: Minutes = Field(default=1440, description="Minute of the day")
    percent: Annotated[int, Field(ge=-100, le=1000, strict=True)]


class ServicePriceForm(Ask):
    rule: Literal["flat", "hourly", "head"] = Field(
        default="flat", description="The amount is for all of it, an hour, or a head"
    )
    amount: Amount
    levels: Annotated[dict[str, Amount], Field(max_length=50)] = Field(
        default={}, description="Of a photographer's level another amount"
    )
    uplifts: Annotated[list[UpliftForm], Field(max_length=10)] = Field(
        default=[], description="They add up"
    )


class DepositForm(Ask):
    rule: Literal["none", "percent", "fixed"] = Field(
        default="none", description="What is paid to book; `none`: all of it"
    )
    value: Amount = 0


class StepForm(Ask):
    minutes: Annotated[int, Field(ge=0, le=527_040, strict=True)] = Field(
        description="From so long before the start on"
    )
    percent: Annotated[int, Field(ge=0, le=100, strict=True)] = Field(
        description="of the price is kept"
    )


class MoveFeeForm(Ask):
    """An amount, or percent of the price."""

    minutes: Annotated[int, Field(ge=0, le=527_040, strict=True)] = Field(
        description="From so long before its start on; free before"
    )
    percent: Annotated[int, Field(ge=0, le=100, strict=True)] = 0
    amount: Amount = Field(default=0, description="Minor units of the service's currency")


class CancellingForm(Ask):
    """What cancelling costs: free before the first step. The studio's fault costs nothing."""

    steps: Annotated[list[StepForm], Field(max_length=10)] = Field(
        default=[], description="Each nearer to the start, and dearer"
    )
    weather: Annotated[int, Field(ge=0, le=100, strict=True)] = Field(
        default=0, description="Percent kept when the weather forbids it"
    )
    moves: Annotated[int, Field(ge=0, le=100, strict=True)] = Field(
        default=3, description="How often the client may move it"
    )
    move_minutes: Annotated[int, Field(ge=0, le=527_040, strict=True)] = Field(
        default=1440, description="Until so long before its start"
    )
    move_fee: MoveFeeForm | None = Field(
        default=None, description="What a move costs its client; null: nothing"
    )
    no_show_minutes: Annotated[int, Field(ge=0, le=1440, strict=True)] | None = Field(
        default=None,
        description="So long after its start nobody comes any more; null: staff say so",
    )


LevelName = Annotated[str, Field(min_length=1, max_length=60)]
Rate = Annotated[int, Field(ge=0, le=SHARE_WHOLE, strict=True)]


class SharesForm(Ask):
    """What of what is kept of a booking is whose, in basis points: the rest is the platform's."""

    photographer: Annotated[int, Field(ge=0, le=SHARE_WHOLE, strict=True)] = Field(
        default=0, description="Several share it equally"
    )
    studio: Annotated[int, Field(ge=0, le=SHARE_WHOLE, strict=True)] = 0
    levels: Annotated[dict[LevelName, Rate], Field(max_length=20)] = Field(
        default={}, description="A photographer's of that level, in place of any photographer's"
    )


class ExtraForm(Ask):
    """What can be added to it."""

    id: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        description="Small letters, digits and hyphens"
    )
    name: Annotated[str, Field(max_length=200)]
    texts: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=3)] = Field(
        default={}, description="Its name by language"
    )
    price: Amount
    minutes: Minutes = Field(default=0, description="That it takes more")
    need: NeedForm | None = Field(default=None, description="Whom or what it needs more")


class ServiceAsked(Ask):
    """A service, whole: what is left out is as if nobody had said it."""

    name: Annotated[str, Field(max_length=200)]
    about: Annotated[str, Field(max_length=5000)] = ""
    texts: Annotated[dict[str, ServiceTextForm], Field(max_length=3)] = Field(
        default={}, description="By language"
    )
    currency: Annotated[str, Field(max_length=10)]
    lengths: LengthsForm
    grid: GridForm = GridForm()
    price: ServicePriceForm
    deposit: DepositForm = DepositForm()
    needs: Annotated[list[NeedForm], Field(max_length=6)]
    people: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(
        default=1, description="The most that may come"
    )
    policy: CancellingForm | None = Field(
        default=None, description="What cancelling costs; null: what is usual in the shop"
    )
    extras: Annotated[list[ExtraForm], Field(max_length=MAX_EXTRAS)] = Field(
        default=[], description="What can be added to it"
    )
    goods: Annotated[list[UUID], Field(max_length=MAX_GOODS)] = Field(
        default=[], description="Products of the shop that are offered beside it"
    )
    series: Annotated[int, Field(ge=0, le=MAX_SERIES, strict=True)] = Field(
        default=0, description="The most that a client may book at once as a series; 0: none"
    )
    request_hours: Annotated[int, Field(ge=1, le=MAX_REQUEST_HOURS, strict=True)] | None = Field(
        default=None, description="Booked on request, with so long to answer; null: at once"
    )
    shares: SharesForm | None = Field(
        default=None, description="Whose what is kept of it is; null: what is usual in the studio"
    )
    questions: Annotated[list[QuestionForm], Field(max_length=MAX_QUESTIONS)] = Field(
        default=[], description="What its client is asked"
    )
    active: bool = Field(default=True, description="It can be booked")


class StaffService(ServiceAsked, Answer):
    id: UUID
    revision: int = Field(description="Goes into `If-Match`")


class ExtraShown(Answer):
    id: str
    name: str
    price: int
    minutes: int


class ServiceBody(Answer):
    """A service that can be booked. Amounts are in minor units."""

    id: UUID
    name: str
    about: str
    currency: str
    lengths: list[int] = Field(description="Minutes, the shortest first")
    price_rule: Literal["flat", "hourly", "head"]
    price_from: int = Field(description="The least it costs before uplifts, at its first length")
    deposit: DepositForm
    people: int
    needs: list[NeedShown]
    policy: CancellingForm = Field(description="What is agreed to by booking it now")
    extras: list[ExtraShown] = Field(description="What can be added to it")
    goods: list[UUID] = Field(description="Products that are offered beside it")
    series: int = Field(description="The most that a client may book at once as a series")
    request_hours: int | None = Field(
        description="On request: within so many hours it is answered; null: booked at once"
    )
    questions: list[QuestionShown] = Field(
        description="What its client is asked: what is `required` at `booking` is answered with it"
    )


def asked_terms(asked: ServiceAsked) -> Terms:
    """As the shop keeps it."""
    return msgspec.convert(asked.model_dump(), Terms)


def cancelling_shown(policy: Policy) -> CancellingForm:
    return CancellingForm.model_validate(msgspec.to_builtins(policy), by_name=True)


def shares_shown(shares: Shares) -> SharesForm:
    return SharesForm(photographer=shares.photographer, studio=shares.studio, levels=shares.levels)


def staff_service(one: Service) -> StaffService:
    terms = msgspec.to_builtins(terms_of(one), str_keys=True)
    known = {"id": one.id, "revision": one.revision}
    return StaffService.model_validate({**terms, **known}, by_name=True)


def service_body(one: Service, locale: str) -> ServiceBody:
    lengths = one.lengths.allowed()
    return ServiceBody(
        id=one.id,
        name=one.name_in(locale),
        about=one.about_in(locale),
        currency=one.currency,
        lengths=list(lengths),
        price_rule=one.price.rule,
        price_from=_least(one, lengths[0]),
        deposit=DepositForm(rule=one.deposit.rule, value=one.deposit.value),
        people=one.people,
        needs=[need_shown(need) for need in one.needs],
        policy=cancelling_shown(one.agreed),
        extras=[
            ExtraShown(
                id=each.id, name=each.name_in(locale), price=each.price, minutes=each.minutes
            )
            for each in one.extras
        ],
        goods=list(one.goods),
        series=one.series,
        request_hours=one.request_hours,
        questions=[question_shown(each, locale) for each in one.questions],
    )


def _least(one: Service, minutes: int) -> int:
    amount = min([one.price.amount, *one.price.levels.values()])
    return (amount * minutes + 30) // 60 if one.price.rule == "hourly" else amount
