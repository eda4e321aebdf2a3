"""Photos in answers that are for some people alone."""

from typing import Final

from fastapi import Response

__all__ = ["WEBP", "photo_response"]

WEBP: Final[dict[int | str, dict[str, object]]] = {
    200: {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}}
}


def photo_response(webp: bytes) -> Response:
    """No cache keeps it, and no other browser shows it."""
    return Response(webp, media_type="image/webp", headers={"cache-control": "private, no-store"})
