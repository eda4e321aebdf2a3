"""What a client needs to know about this shop before anything else."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from holdfast.api.contract.announcements import AnnouncementShown, announcement_shown
from holdfast.api.contract.answers import Instant
from holdfast.api.contract.experiments import InterfaceBody, interface_body
from holdfast.api.contract.home_blocks import PictureBody
from holdfast.api.contract.shop_pages import AccentBody
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.state import ServerState, state_of
from holdfast.booking.services import any_service
from holdfast.experiments import shown_experiments
from holdfast.flash_sales import any_sale
from holdfast.flows.packages.buying import sold_today
from holdfast.flows.payments.selling import ways_to_pay
from holdfast.flows.people.logins import DEMO_USERS
from holdfast.flows.referrals.program import offered
from holdfast.kit.clock import iso, shop_now
from holdfast.payments import (
    MANUAL,
    PaymentProvider,
    cards_chosen_here,
    charges_kept,
    keeps_cards,
    sends_receipts,
)
from holdfast.shop import (
    Refunds,
    ShopSettings,
    accent_of,
    policy_names,
    read_pages,
    read_settings,
)
from holdfast.views.home_page import picture_of

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["shop"], route_class=DirectRoute)


class DemoUser(BaseModel):
    email: str
    password: str
    roles: list[str]


class Uses(BaseModel):
    """What of Holdfast this shop uses: a page's menu shows no more."""

    wallet: bool = Field(description="As the shop's settings say; always with --demo")
    coupons: bool = Field(description="Whether there ever was a campaign; always with --demo")
    promoCodes: bool = Field(  # noqa: N815
        description="Whether a code can be used at the moment"
    )
    charges: bool = Field(
        description="Whether a cart may cost something else than its lines, coupons aside: tax, "
        "delivery, promotions. A page then asks `POST /api/quote`"
    )
    memberPrices: bool = Field(  # noqa: N815
        description="Whether a promotion in force is for a group of customers. A page then asks "
        "`GET /api/member-prices` for who is logged in"
    )
    booking: bool = Field(description="Whether there is a service that can be booked")
    repeats: bool = Field(description="Whether some goods may be ordered again and again")
    referrals: bool = Field(description="Whether customers invite friends")
    newsletter: bool = Field(
        description="Whether the shop has a newsletter that one may ask for:"
        " `POST /api/newsletter/subscriptions`"
    )
    flashSales: bool = Field(  # noqa: N815
        description="Whether a flash sale is open or to come"
    )
    sellers: bool = Field(
        description="Whether others sell here, too: a page then leads to where one asks to"
    )
    packages: bool = Field(
        description="Whether prepaid hours or certificates can be bought: `GET /api/packages`"
    )


class MapBody(BaseModel):
    tiles: str = Field(description="Of its pictures, with `{z}`, `{x}` and `{y}`")
    by: str = Field(description="Whose it is")


class ProviderBody(BaseModel):
    name: str
    kind: Literal["demo", "manual", "card"] = Field(
        description="`manual`: on pick-up or by invoice; staff say whether it was paid"
    )
    title: str = Field(description="The shop's own; empty: name it by its kind")
    instructions: str = Field(description="What the buyer is to do, if the shop says")
    holdSeconds: float = Field(description="How long the goods are held")  # noqa: N815
    available: bool = Field(
        True,
        description="False while it does not answer: a payment by it is refused as"
        " `provider-unavailable`, and the others are there",
    )
    keepsCards: bool = Field(  # noqa: N815
        False, description="Whether it keeps the card of who asks for it: `saveCard` of a payment"
    )
    chargesLater: bool = Field(  # noqa: N815
        False,
        description="Whether it charges a kept card while its owner is not there, who agreed:"
        " `chargeLater` of a payment",
    )
    cardsHere: bool = Field(  # noqa: N815
        False,
        description="Whether one's kept cards are chosen at the till, since it offers them on no"
        " page of its own: `cardId` of a payment",
    )


class LoginProviderBody(BaseModel):
    name: str
    title: str = Field(description="As its button calls it")


class FootPage(BaseModel):
    slug: str
    titles: dict[str, str] = Field(description="By language")


class ConfigBody(BaseModel):
    shopName: str  # noqa: N815
    currency: str | None = Field(description="The shop's currency; prices name their own")
    locales: list[str] = Field(
        description="Of the shop's pages; who prefers none of them gets the first"
    )
    accent: AccentBody | None = Field(description="Of what can be pressed; null: Holdfast's own")
    logo: PictureBody | None = Field(description="In place of Holdfast's mark")
    cdnUrl: str | None = Field(  # noqa: N815
        description="Another origin of the pictures whose addresses begin with `/media/`: put it "
        "before them. Null: they are here"
    )
    map: MapBody | None = Field(description="Of studios; null: there is none")
    findsPlaces: bool = Field(  # noqa: N815
        description="Whether an address can be looked up: `GET /api/places`"
    )
    policies: list[str] = Field(description="Texts of the shop: `GET /api/policies/{name}`")
    pages: list[FootPage] = Field(description="To which every page leads: `GET /api/pages/{slug}`")
    consent: bool = Field(
        description="Whether who makes an account has to agree to the privacy text: `consent` of"
        " `POST /api/signup`"
    )
    demo: bool
    typedUserIds: bool = Field(  # noqa: N815
        description="Whether a typed user id (`X-User-Id`) is believed: with --demo only. A page "
        "that offers it says so in a banner"
    )
    demoUsers: list[DemoUser] = Field(description="Only with --demo")  # noqa: N815
    zone: str = Field(description="The shop's clock, by which what is prepaid begins and ends")
    selling: bool = Field(description="Whether anything can be reserved: there is a way to pay")
    providers: list[ProviderBody] = Field(description="Ways to pay, the first of them first")
    refunds: Refunds = Field(
        description="Where money of a paid order goes that its buyer cancels: `original` to where "
        "it came from; `none`: only staff cancel and refund"
    )
    loginProviders: list[LoginProviderBody] = Field(  # noqa: N815
        description="By which one can log in beside the password: `POST /api/session/providers`"
    )
    mails: bool = Field(
        description="Whether the shop sends mail: who forgot a password can have a link mailed"
    )
    receipts: bool = Field(
        description="Whether who pays by some of the providers needs an address of mail, where the"
        " receipt goes that the law wants"
    )
    pushKey: str | None = Field(  # noqa: N815
        description="What a browser subscribes to the shop's pushes with; null: it sends none"
    )
    telegram: str | None = Field(
        description="The shop's bot of Telegram, which people may link a chat with; null: it has"
        " none"
    )
    sms: bool = Field(description="Whether people may be told by SMS")
    app: bool = Field(
        description="Whether the shop's app on people's phones may be told: `POST /api/devices`"
    )
    analytics: bool = Field(
        description="Whether an analytics service is told of those who agree:"
        " `GET /api/analytics-choice`"
    )
    declineKeepsHold: bool = Field(  # noqa: N815
        description="Whether a declined payment leaves the goods held until their time is up"
    )
    minimumOrder: int = Field(  # noqa: N815
        description="What the goods of an order come to at least, before discounts, in minor units"
        " of the shop's currency; 0: anything"
    )
    announcement: AnnouncementShown | None = Field(
        description="One sentence above the shop, between its moments; null: there is none"
    )
    interface: InterfaceBody
    uses: Uses
    holdSeconds: float  # noqa: N815
    serverTime: Instant  # noqa: N815


@router.get("/config")
async def get_config(request: Request) -> ConfigBody:
    """The shop's name, currency, languages, payment providers, and how long a hold lasts."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        shop = await read_settings(connection)
        texts = await policy_names(connection)
        own = [one for one in await read_pages(connection) if one.at_foot]
    coupons = await here.coupons.any_campaign()
    live = await here.promotions.in_force()
    codes = any(one.code is not None for one in live)
    charges = bool(live or shop.tax_rates or shop.shipping_methods)
    demo, mailing = state_of(request).demo, state_of(request).mailing
    ways = ways_to_pay(here, shop)
    sends = state_of(request).sends_mail
    seconds = here.hold_seconds if shop.hold_seconds is None else float(shop.hold_seconds)
    return ConfigBody(
        shopName=shop.name,
        currency=shop.currency,
        locales=list(shop.languages),
        accent=AccentBody.model_validate(accent_of(shop.accent), from_attributes=True)
        if shop.accent
        else None,
        logo=PictureBody.model_validate(picture_of(shop.logo)) if shop.logo else None,
        cdnUrl=state_of(request).cdn_url or None,
        map=_map(state_of(request)),
        findsPlaces=state_of(request).geocoder is not None,
        policies=texts,
        pages=[
            FootPage(slug=one.slug, titles={at: text.title for at, text in one.texts.items()})
            for one in own
        ],
        consent=shop.sign_up_consent and "privacy" in texts,
        demo=demo,
        typedUserIds=demo,
        demoUsers=[
            DemoUser(email=email, password=password, roles=list(roles))
            for email, _, password, roles in (DEMO_USERS if demo else ())
        ],
        zone=shop.dispatch.zone,
        selling=bool(ways),
        providers=_providers(
            ways, shop, seconds, await here.payments.outages.away(), here.providers
        ),
        refunds=shop.refunds,
        loginProviders=[
            LoginProviderBody(name=one.name, title=one.title)
            for one in state_of(request).login_providers.all()
        ],
        mails=sends,
        receipts=shop.receipts.on and any(sends_receipts(here.providers[name]) for name in ways),
        pushKey=mailing.push.key.public if mailing and mailing.push else None,
        telegram=(mailing.telegram or None) if mailing else None,
        sms=mailing is not None and mailing.sms is not None,
        app=mailing is not None and mailing.app,
        analytics=bool(state_of(request).analytics.services),
        declineKeepsHold=shop.decline_keeps_hold,
        minimumOrder=shop.minimum_order,
        announcement=announcement_shown(shop.announcement, shop_now()),
        interface=InterfaceBody.model_validate(
            interface_body(await shown_experiments(here.database.pool))
        ),
        uses=Uses(
            wallet=demo or shop.wallets,
            coupons=demo or coupons,
            promoCodes=codes,
            charges=charges,
            memberPrices=any(one.groups is not None and one.code is None for one in live),
            booking=await any_service(here.database.pool),
            newsletter=sends and shop.newsletter,
            repeats=shop.repeats.on,
            referrals=await offered(here) is not None,
            flashSales=await any_sale(here.database.pool),
            sellers=bool((await state_of(request).products.directory.now()).sellers),
            packages=bool(await sold_today(here)),
        ),
        holdSeconds=seconds,
        serverTime=iso(shop_now()) or "",
    )


_TITLES: Final = {"stripe": "Stripe", "yookassa": "YooKassa"}
"""Names of their own, said where there are several pages to choose from."""
_NO_CARD: Final = {"paypal": "PayPal"}
"""Names of what is more than a card."""


def _providers(
    ways: Sequence[str],
    shop: ShopSettings,
    hold_seconds: float,
    away: Collection[str],
    providers: Mapping[str, PaymentProvider],
) -> list[ProviderBody]:
    found = [_provider(name, shop, hold_seconds) for name in ways]
    for one in found:
        one.available = one.name not in away
        one.keepsCards = keeps_cards(providers[one.name])
        one.chargesLater = charges_kept(providers[one.name])
        one.cardsHere = cards_chosen_here(providers[one.name])
    if sum(one.kind == "card" for one in found) > 1:
        for one in found:
            one.title = one.title or _TITLES.get(one.name, "")
    return found


def _provider(name: str, shop: ShopSettings, hold_seconds: float) -> ProviderBody:
    if name == MANUAL:
        return ProviderBody(
            name=name,
            kind="manual",
            title=shop.manual_title,
            instructions=shop.manual_instructions,
            holdSeconds=max(shop.manual_hold_seconds, hold_seconds),
        )
    kind: Literal["demo", "card"] = "demo" if name == "demo" else "card"
    title = _NO_CARD.get(name, "")
    return ProviderBody(
        name=name, kind=kind, title=title, instructions="", holdSeconds=hold_seconds
    )


def _map(state: ServerState) -> MapBody | None:
    return MapBody(tiles=state.tiles, by=state.tiles_by) if state.tiles else None
