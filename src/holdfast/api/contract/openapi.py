"""The OpenAPI document: what FastAPI derives, and what holds for every route."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from holdfast.api.contract.access import access_of
from holdfast.api.contract.examples import BODIES, PARAMETERS
from holdfast.api.contract.problems import (
    BadCredentials,
    BodyTooLarge,
    CrossOrigin,
    Forbidden,
    InternalError,
    InvalidRequest,
    LoginRequired,
    MalformedJson,
    NotFound,
    ProblemBody,
    RateLimited,
    SecondFactorNeeded,
    TimedOut,
    Unavailable,
    UnsupportedMediaType,
    problems,
)
from holdfast.flows.commit.refusals import StoreFull
from holdfast.people import DutyLacking

__all__ = ["document", "operation_id"]

_WITHOUT_ROLE: Final = (Forbidden, SecondFactorNeeded)
_REF: Final = "#/components/schemas/{model}"

_KEY_PARAMETER: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeating a request with the same key does nothing twice. A UUID does well.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
_SECURITY: Final = {
    "session": {"type": "apiKey", "in": "cookie", "name": "holdfast_session"},
    "token": {"type": "http", "scheme": "bearer", "description": "`holdfast token` makes them."},
    "typedUserId": {
        "type": "apiKey",
        "in": "header",
        "name": "X-User-Id",
        "description": "With --demo only: any id is believed, without a password.",
    },
}
_EITHER: Final[list[dict[str, list[str]]]] = [{name: []} for name in _SECURITY]


def operation_id(route: APIRoute) -> str:
    """``list_products`` as ``listProducts``."""
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def document(api: FastAPI) -> dict[str, Any]:
    """The whole document, as served at ``/api/openapi.json``."""
    made = get_openapi(
        title="Holdfast",
        version=api.version,
        description=api.description,
        routes=api.routes,
        tags=api.openapi_tags,
    )
    components = made.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    _, more = models_json_schema([(ProblemBody, "validation")], ref_template=_REF)
    schemas.update(more["$defs"])
    schemas["Problem"] = schemas.pop("ProblemBody")
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = _SECURITY
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(path, method.upper(), operation)
            _illustrate(operation)
    return made


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Add what every route, or every one of its kind, may answer."""
    responses: dict[str, Any] = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]
    kinds = [MalformedJson, BadCredentials, InvalidRequest, RateLimited, InternalError]
    kinds += [Unavailable, TimedOut]
    if "{" in path:
        kinds.append(NotFound)
    if method not in ("GET", "HEAD"):
        kinds.append(StoreFull)
        kinds.append(CrossOrigin)
        kinds.append(BodyTooLarge)
        kinds.append(UnsupportedMediaType)
    access = access_of(method, path)
    if access.duties:
        operation["x-duties"] = list(access.duties)
    if access.asker == "anybody":
        operation["security"] = [{}, *_EITHER]
    else:
        kinds += [LoginRequired] if access.asker == "member" else [LoginRequired, *_WITHOUT_ROLE]
        kinds += [DutyLacking] if access.asker in ("staff", "studio") else []
        operation["security"] = _EITHER
    if method == "POST":
        operation["parameters"] = [*operation.get("parameters", ()), _KEY_PARAMETER]
    for status, response in problems(*kinds).items():
        known = responses.get(str(status))
        if known is None:
            responses[str(status)] = response
        elif response["description"] not in known["description"]:
            known["description"] += " · " + response["description"]
            known.setdefault("content", response["content"])
    operation["responses"] = dict(sorted(responses.items()))


def _illustrate(operation: dict[str, Any]) -> None:
    """Add a text to parameters that have none, and examples to the body."""
    for parameter in operation.get("parameters", ()):
        if not parameter.get("description"):
            parameter["description"] = PARAMETERS.get(parameter["name"], "")
    for content in operation.get("requestBody", {}).get("content", {}).values():
        model = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
        if model in BODIES:
            content["examples"] = {name: {"value": one} for name, one in BODIES[model].items()}
