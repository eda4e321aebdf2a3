"""Where an address is, as it is asked and answered."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Query
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.booking.places import FoundPlace

__all__ = ["AddressAsked", "PlaceBody", "PlacesAnswer", "places_answer"]

AddressAsked = Annotated[str, Query(min_length=3, max_length=300, description="As one writes it")]


class PlaceBody(Answer):
    name: str = Field(description="As the geocoder writes it")
    latitude: float
    longitude: float


class PlacesAnswer(Answer):
    places: list[PlaceBody] = Field(description="The likeliest first")


def places_answer(found: Iterable[FoundPlace]) -> PlacesAnswer:
    return PlacesAnswer(
        places=[
            PlaceBody(
                name=one.name, latitude=one.position.latitude, longitude=one.position.longitude
            )
            for one in found
        ]
    )
