"""What requests and answers have in common: camelCase JSON, and answers that are ready bytes."""

from typing import Any

import msgspec
from fastapi import Response
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

__all__ = ["Answer", "Ask", "json_answer"]

_encode = msgspec.json.Encoder().encode


class Ask(BaseModel):
    """A request's body. A member that is not known is refused by name: what a client misspells
    would otherwise be left out without a word, and the full price taken."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_alias=True, frozen=True, extra="forbid"
    )


class Answer(BaseModel):
    """An answer's body, as the OpenAPI document describes it."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class _JsonResponse(Response):
    media_type = "application/json"


def json_answer(body: Any, status: int = 200) -> Response:
    """The answer as bytes. Not through the model: the hot endpoints are tested against their
    schema instead of being validated on every call."""
    return _JsonResponse(_encode(body), status)
