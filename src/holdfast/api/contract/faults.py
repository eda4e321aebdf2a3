"""The problem that an exception stands for."""

import msgspec
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError as ModelError
from starlette.exceptions import HTTPException

from holdfast.api.contract.problems import MalformedJson, MethodNotAllowed, NotFound, Unavailable
from holdfast.api.contract.validation import body_model, invalid
from holdfast.db.engine import is_away, is_full
from holdfast.flows.commit.refusals import StoreFull
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

__all__ = ["translated"]


def _from_http(error: HTTPException) -> Problem:
    headers = dict(error.headers or {})
    if error.status_code == 404:
        return NotFound()
    if error.status_code == 405:
        return MethodNotAllowed([word.strip() for word in headers.get("Allow", "").split(",")])
    if error.status_code == 400 and "parsing the body" in str(error.detail):
        return MalformedJson()
    problem = Problem(headers=headers)
    problem.status = error.status_code  # type: ignore[misc]
    problem.code = f"http-{error.status_code}"  # type: ignore[misc]
    return problem


def translated(error: BaseException, route: object = None) -> Problem | None:
    """The problem an exception stands for; None when it is a fault of ours. ``route`` is where it
    was raised."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return invalid(error.errors(), body_model(route))
        case ModelError() | msgspec.DecodeError():
            return None  # of what we keep or answer: what is asked is read by whoever takes it
        case UnicodeDecodeError():
            return MalformedJson(say("The body is not UTF-8 text."))
        case HTTPException():
            return _from_http(error)
        case _ if is_full(error):
            return StoreFull()
        case _ if is_away(error):
            return Unavailable()
        case _:
            return None
