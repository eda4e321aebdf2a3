"""The OpenAPI document and the page that shows it."""

from functools import cache

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response

from holdfast.api.openapi import document
from holdfast.api.reference import html_page

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@cache
def _json(api: FastAPI) -> bytes:
    return msgspec.json.encode(document(api))


@cache
def _page(api: FastAPI) -> bytes:
    return html_page(document(api))


@router.get("/api/openapi.json")
async def get_openapi_document(request: Request) -> Response:
    return Response(_json(request.app.state.documented), media_type="application/json")


@router.get("/docs")
async def get_docs(request: Request) -> Response:
    return Response(_page(request.app.state.documented), media_type="text/html; charset=utf-8")
