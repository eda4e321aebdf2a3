"""One call of the interface, asked as the document describes it by all who visit. Loading this
takes seconds, for schemathesis: who asks does."""

from copy import deepcopy
from typing import Any
from uuid import UUID

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, Case
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from tests.api.shell.described.calls import OF_STAFF, VISITORS, World
from tests.support.length import LONG

__all__ = ["as_described", "schema_of"]

EXAMPLES = 50 if LONG else 6
OF_IDS = 50 if LONG else 2
"""Of a call in which nothing but ids is asked: of what exists, or of nothing."""
REFUSED = 2
"""Who is not staff is refused a call of theirs whatever is asked: so many examples show it."""

# A search given twice counts once; a picture is judged by its content, not by its headers.
LENIENT = ("/api/staff/people", "/api/staff/pictures", "/api/message-photos")


def schema_of(document: dict[str, Any]) -> BaseSchema:
    return schemathesis.openapi.from_dict(deepcopy(document))


def as_described(call: str, schema: BaseSchema, world: World) -> None:
    """No 5xx, no undocumented status, no violation of a schema. Ids that are well-formed are
    swapped for ids that exist, so that more than 404s is looked at."""
    method, path = call.split(" ")
    asked: dict[str, int] = {}

    @settings(
        max_examples=EXAMPLES if _varies(schema, method, path) else OF_IDS,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy())
    def described(case: Case) -> None:
        parameters, body = case.path_parameters, case.body
        for who in _visitors(call, asked.setdefault(_named(case), len(asked))):
            ids = world["ids"][who]
            _put(case, "path_parameters", _with_real_ids(parameters, ids))
            _put(case, "body", _with_real_ids(body, ids))
            _ask(case, who, world)

    described()


def _varies(schema: BaseSchema, method: str, path: str) -> bool:
    """Whether more than ids is asked."""
    operation = schema.raw_schema["paths"][path][method.lower()]
    return "requestBody" in operation or any(
        one["in"] != "path" or one["schema"].get("format") != "uuid"
        for one in operation.get("parameters", ())
    )


def _put(case: Case, name: str, value: object) -> None:
    """Only what is another: schemathesis looks anew at whatever is set, and takes a body that was
    left out for one that must be refused."""
    if getattr(case, name) != value:
        setattr(case, name, value)


def _visitors(call: str, number: int) -> tuple[str, ...]:
    return VISITORS if LONG or number < REFUSED or call not in OF_STAFF else ("staff",)


def _named(case: Case) -> str:
    """What was asked of everybody is so again where Hypothesis looks at it a second time."""
    return repr((case.path_parameters, case.query, case.headers, case.cookies, case.body))


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 36 and bool(UUID(value))
    except ValueError:
        return False


def _with_real_ids(value: Any, ids: dict[str, str]) -> Any:
    """The same, with every id that is one of ours to know swapped for one that exists."""
    if isinstance(value, list):
        return [_with_real_ids(one, ids) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: ids[_camel(name)]
        if _is_uuid(member) and _camel(name) in ids
        else _with_real_ids(member, ids)
        for name, member in value.items()
    }


def _camel(name: str) -> str:
    first, *rest = str(name).split("_")
    return first + "".join(word.capitalize() for word in rest)


def _ask(case: Case, who: str, world: World) -> None:
    """The same of each visitor: making it up takes longer than answering it."""
    if case.path == "/api/payments" and isinstance(case.body, dict):
        named = case.body.get("provider")
        if isinstance(named, str) and 1 <= len(named) <= 40:
            case.body["provider"] = "demo"
    answer = case.call_and_validate(
        base_url=world["url"],
        headers=world["headers"][who],
        timeout=30,
        excluded_checks=[
            *([negative_data_rejection] if case.path in LENIENT else []),
            positive_data_acceptance,  # a cursor we never gave, a cart we lack: refused
            ignored_auth,  # makes up a session cookie, which our token beside it outweighs
        ],
    )
    if case.path.startswith("/api/staff") and who != "staff":
        assert answer.status_code >= 400, who
