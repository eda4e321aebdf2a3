"""Staff: the settings of the shop."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from holdfast.alerts import AlertName
from holdfast.api.contract.announcements import AnnouncementAsked, AnnouncementBody
from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.captures import CaptureBody, captures_of
from holdfast.api.contract.etags import IF_MATCH, etag, version_of
from holdfast.api.contract.fraud_settings import FraudRulesAsked, FraudRulesBody
from holdfast.api.contract.home_blocks import PictureBody
from holdfast.api.contract.names import ShopName
from holdfast.api.contract.prices import Region
from holdfast.api.contract.problems import problems
from holdfast.api.contract.receipt_settings import ReceiptRulesAsked, ReceiptRulesBody
from holdfast.api.contract.repeat_settings import RepeatRulesAsked, RepeatRulesBody
from holdfast.api.contract.returning_settings import ReturnRulesAsked, ReturnRulesBody
from holdfast.api.contract.shipping_settings import (
    LINE,
    Currency,
    DispatchAsked,
    DispatchBody,
    MethodBody,
    Methods,
    ZoneBody,
    Zones,
)
from holdfast.api.contract.shop_pages import AccentBody
from holdfast.api.contract.tax_settings import Preset, RateAsked, RateBody
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.catalog import MAX_PRICE, priced_in
from holdfast.flows.checkout.basket import MAX_QUANTITY
from holdfast.flows.staff.shop_settings import (
    BadCharges,
    CurrencyInUse,
    LogoNotSent,
    NoCurrency,
    SettingsChangedMeanwhile,
    logo_at,
    preset,
    update_settings,
)
from holdfast.kit.locales import Locale
from holdfast.kit.money import CURRENCIES
from holdfast.shop import (
    MAX_RATES,
    CaptureOn,
    CaptureParcels,
    CardRefund,
    Refunds,
    SecondFactorOf,
    ShopSettings,
    accent_of,
    is_colour,
    read_settings,
    shop_revision,
)
from holdfast.views.home_page import picture_of

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/settings", tags=["staff"])

Units = Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]


def _once(languages: list[str]) -> list[str]:
    if len(set(languages)) < len(languages):
        raise ValueError("Name each language once.")
    return languages


def _each_once(groups: list[SecondFactorOf]) -> list[SecondFactorOf]:
    return sorted(set(groups))


def _colour(text: str) -> str:
    if not is_colour(text.lower()):
        raise ValueError("Write a colour as #2447d3.")
    return text.lower()


class SettingsBody(Answer):
    """All settings of the shop, with defaults for those nobody chose."""

    name: str
    currency: str | None = Field(description="Of the prices; null until somebody chose one")
    wallets: bool = Field(description="Whether customers are shown wallets")
    manual_payment: bool = Field(description="Whether buyers may pay on pick-up or by invoice")
    manual_title: str = Field(description="What that is called; empty: in the reader's language")
    manual_instructions: str = Field(description="What the buyer is to do")
    manual_hold_seconds: int = Field(description="How long goods to be paid by hand are held")
    decline_keeps_hold: bool = Field(
        description="Whether a declined payment leaves the goods held until their time is up"
    )
    refunds: Refunds = Field(description="Of paid orders that their buyers cancel")
    card_refund: CardRefund = Field(
        description="Of what was paid in parts: whether the card's part goes back before or after"
        " hours, certificates, points and the wallet"
    )
    capture_on: CaptureOn = Field(
        description="When cards are charged for goods that are sent; `shipment`: the money is set"
        " aside, and taken when parcels leave"
    )
    capture_parcels: CaptureParcels = Field(
        description="Of what is set aside: all with the `first` parcel, or with the `last`, or with"
        " `each` what was paid for what is in it. Where a provider gives once (see `captures`),"
        " `each` takes all with the first"
    )
    complete_after_days: int = Field(description="After paying; 0: staff alone complete")
    hold_units: int = Field(
        description="Units of one variant that a buyer may hold at once; a product may say another"
        " number"
    )
    guest_units: int = Field(
        description="What a guest may hold of a variant, however little is free"
    )
    guest_share: int = Field(description="Percent of what is free that one guest may hold")
    network_share: int = Field(
        description="Percent of what is free that all guests of one network address may hold"
    )
    region: str | None = Field(description="Where goods go whose buyer named no place")
    tax_rates: list[RateBody]
    tax_included: bool = Field(description="Whether prices contain the tax")
    tax_on_shipping: bool = Field(description="Whether delivery is taxed, as goods of no category")
    shipping_methods: list[MethodBody]
    shipping_zones: list[ZoneBody]
    dispatch: DispatchBody
    languages: list[str] = Field(
        description="Of the shop's pages; who prefers none of them gets the first"
    )
    accent: str | None = Field(description="As `#rrggbb`; null: Holdfast's own")
    hold_seconds: int | None = Field(
        description="How long a reservation lasts; null: as the server was started with"
    )
    logo: PictureBody | None = Field(description="In place of Holdfast's mark")
    abandoned_after_hours: int = Field(
        description="Hours without a touch after which a cart counts as abandoned; 0: none does"
    )
    point_worth: int = Field(
        description="Minor units of the shop's currency that one point pays; 0: points pay for"
        " nothing that is priced in money"
    )
    payout_days: int = Field(
        description="How often what sellers earned is set aside for them; 0: staff alone do it"
    )
    payout_minimum: int = Field(description="In minor units; what is less waits for more")
    payout_hold_days: int = Field(
        description="After an order was completed, when a seller's part of it may be paid out"
    )
    offer_seconds: int = Field(
        description="How long units that came free are held for who waited first for them"
    )
    invoice_issuer: str = Field(
        description="On invoices who sells, with address and tax number; empty: none are issued"
    )
    returns: ReturnRulesBody
    fraud: FraudRulesBody
    receipts: ReceiptRulesBody
    second_factor_of: list[SecondFactorOf] = Field(
        description="Whose sessions carry their roles only where a second factor is on. Bearer"
        " tokens carry them either way"
    )
    alerts_off: list[AlertName] = Field(description="Which alerts staff are not told of")
    sign_up_consent: bool = Field(
        description="Whether who makes an account has to agree to the privacy text, where the shop"
        " has one; the audit log keeps that they did"
    )
    newsletter: bool = Field(description="Whether visitors are asked whether they want it")
    repeats: RepeatRulesBody
    minimum_order: int = Field(
        description="What the goods of an order come to at least, before discounts, in minor units;"
        " 0: anything. Staff order less"
    )
    low_stock_at: int | None = Field(
        description="From how many on hand a variant without a threshold of its own is low;"
        " null: those never are"
    )
    announcement: AnnouncementBody


class PricedIn(Answer):
    currency: str
    products: int


class SettingsShown(Answer):
    settings: SettingsBody
    priced_in: list[PricedIn] = Field(
        description="Currencies that products are priced in (archived ones aside): the shop's can "
        "only become one that all of them have"
    )
    currencies: list[str] = Field(description="To choose from, by ISO 4217")
    accent: AccentBody | None = Field(description="What pages make of the shop's colour")
    revision: int = Field(description="Of settings and texts together: goes into `If-Match`")
    hold_seconds_at_start: float = Field(
        description="`HOLDFAST_HOLD_SECONDS`, which holds until the shop's settings say otherwise"
    )
    captures: list[CaptureBody] = Field(
        description="The providers that set money aside until parcels leave; others take it at once"
    )


class SettingsAsked(Ask):
    """What is to change; what is left out stays as it is."""

    # Defaults mean nothing here: only what was sent is looked at.
    name: ShopName = ""
    currency: Annotated[Currency, Field(max_length=3)] = ""
    manual_payment: Annotated[bool, Field(strict=True)] = True
    manual_title: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=80, pattern=LINE)
    ] = ""
    manual_instructions: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=2000)
    ] = ""
    manual_hold_seconds: Annotated[int, Field(ge=60, le=30 * 86_400, strict=True)] = 60
    decline_keeps_hold: Annotated[bool, Field(strict=True)] = False
    refunds: Refunds = "original"
    card_refund: CardRefund = "first"
    capture_on: CaptureOn = "payment"
    capture_parcels: CaptureParcels = "first"
    complete_after_days: Annotated[int, Field(ge=0, le=365, strict=True)] = 0
    hold_units: Units = 1
    guest_units: Units = 1
    guest_share: Percent = 0
    network_share: Percent = 0
    wallets: Annotated[bool, Field(strict=True)] = False
    region: Region | None = None
    tax_rates: Annotated[list[RateAsked], Field(max_length=MAX_RATES)] = Field([])
    tax_included: Annotated[bool, Field(strict=True)] = False
    tax_on_shipping: Annotated[bool, Field(strict=True)] = False
    shipping_methods: Methods = Field([])
    shipping_zones: Zones = Field([])
    dispatch: DispatchAsked = DispatchAsked()
    preset: Preset = "none"
    abandoned_after_hours: Annotated[int, Field(ge=0, le=720, strict=True)] = 0
    point_worth: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] = 0
    payout_days: Annotated[int, Field(ge=0, le=365, strict=True)] = 0
    payout_minimum: Annotated[int, Field(ge=0, le=MAX_PRICE, strict=True)] = 0
    payout_hold_days: Annotated[int, Field(ge=0, le=365, strict=True)] = 0
    offer_seconds: Annotated[int, Field(ge=60, le=30 * 86_400, strict=True)] = 60
    invoice_issuer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    returns: ReturnRulesAsked = ReturnRulesAsked()
    fraud: FraudRulesAsked = FraudRulesAsked()
    receipts: ReceiptRulesAsked = ReceiptRulesAsked()
    second_factor_of: Annotated[
        list[SecondFactorOf], Field(max_length=3), AfterValidator(_each_once)
    ] = Field([])
    alerts_off: Annotated[list[AlertName], Field(max_length=50), AfterValidator(_each_once)] = (
        Field([])
    )
    sign_up_consent: Annotated[bool, Field(strict=True)] = False
    newsletter: Annotated[bool, Field(strict=True)] = False
    repeats: RepeatRulesAsked = RepeatRulesAsked()
    minimum_order: Annotated[int, Field(ge=0, le=MAX_PRICE, strict=True)] = 0
    low_stock_at: Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)] | None = None
    announcement: AnnouncementAsked = AnnouncementAsked()
    languages: Annotated[list[Locale], Field(min_length=1), AfterValidator(_once)] = Field(["en"])
    accent: Annotated[str, AfterValidator(_colour)] | None = None
    hold_seconds: Annotated[int, Field(ge=60, le=86_400, strict=True)] | None = None
    logo: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="The address that `POST /api/staff/pictures` answered"
    )

    @model_validator(mode="after")
    def something(self) -> "SettingsAsked":
        if not self.model_fields_set:
            raise ValueError("Give at least one setting to change.")
        return self


def _body(settings: ShopSettings) -> SettingsBody:
    said = {name: getattr(settings, name) for name in settings.__struct_fields__}
    said["logo"] = settings.logo and picture_of(settings.logo)
    return SettingsBody.model_validate(said, from_attributes=True)


@router.get("")
async def get_settings(request: Request, response: Response) -> SettingsShown:
    """The shop's settings, and what limits a choice of its currency."""
    async with database(request).read() as connection:
        settings = await read_settings(connection)
        version = await shop_revision(connection)
        priced = await priced_in(connection)
    response.headers["etag"] = etag(version)
    return SettingsShown(
        settings=_body(settings),
        priced_in=[PricedIn(currency=code, products=count) for code, count in priced.items()],
        currencies=sorted(CURRENCIES),
        accent=_accent(settings.accent),
        revision=version,
        hold_seconds_at_start=shop_parts(request).hold_seconds,
        captures=captures_of(shop_parts(request).providers),
    )


@router.get("/accent")
async def get_accent(
    colour: Annotated[str, AfterValidator(_colour), Query(max_length=7)],
) -> AccentBody:
    """What pages would make of a colour: darkened for light pages, lightened for dark ones, until
    words in it and on it have the contrast of WCAG AA."""
    found = _accent(colour)
    assert found is not None
    return found


@router.patch(
    "",
    responses=problems(
        BadCharges, CurrencyInUse, LogoNotSent, NoCurrency, SettingsChangedMeanwhile
    ),
    openapi_extra={"parameters": [IF_MATCH | {"required": False}]},
)
async def patch_settings(
    request: Request, response: Response, asked: SettingsAsked
) -> SettingsBody:
    """Change some of the shop's settings; every process goes by them at once. The audit log keeps
    who changed what. With `If-Match` only if nothing was changed since."""
    changes = asked.model_dump(exclude_unset=True, exclude={"preset"}, mode="json")
    if "preset" in asked.model_fields_set:
        changes |= await preset(database(request), asked.preset)
    if asked.logo is not None:
        changes["logo"] = await logo_at(state_of(request).pictures, asked.logo)
    sent = version_of(request) if "if-match" in request.headers else None
    here = shop_parts(request)
    partitions = here.reader.partitions
    kept, version = await update_settings(
        here.database, changes, caller(request), sent, partitions=partitions
    )
    here.shop.forget()
    if "second_factor_of" in changes:
        state_of(request).credentials.forget_all()
    response.headers["etag"] = etag(version)
    return _body(kept)


def _accent(colour: str | None) -> AccentBody | None:
    if colour is None:
        return None
    return AccentBody.model_validate(accent_of(colour), from_attributes=True)
