"""Problems: what went wrong, for a person and for a program (RFC 9457)."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from msgspec import Struct

from holdfast.kit.sentences import say

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

    @classmethod
    def of(cls, errors: Iterable[FieldError], *, named: bool = False) -> Self:
        """The refusal of one or more fields: the first is said (``named``: with the field's name),
        each is in ``errors``."""
        found = tuple(errors)
        first = found[0]
        detail = say("{field}: {detail}", field=first.field, detail=first.detail)
        return cls(detail if named else first.detail, field=first.field, errors=found)
