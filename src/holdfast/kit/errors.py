"""Problems: what went wrong, for a person and for a program (RFC 9457)."""

from collections.abc import Mapping
from typing import ClassVar

from msgspec import Struct

__all__ = ["FieldError", "Problem"]


class FieldError(Struct, frozen=True):
    """One field at fault: its JSON path, a stable code and a sentence."""

    field: str
    code: str
    detail: str


class Problem(Exception):
    """A refusal that reaches the caller as ``application/problem+json``.

    Subclasses fix ``status``, ``code`` (stable, for programs) and ``title``; ``detail`` is a
    sentence about this very case, ``field`` the field at fault, ``extra`` further members.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "Bad request"

    def __init__(
        self,
        detail: str = "",
        *,
        field: str | None = None,
        errors: tuple[FieldError, ...] = (),
        extra: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.field = field
        self.errors = errors
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})
