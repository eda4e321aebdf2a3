"""``?view=gozon``: orders in the words of specification C, for clients written from it: an
order's ``status`` is then ``NEW``, ``FINISHED`` or ``CANCELLED``."""

from typing import Annotated, Any, Final, Literal, TypeAlias

from fastapi import Query, Request

from holdfast.api.contract.problems import InvalidRequest

__all__ = ["View", "in_words", "view_of", "view_parameter"]

_WHAT: Final = "`gozon`: `status` is `NEW`, `FINISHED` or `CANCELLED`, as `phase` is without it"
View: TypeAlias = Annotated[Literal["gozon"] | None, Query(description=_WHAT)]
_PARAMETER: Final = {
    "name": "view",
    "in": "query",
    "required": False,
    "description": _WHAT,
    "schema": {"type": "string", "enum": ["gozon"]},
}


def view_parameter(*others: dict[str, Any]) -> dict[str, Any]:
    """``openapi_extra=`` of a direct route that has it, beside other parameters."""
    return {"parameters": [_PARAMETER, *others]}


def view_of(request: Request) -> View:
    """The view a direct route was asked for."""
    asked = request.query_params.get("view")
    if asked is None:
        return None
    if asked != "gozon":
        raise InvalidRequest("Use view=gozon, or leave view out.", field="view")
    return "gozon"


def in_words(order: dict[str, Any], view: View) -> dict[str, Any]:
    """An order as it is shown, in the words of the view."""
    return order if view is None else order | {"status": order["phase"]}
