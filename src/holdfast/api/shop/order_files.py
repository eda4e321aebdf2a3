"""A buyer downloads a file that they bought."""

from collections.abc import AsyncIterator
from typing import Annotated, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from holdfast.api.contract.answers import Answer, json_answer, unkept
from holdfast.api.contract.problems import COMMITS, RateLimited, problems
from holdfast.api.contract.ranges import RangeUnsatisfiable, range_of
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.state import state_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_asks
from holdfast.catalog.pictures import Opened
from holdfast.digital import FileNotFound
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.digital.fetching import TooManyDownloads, fetch, opened_file, which_file
from holdfast.flows.digital.files import FilesAway
from holdfast.fraud import OrderHeld

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["orders"])

_KIND: Final = "application/octet-stream"
_FILE: Final[dict[str, object]] = {
    "content": {_KIND: {"schema": {"type": "string", "format": "binary"}}}
}
_ANSWERS: Final[dict[int | str, dict[str, object]]] = {
    200: _FILE,
    206: {"description": "The part that was asked for", **_FILE},
}


class OrderFileOpened(Answer):
    """Where it is downloaded for an hour, again and in parts; what it is called, and its size."""

    url: str
    name: str
    bytes: int


@router.post(
    "/orders/{order_id}/files/{file_id}/download",
    operation_id="downloadOrderFile",
    response_model=OrderFileOpened,
    responses=problems(
        OrderNotFound, FileNotFound, TooManyDownloads, OrderHeld, *LINK_REFUSED, *COMMITS
    ),
)
async def download_order_file(
    request: Request, order_id: UUID, file_id: UUID, order_link: OrderLink = ""
) -> Response:
    """An address of the file that one's order has. Each time is counted; refunded after the first,
    its units are not sold again."""
    asking = await whoever_asks(request, order_link)
    asking.must_be(order_id)
    by = asking.caller(request, f"file/{file_id}")
    found = await fetch(shop_parts(request), by, order_id, file_id)
    url = f"/api/order-files/{found.grant.id}?key={found.key}"
    return unkept(json_answer({"url": url, "name": found.file.name, "bytes": found.file.bytes}))


@router.get(
    "/order-files/{file_id}",
    operation_id="getOrderFile",
    response_class=Response,
    responses={
        **_ANSWERS,
        **problems(FileNotFound, RangeUnsatisfiable, RateLimited, FilesAway),
    },
)
async def get_order_file(
    request: Request,
    file_id: UUID,
    key: Annotated[str, Query(max_length=120, description="As the answer has it")] = "",
    part: Annotated[
        str, Header(alias="Range", max_length=100, description="`bytes=`: one part of it")
    ] = "",
    if_range: Annotated[
        str, Header(max_length=100, description="The ETag of what it is a part of")
    ] = "",
) -> StreamingResponse:
    """The file itself, sent as it is read; also a part of it, to go on with what broke off."""
    state = state_of(request)
    file = await which_file(shop_parts(request), file_id, key)
    tag = f'"{file.id.hex}"'
    wanted = range_of(part if if_range in ("", tag) else None, file.bytes)
    start, end = wanted or (0, file.bytes)
    if state.downloads.is_busy(file_id):
        raise RateLimited("It is just being downloaded.", headers={"Retry-After": "10"})
    opened = await opened_file(state.pictures.store, file, start, end)

    async def pieces(opened: Opened) -> AsyncIterator[bytes]:
        with state.downloads.sending(file_id):
            async for piece in opened.pieces:
                yield piece

    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "content-length": str(opened.size),
        "accept-ranges": "bytes",
        "etag": tag,
        "cache-control": "private, no-store",
    }
    if wanted is not None:
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.bytes}"
    status = 200 if wanted is None else 206
    return StreamingResponse(pieces(opened), status, headers, media_type=_KIND)
