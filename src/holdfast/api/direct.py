"""Direct routes: handlers of a request and a body, called without going through FastAPI.

FastAPI declares and documents such a route as any other. But for every request it would make two
exit stacks, read headers, cookies and query that nobody asked for, parse the body into a tree and
validate that in turn: four times what the handler itself takes. Here the bytes that the shell has
read are parsed and validated in one go, and the handler is called.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, get_type_hints

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from holdfast.api.problems import invalid

__all__ = ["DirectRoute"]


class DirectRoute(APIRoute):
    """``route_class=`` of routers with hot handlers. Those declared as ``async def handler(request:
    Request, asked: Model) -> Response`` are called directly, all others as FastAPI does."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **declared: Any) -> None:
        super().__init__(path, endpoint, **declared)
        model = _only_body(endpoint)
        self.direct = model is not None and not self.dependencies and "{" not in path
        if model is not None and self.direct:
            self.app = _Direct(endpoint, model)


class _Direct:
    """The application of a direct route."""

    def __init__(
        self, handler: Callable[[Request, Any], Awaitable[Response]], model: type[BaseModel]
    ) -> None:
        self._handler = handler
        self._model = model

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _parsed(self._model, scope["exchange"].body)
        response = await self._handler(Request(scope, receive, send), asked)
        await response(scope, receive, send)


def _parsed(model: type[BaseModel], body: bytes) -> BaseModel:
    if not body:
        raise invalid([{"type": "missing", "loc": (), "msg": "Field required"}])
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise invalid(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        ) from None


def _only_body(endpoint: Callable[..., Any]) -> type[BaseModel] | None:
    """The body's model, if the handler takes the request and the body and nothing else."""
    if not inspect.iscoroutinefunction(endpoint):
        return None
    kinds = get_type_hints(endpoint)
    if kinds.pop("return", None) is not Response or len(kinds) != 2:
        return None
    request, model = kinds.values()
    if request is Request and isinstance(model, type) and issubclass(model, BaseModel):
        return model
    return None
