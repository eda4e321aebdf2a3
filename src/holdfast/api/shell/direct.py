"""Direct routes: handlers of a request and a body, of a request and ids in its path, or of a
request alone, called without going through FastAPI.

FastAPI declares and documents such a route as any other. But for every request it would make two
exit stacks, read headers, cookies and query that nobody asked for, parse the body into a tree and
validate that in turn: four times what the handler itself takes. Here the bytes that the shell has
read are parsed and validated in one go, and the handler is called.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Final, get_type_hints
from uuid import UUID

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.types import Receive, Scope, Send

from holdfast.api.contract.validation import invalid

__all__ = ["DirectRoute"]


_UUID: Final = TypeAdapter(UUID)


class DirectRoute(APIRoute):
    """``route_class=`` of routers with hot handlers. Called directly are those declared as
    ``async def handler(request: Request, asked: Model) -> Response``, with ids in the path
    ``async def handler(request: Request, some_id: UUID) -> Response``, or, reading what it needs
    itself, ``async def handler(request: Request) -> Response``; all others as FastAPI does.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **declared: Any) -> None:
        super().__init__(path, endpoint, **declared)
        kinds = _asked_for(endpoint)
        model = _only_body(kinds, path)
        ids = _only_ids(kinds, path)
        alone = _asks_nothing(endpoint)
        self.direct = not self.dependencies and (alone or model is not None or ids is not None)
        if self.dependencies:
            return
        if alone:
            self.app = _OfRequest(endpoint)
        elif model is not None:
            self.app = _OfBody(endpoint, model)
        elif ids is not None:
            self.app = _OfIds(endpoint, ids)


class _OfRequest:
    """The application of a direct route whose handler reads what it needs."""

    def __init__(self, handler: Callable[[Request], Awaitable[Response]]) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._handler(Request(scope, receive, send))
        await response(scope, receive, send)


class _OfBody:
    """The application of a direct route that takes a body."""

    def __init__(
        self, handler: Callable[[Request, Any], Awaitable[Response]], model: type[BaseModel]
    ) -> None:
        self._handler = handler
        self._model = model

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _parsed(self._model, scope["exchange"].body)
        response = await self._handler(Request(scope, receive, send), asked)
        await response(scope, receive, send)


class _OfIds:
    """The application of a direct route that takes ids in its path."""

    def __init__(self, handler: Callable[..., Awaitable[Response]], names: list[str]) -> None:
        self._handler = handler
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        values = scope["path_params"]
        ids = {name: _id(name, values[name]) for name in self._names}
        response = await self._handler(Request(scope, receive, send), **ids)
        await response(scope, receive, send)


def _id(name: str, text: str) -> UUID:
    try:
        return _UUID.validate_python(text)
    except ValidationError as error:
        raise invalid(
            [{**one, "loc": ("path", name)} for one in error.errors(include_url=False)]
        ) from None


def _parsed(model: type[BaseModel], body: bytes) -> BaseModel:
    if not body:
        raise invalid([{"type": "missing", "loc": ()}])
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise invalid(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)],
            model,
        ) from None


def _asked_for(endpoint: Callable[..., Any]) -> dict[str, Any]:
    """What a handler takes beside the request, by name; nothing if it is not one of ours."""
    if not inspect.iscoroutinefunction(endpoint):
        return {}
    kinds = get_type_hints(endpoint)
    if kinds.pop("return", None) is not Response or not kinds:
        return {}
    request, *rest = kinds.items()
    return dict(rest) if request[1] is Request else {}


def _asks_nothing(endpoint: Callable[..., Any]) -> bool:
    """Whether a handler takes the request and nothing else."""
    if not inspect.iscoroutinefunction(endpoint):
        return False
    kinds = get_type_hints(endpoint)
    return kinds.pop("return", None) is Response and list(kinds.values()) == [Request]


def _only_body(kinds: dict[str, Any], path: str) -> type[BaseModel] | None:
    """The body's model, if that is all that is asked for."""
    if len(kinds) != 1 or "{" in path:
        return None
    (model,) = kinds.values()
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _only_ids(kinds: dict[str, Any], path: str) -> list[str] | None:
    """The names of the ids in the path, if they are all that is asked for."""
    named = [word[1:-1] for word in path.split("/") if word.startswith("{")]
    if not named or sorted(named) != sorted(kinds) or set(kinds.values()) != {UUID}:
        return None
    return named
