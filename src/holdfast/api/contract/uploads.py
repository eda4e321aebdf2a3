"""Files in a request's body, and what is larger than others' bodies: for which routes, how large,
of what kind. A route says so beside its handler (``@upload(...)``).
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from msgspec import Struct

from holdfast.api.contract.problems import UnsupportedMediaType
from holdfast.kit.sentences import say

__all__ = ["LARGE_JSON", "PICTURES_IN_HAND", "Upload", "file_body", "upload", "upload_of"]

_Handler = TypeVar("_Handler", bound=Callable[..., Any])
_MARK: Final = "holdfast_upload"


class Upload(Struct, frozen=True):
    """``kinds`` of media, as a prefix (``image/``) or whole; ``seconds`` the request may take.
    ``from_anywhere``: pages of other sites may send it, since it does nothing in anybody's name.
    ``json``: it is no file, but JSON as elsewhere. ``in_hand``: how many one sender may have
    coming in, or waiting to be made, at once. ``streamed``: it is not taken in before its handler
    begins, which reads it piece by piece (``incoming``)."""

    most_bytes: int
    kinds: tuple[str, ...]
    seconds: float = 120.0
    from_anywhere: bool = False
    json: bool = False
    in_hand: int | None = None
    streamed: bool = False

    def admit(self, content_type: bytes) -> None:
        """Raise the problem for which the body is not read."""
        media = content_type.partition(b";")[0].strip().lower().decode("latin-1")
        if not media.startswith(self.kinds):
            raise UnsupportedMediaType(
                say("Send a file of this kind: {kinds}.", kinds=", ".join(map(_whole, self.kinds)))
            )


def _whole(kind: str) -> str:
    """As a header names it: all of a prefix by a star."""
    return f"{kind}*" if kind.endswith("/") else kind


PICTURES_IN_HAND: Final = 4
"""The pages send one after another."""
LARGE_JSON: Final = Upload(1024 * 1024, ("",), seconds=20.0, json=True)
"""A form with as many rows as an import brings."""


def upload(rule: Upload) -> Callable[[_Handler], _Handler]:
    """The handler takes such a body."""

    def marked(handler: _Handler) -> _Handler:
        setattr(handler, _MARK, rule)
        return handler

    return marked


def upload_of(endpoint: object) -> Upload | None:
    """What the handler said of its body, if it takes a file."""
    found: Upload | None = getattr(endpoint, _MARK, None)
    return found


def file_body(*kinds: str) -> dict[str, Any]:
    """``openapi_extra=`` of a handler that takes a file of these kinds."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"requestBody": {"required": True, "content": content}}
