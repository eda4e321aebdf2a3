"""The demo goods' pictures, and its photographers'. They are drawn, not stored:
there is nothing to keep."""

import hashlib

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.problems import NotFound
from holdfast.api.shell.packing import packed
from holdfast.booking.demo import drawn_photograph
from holdfast.catalog.demo import demo_picture

__all__ = ["router"]

router = APIRouter(prefix="/media/demo", include_in_schema=False)

_HEADERS = {
    "cache-control": "public, max-age=86400",
    "cross-origin-resource-policy": "same-origin",
}


@router.get("/{name}")
async def get_picture(request: Request) -> Response:
    """``<handle>.<colour>.svg``."""
    name: str = request.scope["path_params"]["name"]
    drawn = (demo_picture(name) or drawn_photograph(name)) if len(name) < 100 else None
    if drawn is None:
        raise NotFound("There is no such picture.")
    body = drawn.encode()
    # Weak: the same picture, packed or not.
    headers = _HEADERS | {"etag": f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers | {"vary": "accept-encoding"})
    return packed(request, body, "image/svg+xml", headers)
