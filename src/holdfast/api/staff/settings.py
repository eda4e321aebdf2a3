"""Staff: the settings of the shop."""

from typing import Annotated, Final

from fastapi import APIRouter, Request
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.names import ShopName
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.catalog import priced_in
from holdfast.flows.checkout.basket import MAX_QUANTITY
from holdfast.flows.staff.shop_settings import CurrencyInUse, update_settings
from holdfast.kit.money import CURRENCIES
from holdfast.shop import Refunds, ShopSettings, read_settings

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/settings", tags=["staff"])

_LINE: Final = r"^[^\x00-\x1f\x7f]*$"


Units = Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]


def _of_iso(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("Use a code of ISO 4217, such as EUR.")
    return code


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


class SettingsAsked(Ask):
    """What is to change; what is left out stays as it is."""

    # Defaults mean nothing here: only what was sent is looked at.
    name: ShopName = ""
    currency: Annotated[str, Field(max_length=3), AfterValidator(_of_iso)] = ""
    manual_payment: Annotated[bool, Field(strict=True)] = True
    manual_title: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=80, pattern=_LINE)
    ] = ""
    manual_instructions: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=2000)
    ] = ""
    manual_hold_seconds: Annotated[int, Field(ge=60, le=30 * 86_400, strict=True)] = 60
    decline_keeps_hold: Annotated[bool, Field(strict=True)] = False
    refunds: Refunds = "original"
    complete_after_days: Annotated[int, Field(ge=0, le=365, strict=True)] = 0
    hold_units: Units = 1
    guest_units: Units = 1
    guest_share: Percent = 0
    network_share: Percent = 0
    wallets: Annotated[bool, Field(strict=True)] = False

    @model_validator(mode="after")
    def something(self) -> "SettingsAsked":
        if not self.model_fields_set:
            raise ValueError("Give at least one setting to change.")
        return self


def _body(settings: ShopSettings) -> SettingsBody:
    return SettingsBody.model_validate(settings, from_attributes=True)


@router.get("")
async def get_settings(request: Request) -> SettingsShown:
    """The shop's settings, and what limits a choice of its currency."""
    async with database(request).read() as connection:
        settings = await read_settings(connection)
        priced = await priced_in(connection)
    return SettingsShown(
        settings=_body(settings),
        priced_in=[PricedIn(currency=code, products=count) for code, count in priced.items()],
        currencies=sorted(CURRENCIES),
    )


@router.patch("", responses=problems(CurrencyInUse))
async def patch_settings(request: Request, asked: SettingsAsked) -> SettingsBody:
    """Change some of the shop's settings. The audit log keeps who changed what."""
    changes = asked.model_dump(exclude_unset=True)
    kept = await update_settings(database(request), changes, caller(request))
    shop_parts(request).shop.forget()
    return _body(kept)
