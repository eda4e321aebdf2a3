"""What requests and answers have in common: camelCase JSON, and answers that are ready bytes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, TypeAlias

import msgspec
from fastapi import Response
from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel

from holdfast.kit.clock import iso

__all__ = ["Amount", "Answer", "Ask", "Instant", "json_answer", "shown_as", "unkept"]

Instant: TypeAlias = Annotated[
    datetime,
    PlainSerializer(iso, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A time in an answer: UTC, to the millisecond, ``2026-01-02T03:04:05.678Z``."""

_JSON: Final = (b"content-type", b"application/json")
_encode = msgspec.json.Encoder().encode


class Ask(BaseModel):
    """A request's body. A member that is not known is refused by name: what a client misspells
    would otherwise be left out without a word, and the full price taken."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_alias=True, frozen=True, extra="forbid"
    )


class Answer(BaseModel):
    """An answer's body, as the OpenAPI document describes it; put together when first used."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, defer_build=True
    )


class Amount(Answer):
    """Of money, in minor units."""

    currency: str
    amount: int


class _JsonResponse(Response):
    media_type = "application/json"

    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:  # noqa: ARG002
        """As Starlette makes them, of what is known here: JSON, and never without a body."""
        self.raw_headers = [(b"content-length", b"%d" % len(self.body)), _JSON]


def shown_as(model: type[Answer], one: object) -> dict[str, Any]:
    """What ``one`` has of what the model names, by the names that answers have."""
    told = ((name, getattr(one, name)) for name in model.model_fields)
    return {
        to_camel(name): iso(value) if isinstance(value, datetime) else value for name, value in told
    }


def json_answer(body: Any, status: int = 200) -> Response:
    """The answer as bytes. Not through the model: the hot endpoints are tested against their
    schema instead of being validated on every call."""
    return _JsonResponse(_encode(body), status)


def unkept(answer: Response) -> Response:
    """It is for who asked now, and nothing keeps it on its way."""
    answer.headers["cache-control"] = "no-store"
    return answer
