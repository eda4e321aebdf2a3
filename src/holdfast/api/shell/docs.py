"""The documents of the interface, OpenAPI and AsyncAPI, and the pages that show them. The reference
with "try it" is a page of the web app's build, ``/docs/reference``."""

from functools import cache

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response

from holdfast.api.contract.openapi import document
from holdfast.api.contract.pages import guide_page, sockets_page, tutorial_page
from holdfast.api.contract.socket_document import socket_document
from holdfast.api.shell.state import state_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_HTML = "text/html; charset=utf-8"


@cache
def _json(api: FastAPI) -> bytes:
    return msgspec.json.encode(document(api))


@cache
def _guide(api: FastAPI) -> bytes:
    return guide_page(document(api))


@cache
def _others() -> tuple[bytes, bytes, bytes]:
    return msgspec.json.encode(socket_document()), tutorial_page(), sockets_page()


@router.get("/api/openapi.json")
async def get_openapi_document(request: Request) -> Response:
    return Response(_json(state_of(request).documented), media_type="application/json")


@router.get("/api/asyncapi.json")
async def get_asyncapi_document() -> Response:
    return Response(_others()[0], media_type="application/json")


@router.get("/docs")
async def get_docs(request: Request) -> Response:
    return Response(_guide(state_of(request).documented), media_type=_HTML)


@router.get("/docs/client-in-five-minutes")
async def get_tutorial() -> Response:
    return Response(_others()[1], media_type=_HTML)


@router.get("/docs/sockets")
async def get_sockets() -> Response:
    return Response(_others()[2], media_type=_HTML)
