"""Direct routes: handlers of a request and a body, of a request and what stands in its path and
query, or of a request alone, called without going through FastAPI.

FastAPI declares and documents such a route as any other. But for every request it would make two
exit stacks, read headers, cookies and query that nobody asked for, parse the body into a tree and
validate that in turn: four times what the handler itself takes. Here the bytes that the shell has
read are parsed and validated in one go, and the handler is called.
"""

import inspect
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, get_type_hints
from uuid import UUID

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.types import Receive, Scope, Send

from holdfast.api.contract.validation import invalid

__all__ = ["DirectRoute"]


KEPT: Final = 512
"""What so many queries of a route mean is kept, those that came first go first."""
LONGEST_KEPT: Final = 512

_UUID: Final = TypeAdapter(UUID)


class DirectRoute(APIRoute):
    """``route_class=`` of routers with hot handlers. Called directly are those declared as
    ``async def handler(request: Request, some_id: UUID, asked: Model) -> Response``, with ids in
    the path, a body or both; with any parameters of path, query and headers, which FastAPI reads
    then; or, reading what it needs itself, ``async def handler(request: Request) -> Response``. All
    others are called as FastAPI does. Instead of a ``Response`` each may return the model of its
    answer.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **declared: Any) -> None:
        super().__init__(path, endpoint, **declared)
        kinds = _asked_for(endpoint)
        plain = _ids_and_body(kinds, path)
        alone = _asks_nothing(endpoint)
        named = bool(kinds) and _only_parameters(self.dependant)
        self.direct = not self.dependencies and (alone or plain is not None or named)
        if self.dependencies:
            return
        handler = _responding(endpoint, self.status_code or 200)
        if alone:
            self.app = _OfRequest(handler)
        elif plain is not None:
            self.app = _OfIdsAndBody(handler, *plain)
        elif named:
            self.app = _OfParameters(handler, self.dependant)


class _OfRequest:
    """The application of a direct route whose handler reads what it needs."""

    def __init__(self, handler: Callable[[Request], Awaitable[Response]]) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._handler(Request(scope, receive, send))
        await response(scope, receive, send)


class _OfIdsAndBody:
    """The application of a direct route that takes ids in its path, a body, or both: ``asked`` is
    the body's name and model."""

    def __init__(
        self,
        handler: Callable[..., Awaitable[Response]],
        ids: Sequence[str],
        asked: tuple[str, type[BaseModel]] | None,
    ) -> None:
        self._handler = handler
        self._ids = ids
        self._asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        named = self._read(scope["path_params"], scope["exchange"].body)
        response = await self._handler(Request(scope, receive, send), **named)
        await response(scope, receive, send)

    def _read(self, values: Mapping[str, str], body: bytes) -> dict[str, Any]:
        named: dict[str, Any] = {}
        faults: list[Any] = []
        for name in self._ids:
            try:
                named[name] = _UUID.validate_python(values[name])
            except ValidationError as error:
                faults += _at(error, "path", name)
        model = None
        if self._asked is not None:
            name, model = self._asked
            try:
                named[name] = model.model_validate_json(body) if body else None
            except ValidationError as error:
                faults += _at(error, "body")
            if not body:
                faults.append({"type": "missing", "loc": ()})
        if faults:
            raise invalid(faults, model)
        return named


class _OfParameters:
    """The application of a direct route that takes parameters of path, query and headers. Many ask
    the same, and the same words mean the same: what they mean is kept, unless it could be changed,
    or a header of these is there: what that says may be a secret."""

    def __init__(self, handler: Callable[..., Awaitable[Response]], asked: Dependant) -> None:
        self._handler = handler
        self._path = asked.path_params
        self._query = asked.query_params
        self._headers = asked.header_params
        self._named = frozenset(_header_named(one.alias) for one in asked.header_params)
        self._known: OrderedDict[tuple[object, ...], dict[str, Any]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        words = scope["query_string"], *scope["path_params"].values()
        told = bool(self._named) and not self._named.isdisjoint(
            name for name, _ in scope["headers"]
        )
        meant = None if told else self._known.get(words)
        if meant is None:
            meant = self._read(request)
            if not (told or len(words[0]) > LONGEST_KEPT) and not any(
                isinstance(value, list) for value in meant.values()
            ):
                self._known[words] = meant
                if len(self._known) > KEPT:
                    self._known.popitem(last=False)
        response = await self._handler(request, **meant)
        await response(scope, receive, send)

    def _read(self, request: Request) -> dict[str, Any]:
        in_path, faults = request_params_to_args(self._path, request.path_params)
        in_query, more = request_params_to_args(self._query, request.query_params)
        in_headers, others = request_params_to_args(self._headers, request.headers)
        if faults or more or others:
            raise RequestValidationError([*faults, *more, *others])
        return in_path | in_query | in_headers


def _header_named(alias: str) -> bytes:
    """As a server passes its name on."""
    return alias.replace("_", "-").lower().encode()


def _at(error: ValidationError, *where: str) -> list[Any]:
    """Its faults, said to be there."""
    return [{**one, "loc": (*where, *one["loc"])} for one in error.errors(include_url=False)]


def _responding(endpoint: Callable[..., Any], status: int) -> Callable[..., Any]:
    """The handler, or what makes a response of the model that it returns."""
    if not _is_model(get_type_hints(endpoint).get("return")):
        return endpoint

    async def respond(request: Request, **named: Any) -> Response:
        answer: BaseModel = await endpoint(request, **named)
        text = answer.model_dump_json(by_alias=True)
        return Response(text, status, media_type="application/json")

    return respond


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _answers(kind: object) -> bool:
    return kind is Response or _is_model(kind)


def _asked_for(endpoint: Callable[..., Any]) -> dict[str, Any]:
    """What a handler takes beside the request, by name; nothing if it is not one of ours."""
    if not inspect.iscoroutinefunction(endpoint):
        return {}
    kinds = get_type_hints(endpoint)
    if not _answers(kinds.pop("return", None)) or not kinds:
        return {}
    request, *rest = kinds.items()
    return dict(rest) if request[1] is Request else {}


def _asks_nothing(endpoint: Callable[..., Any]) -> bool:
    """Whether a handler takes the request and nothing else."""
    if not inspect.iscoroutinefunction(endpoint):
        return False
    kinds = get_type_hints(endpoint)
    return _answers(kinds.pop("return", None)) and list(kinds.values()) == [Request]


def _only_parameters(asked: Dependant) -> bool:
    """Whether beside the request nothing but parameters of path, query and headers is asked for."""
    others = (
        asked.body_params, asked.cookie_params, asked.dependencies,
        asked.response_param_name, asked.background_tasks_param_name,
        asked.http_connection_param_name, asked.security_scopes_param_name,
    )  # fmt: skip
    return not any(others)


def _ids_and_body(
    kinds: dict[str, Any], path: str
) -> tuple[list[str], tuple[str, type[BaseModel]] | None] | None:
    """The names of the ids in the path, and the body's name and model; None if anything else is
    asked for."""
    ids = [word[1:-1] for word in path.split("/") if word.startswith("{")]
    others = [(name, kind) for name, kind in kinds.items() if name not in ids]
    if not kinds or any(kinds.get(name) is not UUID for name in ids) or len(others) > 1:
        return None
    if not others:
        return ids, None
    ((name, model),) = others
    return (ids, (name, model)) if _is_model(model) else None
