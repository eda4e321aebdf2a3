"""Addresses of one's own, and what an address needs in each country."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.addresses import AddressAsked, SavedAddressShown
from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, caller, database
from holdfast.flows.shipping.keeping import (
    TooManyAddresses,
    change_address,
    forget_address,
    keep_address,
)
from holdfast.kit import FieldError
from holdfast.kit.sentences import say
from holdfast.shipping import (
    COUNTRIES,
    AddressInvalid,
    AddressNotFound,
    Choosable,
    SavedAddress,
    addresses_of,
    lines_of,
    rules_for,
)

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["addresses"])


class KeptAddressAsked(AddressAsked):
    """An address to keep; `isDefault`: to be taken where none is named."""

    is_default: Annotated[bool, Field(strict=True)] = False


class AddressesAnswer(Answer):
    """The default first, then the latest."""

    addresses: list[SavedAddressShown]


class PlaceToChoose(Answer):
    """`key` is what is sent, `names` how it is written, its own script first."""

    key: str
    names: list[str]


class AddressRules(Answer):
    """What an address needs there. `fields` stand in the order in which it is written; `kinds` say
    what the country calls a region, a city, a district and a postal code. `regions`, `cities` and
    `districts` are to choose from; empty: they are typed."""

    country: str
    fields: list[str]
    required: list[str]
    kinds: dict[str, str]
    regions: list[PlaceToChoose]
    cities: list[PlaceToChoose] = Field(description="Of the `region` that was named")
    districts: list[PlaceToChoose] = Field(description="Of the `city` that was named")
    postal_code_example: str | None
    countries: list[str] = Field(description="All that have addresses, by ISO 3166")


@router.get("/addresses")
async def list_addresses(request: Request, who: Member) -> AddressesAnswer:
    """One's own addresses."""
    async with database(request).read() as connection:
        kept = await addresses_of(connection, who.id)
    return AddressesAnswer(addresses=[_shown(one) for one in kept])


@router.post("/addresses", status_code=201, responses=problems(AddressInvalid, TooManyAddresses))
async def post_address(request: Request, asked: KeptAddressAsked) -> SavedAddressShown:
    """Keep an address for later, at most 20. One that is there already is not kept twice: sent
    again, it changes nothing. The first is the default."""
    kept = await keep_address(
        database(request), caller(request), asked.address(), default=asked.is_default
    )
    return _shown(kept)


@router.put("/addresses/{address_id}", responses=problems(AddressNotFound, AddressInvalid))
async def put_address(
    request: Request, address_id: UUID, asked: KeptAddressAsked
) -> SavedAddressShown:
    """Change an address that one keeps. Orders go where they went."""
    kept = await change_address(
        database(request), caller(request), address_id, asked.address(), default=asked.is_default
    )
    return _shown(kept)


@router.delete("/addresses/{address_id}", status_code=204, responses=problems(AddressNotFound))
async def delete_address(request: Request, address_id: UUID) -> Response:
    """Forget an address. Orders go where they went; the latest of the others is the default."""
    await forget_address(database(request), caller(request), address_id)
    return Response(status_code=204)


@router.get("/address-rules", responses=problems(AddressInvalid))
async def get_address_rules(
    response: Response,
    country: Annotated[str, Query(min_length=2, max_length=2, description="By ISO 3166")],
    region: Annotated[str, Query(max_length=200, description="Cities to choose are of it")] = "",
    city: Annotated[str, Query(max_length=200, description="Districts to choose are of it")] = "",
) -> AddressRules:
    """What an address needs in a country, and places of it to choose from."""
    rules = rules_for(country.upper())
    if rules is None:
        unknown = say("Use a country by ISO 3166, such as DE.")
        raise AddressInvalid.of([FieldError("country", "unknown", unknown)])
    response.headers["cache-control"] = "public, max-age=86400"
    return AddressRules(
        country=rules.code,
        fields=[_CAMEL.get(one, one) for one in rules.fields],
        required=sorted(_CAMEL.get(one, one) for one in {"name", *rules.required}),
        kinds=rules.kinds,
        regions=_places(rules.regions),
        cities=_places(rules.within(region)),
        districts=_places(rules.within(region, city)) if city else [],
        postal_code_example=rules.examples[0] if rules.examples else None,
        countries=list(COUNTRIES),
    )


_CAMEL = {"postal_code": "postalCode", "sorting_code": "sortingCode"}


def _places(found: tuple[Choosable, ...]) -> list[PlaceToChoose]:
    return [PlaceToChoose(key=one.key, names=list(one.names)) for one in found]


def _shown(kept: SavedAddress) -> SavedAddressShown:
    return SavedAddressShown(
        id=kept.id,
        is_default=kept.is_default,
        lines=lines_of(kept.address),
        **asdict(kept.address),
    )
