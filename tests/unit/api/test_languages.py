"""An answer is in the language that `?locale=` names, wherever it is in one."""

import inspect
from collections.abc import Sequence

from fastapi.routing import APIRoute


def takes_a_language(route: APIRoute) -> bool:
    said = (route.openapi_extra or {}).get("parameters", [])
    named = {one["name"] for one in said} | {one.name for one in route.dependant.query_params}
    return "locale" in named


def test_whoever_answers_in_a_language_takes_one_by_name(routes: Sequence[APIRoute]) -> None:
    in_one = [
        route
        for route in routes
        if route.include_in_schema
        and any(read in inspect.getsource(route.endpoint) for read in ("reader_of(", "locale_of("))
    ]
    assert len(in_one) > 80
    assert [route.path for route in in_one if not takes_a_language(route)] == []
