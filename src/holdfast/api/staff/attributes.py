"""Staff: what products are described by."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_VERSION, VersionMissing, version_named
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.staff.categories import Words
from holdfast.api.staff.product_words import Word
from holdfast.api.staff.variant_bodies import Line
from holdfast.catalog import AttributeKind, AttributeType, OptionTranslation
from holdfast.catalog.writing import read_attributes
from holdfast.flows.inventory.attributes import (
    AttributeChangedMeanwhile,
    AttributeExists,
    AttributeNotFound,
    BadAttribute,
    change_attribute,
    take_attribute_away,
)
from holdfast.kit.versions import content_version

__all__ = ["StaffAttributes", "attributes_shown", "router"]

router = APIRouter(prefix="/api/staff/attributes", tags=["staff"])

MAX_VALUES: Final = 500
Code = Annotated[
    str,
    Path(
        max_length=60,
        pattern=r"^[a-z0-9][a-z0-9_-]*$",
        description="What the attribute is kept under",
    ),
]


class AttributeAsked(Ask):
    """An attribute, whole: what is left out is empty. Its kind never changes."""

    name: Line
    kind: AttributeKind = Field(description="`choice`: one of `values`")
    unit: Annotated[Word, Field(description="Behind numbers, as `cm`")] = ""
    values: Annotated[list[Line], Field(max_length=MAX_VALUES)] = Field(default_factory=list)
    facet: bool = Field(default=False, description="Lists are filtered by it")
    position: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0
    translations: Words = Field(default_factory=dict, description="Its name by language")
    value_translations: Annotated[dict[str, dict[str, Line]], Field(max_length=10)] = Field(
        default_factory=dict, description="By language, what each value is called"
    )


class StaffAttribute(Answer):
    code: str
    name: str
    kind: AttributeKind
    unit: str
    values: list[str]
    facet: bool
    position: int
    translations: dict[str, str]
    value_translations: dict[str, dict[str, str]]
    version: int = Field(description="Of what is said of it, for `If-Match`")


class StaffAttributes(Answer):
    attributes: list[StaffAttribute]


@router.get("")
async def list_attributes(request: Request) -> StaffAttributes:
    """All attributes, in their order."""
    return await attributes_shown(request)


@router.put(
    "/{code}",
    responses=problems(AttributeChangedMeanwhile, AttributeExists, BadAttribute, VersionMissing),
    openapi_extra={"parameters": [IF_VERSION]},
)
async def put_attribute(request: Request, code: Code, asked: AttributeAsked) -> StaffAttributes:
    """Make an attribute; or change it, over the version that `If-Match` names."""
    languages = {*asked.translations, *asked.value_translations}
    wanted = AttributeType(
        code=code,
        name=asked.name,
        kind=asked.kind,
        unit=asked.unit,
        values=tuple(asked.values),
        facet=asked.facet,
        position=asked.position,
        translations={
            one: OptionTranslation(
                asked.translations.get(one), asked.value_translations.get(one, {})
            )
            for one in sorted(languages)
        },
    )
    await change_attribute(database(request), caller(request), wanted, version_named(request))
    return await attributes_shown(request)


@router.delete("/{code}", responses=problems(AttributeNotFound))
async def delete_attribute(request: Request, code: Code) -> StaffAttributes:
    """Products no longer show it, and cannot be given it."""
    await take_attribute_away(database(request), caller(request), code)
    return await attributes_shown(request)


async def attributes_shown(request: Request) -> StaffAttributes:
    async with database(request).read() as connection:
        known = await read_attributes(connection)
    return StaffAttributes(
        attributes=[
            StaffAttribute(
                code=one.code,
                name=one.name,
                kind=one.kind,
                unit=one.unit,
                values=list(one.values),
                facet=one.facet,
                position=one.position,
                translations={
                    said: words.name for said, words in one.translations.items() if words.name
                },
                value_translations={
                    said: words.values for said, words in one.translations.items() if words.values
                },
                version=content_version(one),
            )
            for one in known.values()
        ]
    )
