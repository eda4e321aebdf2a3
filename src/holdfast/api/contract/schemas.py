"""The JSON Schemas of the messages to data platforms."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.sinks import SCHEMAS_PATH, schemas

__all__ = ["SchemaNotFound", "router"]

router = APIRouter(prefix=SCHEMAS_PATH, tags=["data platform"])


class SchemaNotFound(Problem):
    """There is no message of that name and version."""

    status = 404
    code = "schema-not-found"
    title = "No such schema"


class Schemas(Answer):
    schemas: list[str]


@router.get("")
async def list_schemas() -> Schemas:
    """Names of the schemas, as `order.paid.v1`."""
    return Schemas(schemas=list(schemas()))


@router.get("/{name}", response_model=dict[str, Any], responses=problems(SchemaNotFound))
async def get_schema(name: Annotated[str, Path(max_length=100)]) -> Response:
    """The JSON Schema (2020-12) of a message's `data`; its `dataschema` leads here. A version
    never changes but by fields that may be missing."""
    found = schemas().get(name)
    if found is None:
        raise SchemaNotFound(say("There is no message {name}.", name=name[:60]))
    return Response(found, media_type="application/schema+json")
