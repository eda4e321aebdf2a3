"""What a client needs to know about this shop before anything else."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from holdfast.api.dependencies import platform
from holdfast.flows.people import DEMO_USERS
from holdfast.kit.clock import iso, utc_now
from holdfast.payments import MANUAL
from holdfast.shop import read_settings

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["shop"])

LOCALES = ["en", "ru", "ko"]


class DemoUser(BaseModel):
    email: str
    password: str
    roles: list[str]


class Uses(BaseModel):
    """What of Holdfast this shop uses: a page's menu shows no more."""

    wallet: bool = Field(description="As the shop's settings say; always with --demo")
    coupons: bool = Field(description="Whether there ever was a campaign; always with --demo")


class ConfigBody(BaseModel):
    shopName: str  # noqa: N815
    currency: str | None = Field(description="The shop's currency; prices name their own")
    locales: list[str]
    demo: bool
    typedUserIds: bool = Field(  # noqa: N815
        description="Whether a typed user id (`X-User-Id`) is believed: with --demo only. A page "
        "that offers it says so in a banner"
    )
    demoUsers: list[DemoUser] = Field(description="Only with --demo")  # noqa: N815
    providers: list[str]
    uses: Uses
    holdSeconds: float  # noqa: N815
    serverTime: str  # noqa: N815


@router.get("/config")
async def get_config(request: Request) -> ConfigBody:
    """The shop's name, currency, languages, payment providers, and how long a hold lasts."""
    here = platform(request)
    async with here.database.read() as connection:
        shop = await read_settings(connection)
    coupons = await here.coupons.any_campaign()
    demo = bool(request.app.state.demo)
    return ConfigBody(
        shopName=shop.name,
        currency=shop.currency,
        locales=LOCALES,
        demo=demo,
        typedUserIds=demo,
        demoUsers=[
            DemoUser(email=email, password=password, roles=list(roles))
            for email, _, password, roles in (DEMO_USERS if demo else ())
        ],
        providers=sorted(here.providers.keys() - {MANUAL}),
        uses=Uses(wallet=demo or shop.wallets, coupons=demo or coupons),
        holdSeconds=here.hold_seconds,
        serverTime=iso(utc_now()) or "",
    )
