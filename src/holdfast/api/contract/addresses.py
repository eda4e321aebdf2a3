"""Addresses as requests carry them and answers show them."""

from typing import Annotated, Any, Final
from uuid import UUID

from msgspec.structs import asdict
from pydantic import Field
from pydantic.alias_generators import to_camel

from holdfast.api.contract.answers import Answer, Ask
from holdfast.shipping import Address, checked, decode_address, lines_of

__all__ = ["AddressAsked", "AddressBody", "SavedAddressShown", "shown_address"]

_LONGEST: Final = 500
_Text = Annotated[str, Field(max_length=_LONGEST)]


class AddressAsked(Ask):
    """An address, by the rules of its country: `GET /api/address-rules` says which fields it has.
    What the country's addresses do not have is left out."""

    country: Annotated[str, Field(min_length=1, max_length=10, description="ISO 3166, as `DE`")]
    name: _Text = Field("", description="Who takes the parcel")
    company: _Text = ""
    street: _Text = Field("", description="Street and number; several lines if need be")
    district: _Text = Field("", description="A part of the city, where addresses have one")
    city: _Text = ""
    region: _Text = Field("", description="State, province or oblast, by code or name")
    postal_code: _Text = ""
    sorting_code: _Text = ""
    phone: _Text = Field("", description="With the country's code, or as it is dialled there")
    email: _Text = Field("", description="For news of the parcel")

    def address(self, at: str = "") -> Address:
        """As it is kept. ``at`` stands before the names of fields at fault. Raises
        :class:`AddressInvalid`."""
        said = {name: getattr(self, name) for name in Address.__struct_fields__}
        return checked(Address(**said), at)


class AddressBody(Answer):
    """Where something goes; `lines` are the address as it stands on a parcel, without the
    country."""

    country: str
    name: str
    company: str
    street: str
    district: str
    city: str
    region: str
    postal_code: str
    sorting_code: str
    phone: str
    email: str
    lines: list[str]


class SavedAddressShown(AddressBody):
    """One that a person keeps; the default is taken where none is named."""

    id: UUID
    is_default: bool


def shown_address(text: str | None) -> dict[str, Any] | None:
    """An order's, from its row, as JSON values."""
    if text is None:
        return None
    address = decode_address(text)
    said = {to_camel(name): value for name, value in asdict(address).items()}
    return {**said, "lines": lines_of(address)}
