"""What is wrong with a request that does not match its schema: sentences of our own for everything
that pydantic and FastAPI find, the field by the name it has in JSON, and, for a field that nobody
knows, the nearest one that is known.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final, cast, get_args
from urllib.parse import unquote_plus

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from holdfast.api.contract.problems import InvalidRequest, MalformedJson, UnknownField
from holdfast.booking import ResourceNotFound
from holdfast.booking.bookings import HandedNotFound, NotTakenNotFound, ParticipantNotFound
from holdfast.booking.calendars import CalendarLinkNotFound
from holdfast.booking.outside import CalendarNotFound, QuestionNotFound
from holdfast.booking.series import SeriesNotFound
from holdfast.booking.services import ServiceNotFound
from holdfast.catalog import CategoryNotFound, ProductNotFound, VariantNotFound
from holdfast.clients import ClientNotFound
from holdfast.conversations import ConversationNotFound
from holdfast.digital import CodeNotFound, FileNotFound
from holdfast.experiments import ExperimentNotFound
from holdfast.flows.booking.blocks import BlockNotFound
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.galleries.refusals import PictureNotFound
from holdfast.flows.checkout.sales import FlashSaleNotFound
from holdfast.flows.clients.boarding import RequestNotFound
from holdfast.flows.clients.working import TaskNotFound
from holdfast.flows.commit.refusals import OrderNotFound, ReservationNotFound
from holdfast.flows.inventory.browser_imports import ImportNotFound
from holdfast.flows.mailing.devices import DeviceNotFound
from holdfast.flows.mailing.pushing import BrowserNotFound
from holdfast.flows.people.tokens import TokenUnknown
from holdfast.flows.promotions.coupons import CampaignNotFound
from holdfast.flows.promotions.promotions import PromotionNotFound
from holdfast.flows.reviewing.moderating import ProductQuestionNotFound, ReviewNotFound
from holdfast.flows.staff.desk import SavedViewNotFound
from holdfast.flows.staff.receipts import ReceiptNotFound
from holdfast.fraud import ListedNotFound
from holdfast.fulfilment import ParcelNotFound
from holdfast.groups import GroupNotFound
from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.photos import PhotoNotFound
from holdfast.kit.sentences import Sentence, say
from holdfast.locations import LocationNotFound
from holdfast.newsletters import NewsletterNotFound
from holdfast.packages import GrantNotFound, PackageNotFound
from holdfast.people import UserUnknown
from holdfast.purchasing import PurchaseNotFound
from holdfast.repeats import RepeatNotFound
from holdfast.returns import ReturnNotFound
from holdfast.sellers import PayoutNotFound, SellerNotFound
from holdfast.shipping import AddressNotFound
from holdfast.transfers import TransferNotFound
from holdfast.waiting import NotInLine
from holdfast.wallets import WalletNotFound

__all__ = ["PATH_IDS", "body_model", "check_query", "invalid", "query_names"]

_MAX_FIELDS: Final = 20
_PLACES: Final = ("body", "query", "path", "header", "cookie")
_NEAR: Final = 0.5  # how alike two names are of which one may be meant for the other
_AT: Final = re.compile(r"line (\d+) column (\d+)")

PATH_IDS: Final[Mapping[str, Callable[[], Problem]]] = {
    "wallet_id": lambda: WalletNotFound("There is no such wallet."),
    "category_id": lambda: CategoryNotFound("There is no such category."),
    "location_id": lambda: LocationNotFound("There is no such location."),
    "experiment_id": lambda: ExperimentNotFound("There is no such experiment."),
    "newsletter_id": lambda: NewsletterNotFound("There is no such newsletter."),
    "repeat_id": lambda: RepeatNotFound("There is no such repeat order."),
    "sale_id": lambda: FlashSaleNotFound("There is no such flash sale."),
    "campaign_id": lambda: CampaignNotFound("There is no such campaign."),
    "group_id": lambda: GroupNotFound("There is no such customer group."),
    "promotion_id": lambda: PromotionNotFound("There is no such promotion."),
    "import_id": ImportNotFound,
    "transfer_id": lambda: TransferNotFound("There is no such transfer."),
    "receipt_id": lambda: ReceiptNotFound("There is no such receipt."),
    "purchase_id": lambda: PurchaseNotFound("There is no such purchase order."),
    "client_id": lambda: ClientNotFound("There is no such client."),
    "note_id": lambda: ClientNotFound("There is no such client."),
    "request_id": lambda: RequestNotFound("There is no such request on the board."),
    "task_id": lambda: TaskNotFound("There is no such task."),
    "subscription_id": lambda: BrowserNotFound("You have no such subscription."),
    "device_id": lambda: DeviceNotFound("You have no such device."),
    "address_id": lambda: AddressNotFound("You have no such address."),
    "order_id": lambda: OrderNotFound("You have no such order."),
    "product_id": ProductNotFound,
    "calendar_id": lambda: CalendarNotFound("There is no such calendar."),
    "question_id": lambda: QuestionNotFound("There is no such question."),
    "line_id": lambda: NotTakenNotFound("The client is not on this list."),
    "link_id": lambda: CalendarLinkNotFound("You have no such link."),
    "resource_id": lambda: ResourceNotFound("There is no such resource."),
    "block_id": lambda: BlockNotFound("There is no such block."),
    "product_question_id": lambda: ProductQuestionNotFound("There is no such question."),
    "review_id": lambda: ReviewNotFound("There is no such review."),
    "handed_id": lambda: HandedNotFound("They handed over nothing like that."),
    "payout_id": lambda: PayoutNotFound("There is no such payout."),
    "seller_id": lambda: SellerNotFound("There is no such seller."),
    "booking_id": lambda: BookingNotFound("You have no such booking."),
    "picture_id": lambda: PictureNotFound("There is no such picture."),
    "participant_id": lambda: ParticipantNotFound("They take no part in this booking."),
    "series_id": lambda: SeriesNotFound("You have no such series."),
    "reservation_id": lambda: ReservationNotFound("You have no such reservation."),
    "package_id": lambda: PackageNotFound("There is no such package."),
    "grant_id": lambda: GrantNotFound("You have no such package."),
    "parcel_id": lambda: ParcelNotFound("The order has no such parcel."),
    "code_id": lambda: CodeNotFound("There is no such code."),
    "file_id": lambda: FileNotFound("There is no such file here. Open the order again."),
    "listed_id": lambda: ListedNotFound("There is no such line."),
    "return_id": lambda: ReturnNotFound("There is no such return."),
    "photo_id": lambda: PhotoNotFound("There is no such photo."),
    "token_id": lambda: TokenUnknown("It may have been ended already."),
    "conversation_id": lambda: ConversationNotFound("There is no such conversation."),
    "place_id": lambda: NotInLine("You do not wait for this."),
    "service_id": lambda: ServiceNotFound("There is no such service."),
    "user_id": UserUnknown,
    "variant_id": VariantNotFound,
    "view_id": lambda: SavedViewNotFound("You have no such view."),
}
"""What is not there, when an id in a path (by the parameter's name) has no form of ours."""

_SENTENCES: Final = {
    "missing": say("This field is required."),
    "bool_parsing": say("Use true or false."),
    "bool_type": say("Use true or false."),
    "date_from_datetime_parsing": say("Write a date as in 2026-01-31."),
    "date_parsing": say("Write a date as in 2026-01-31."),
    "date_type": say("Write a date as in 2026-01-31."),
    "datetime_from_date_parsing": say("Write a time as in 2026-01-31T12:00:00Z."),
    "datetime_parsing": say("Write a time as in 2026-01-31T12:00:00Z."),
    "datetime_type": say("Write a time as in 2026-01-31T12:00:00Z."),
    "timezone_aware": say("Write a time with its zone, as in 2026-01-31T12:00:00Z."),
    "dict_type": say("This must be an object with fields."),
    "model_attributes_type": say("This must be an object with fields."),
    "model_type": say("This must be an object with fields."),
    "float_parsing": say("Use a number."),
    "float_type": say("Use a number."),
    "int_from_float": say("Use a whole number."),
    "int_parsing": say("Use a whole number."),
    "int_parsing_size": say("The number is too large."),
    "int_type": say("Use a whole number."),
    "list_type": say("This must be a list."),
    "string_pattern_mismatch": say("This text is not in an allowed format."),
    "string_type": say("This must be text."),
    "string_unicode": say("This must be text."),
    "uuid_parsing": say("This is not an id of this shop: an id is a UUID."),
    "uuid_type": say("This is not an id of this shop: an id is a UUID."),
    "uuid_version": say("This is not an id of this shop: an id is a UUID."),
}
_NOT_VALID: Final = say("This value is not valid.")


def _with_bound(kind: str, context: Mapping[str, Any]) -> Sentence | None:
    """The sentence of an error that has a bound."""
    match kind:
        case "greater_than":
            return say("Use more than {bound}.", bound=context["gt"])
        case "greater_than_equal":
            return say("Use {bound} or more.", bound=context["ge"])
        case "less_than":
            return say("Use less than {bound}.", bound=context["lt"])
        case "less_than_equal":
            return say("Use {bound} or less.", bound=context["le"])
        case "string_too_short":
            return say("Use at least {bound} characters.", bound=context["min_length"])
        case "string_too_long":
            return say("Use at most {bound} characters.", bound=context["max_length"])
        case "too_short":
            return say("Give at least {bound}.", bound=context["min_length"])
        case "too_long":
            return say("Give at most {bound}.", bound=context["max_length"])
        case "literal_error" | "enum":
            values = re.findall(r"'([^']*)'", str(context["expected"]))
            return say("Use one of: {values}.", values=", ".join(values))
    return None


def _sentence(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind == "value_error":
        said = context.get("error")
        return cast("str", said.args[0]) if said is not None and said.args else _NOT_VALID
    return _with_bound(kind, context) or _SENTENCES.get(kind, _NOT_VALID)


# --- where ------------------------------------------------------------------------------------


def _path(location: Sequence[int | str]) -> str:
    """``("body", "items", 0, "quantity")`` as ``items[0].quantity``."""
    words = location[1:] if location and location[0] in _PLACES else location
    path = "".join(f"[{word}]" if isinstance(word, int) else f".{word}" for word in words)
    return path.removeprefix(".")[:200]


# --- names that nobody knows --------------------------------------------------------------------


def _nearest(name: str, known: Iterable[str]) -> str | None:
    by_lower = {one.lower(): one for one in known}
    found = get_close_matches(name.lower(), by_lower, n=1, cutoff=_NEAR)
    return by_lower[found[0]] if found else None


def _unknown(name: str, field: str, known: Iterable[str]) -> FieldError:
    nearest = _nearest(name, known)
    return FieldError(
        field,
        "unknown-field",
        say("There is no field {field}.", field=field[:80])
        if nearest is None
        else say(
            "There is no field {field}. Did you mean {nearest}?", field=field[:80], nearest=nearest
        ),
    )


def _model_in(kind: Any) -> type[BaseModel] | None:
    """The model in an annotation: ``list[Item]``, ``Item | None``, ``Annotated[...]``."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    found = (_model_in(one) for one in get_args(kind))
    return next((one for one in found if one is not None), None)


def _known_at(model: type[BaseModel] | None, location: Sequence[int | str]) -> list[str]:
    """The fields that are known where a location ends."""
    for word in location:
        if model is None or isinstance(word, int):
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if word in fields:
            model = _model_in(fields[word].annotation)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def body_model(route: object) -> type[BaseModel] | None:
    """The model of a route's body, if it takes one."""
    field = route.body_field if isinstance(route, APIRoute) else None
    return None if field is None else _model_in(field.field_info.annotation)


def _query_parameters(dependant: Dependant) -> Iterator[str]:
    """By name, also those that dependencies take."""
    yield from (one.alias for one in dependant.query_params)
    for one in dependant.dependencies:
        yield from _query_parameters(one)


def query_names(route: object) -> frozenset[str] | None:
    """The query parameters that a route takes; None for one that is not of the interface."""
    if not isinstance(route, APIRoute) or not route.include_in_schema:
        return None
    if not route.path.startswith("/api/"):
        return None
    asked = set(_query_parameters(route.dependant))
    for told in (route.openapi_extra or {}).get("parameters", ()):
        if told["in"] == "query":
            asked.add(told["name"])
    return frozenset(asked)


def check_query(query: bytes, known: frozenset[str]) -> None:
    """Raise :class:`UnknownField` for a query parameter that the route does not take."""
    for part in query.decode("latin-1").split("&"):
        name = unquote_plus(part.partition("=")[0])
        if name and name not in known:
            raise _unknown_field((_unknown(name, name[:200], known),))


# --- all of it ----------------------------------------------------------------------------------


def invalid(errors: Sequence[Any], model: type[BaseModel] | None = None) -> Problem:
    """The errors as one problem; ``model`` is what the body was to be."""
    for error in errors:
        if error["type"] == "json_invalid":
            return _malformed(error)
        if error["loc"][:1] == ("path",) and error["loc"][-1] in PATH_IDS:
            return PATH_IDS[error["loc"][-1]]()
    extra = (error["loc"] for error in errors if error["type"] == "extra_forbidden")
    unknown = tuple(  # no more than are told: to look for what was meant takes its time
        _unknown(str(at[-1]), _path(at), _known_at(model, at[1:-1]))
        for at in islice(extra, _MAX_FIELDS)
    )
    if unknown:
        return _unknown_field(unknown)
    found = tuple(
        FieldError(_path(error["loc"]), error["type"].replace("_", "-"), _sentence(error))
        for error in errors[:_MAX_FIELDS]
    )
    first = found[0]
    return InvalidRequest(
        say("{field}: {detail}", field=first.field, detail=_kept(first.detail))
        if first.field
        else first.detail,
        field=first.field or None,
        errors=found,
    )


def _kept(detail: str) -> Sentence:
    return detail if isinstance(detail, Sentence) else say(detail)


def _unknown_field(errors: tuple[FieldError, ...]) -> Problem:
    return UnknownField.of(errors)


def _malformed(error: Mapping[str, Any]) -> Problem:
    """Where the body stops being JSON; what the parser calls it is its own affair."""
    at = _AT.search(str((error.get("ctx") or {}).get("error", "")))
    if at is not None:
        return MalformedJson(
            say("The JSON has an error in line {line}, column {column}.", line=at[1],
                column=at[2])
        )  # fmt: skip
    place = error["loc"][-1] if error["loc"] else None
    if isinstance(place, int):
        return MalformedJson(say("The JSON has an error at character {place}.", place=place))
    return MalformedJson()
