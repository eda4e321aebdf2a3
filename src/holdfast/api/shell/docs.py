"""The documents of the interface, OpenAPI and AsyncAPI, and the pages that show them. The reference
with "try it" is a page of the web app's build, ``/docs/reference``."""

import asyncio
from functools import cache
from typing import Final

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response

from holdfast.api.contract.durations import may_take
from holdfast.api.contract.openapi import document
from holdfast.api.contract.pages import guide_page, sockets_page, tutorial_page
from holdfast.api.contract.socket_document import socket_document
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SECONDS: Final = 120.0  # that making the document may take, on a machine that has much else to do
_HTML = "text/html; charset=utf-8"


@cache
def _made(api: FastAPI) -> "asyncio.Task[tuple[bytes, bytes]]":
    """The document of ``api``, for programs and as a page. It takes seconds of a processor: once,
    and in a thread, so that nobody else waits for it."""
    return asyncio.create_task(asyncio.to_thread(_encoded, api))


def _encoded(api: FastAPI) -> tuple[bytes, bytes]:
    made = document(api)
    return msgspec.json.encode(made), guide_page(made)


async def _document(request: Request) -> tuple[bytes, bytes]:
    # Who asked first may leave: the others still get it.
    return await asyncio.shield(_made(state_of(request).documented))


@cache
def _others() -> tuple[bytes, bytes, bytes]:
    return msgspec.json.encode(socket_document()), tutorial_page(), sockets_page()


@router.get("/api/openapi.json")
@may_take(_SECONDS)
async def get_openapi_document(request: Request) -> Response:
    return packed(request, (await _document(request))[0], "application/json", {})


@router.get("/api/asyncapi.json")
async def get_asyncapi_document() -> Response:
    return Response(_others()[0], media_type="application/json")


@router.get("/docs")
@may_take(_SECONDS)
async def get_docs(request: Request) -> Response:
    return Response((await _document(request))[1], media_type=_HTML)


@router.get("/docs/client-in-five-minutes")
async def get_tutorial() -> Response:
    return Response(_others()[1], media_type=_HTML)


@router.get("/docs/sockets")
async def get_sockets() -> Response:
    return Response(_others()[2], media_type=_HTML)
