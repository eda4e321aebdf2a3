"""How long a request may take, where that is not what the shell allows every other. A route says so
beside its handler (``@may_take(...)``)."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

__all__ = ["may_take", "seconds_of"]

_Handler = TypeVar("_Handler", bound=Callable[..., Any])
_MARK: Final = "holdfast_seconds"


def may_take(seconds: float) -> Callable[[_Handler], _Handler]:
    """The handler's answer may take so long before it begins."""

    def marked(handler: _Handler) -> _Handler:
        setattr(handler, _MARK, seconds)
        return handler

    return marked


def seconds_of(endpoint: object) -> float | None:
    """What the handler said, if it did."""
    found: float | None = getattr(endpoint, _MARK, None)
    return found
