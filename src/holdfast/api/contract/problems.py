"""Everything that goes wrong becomes ``application/problem+json`` (RFC 9457) here.

``type`` points at the page that lists all codes; ``code`` is stable and for programs; ``title``
and ``detail``, a sentence about this case, are in the reader's language (``Accept-Language``);
``requestId`` is what the logs and the journal know it by.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from holdfast.api.contract.answers import Instant
from holdfast.flows.checkout.redemption import UnusableReason
from holdfast.flows.commit.idempotency import AnswerOutdated
from holdfast.flows.commit.refusals import (
    IdempotencyKeyReused,
    OutcomeUnknown,
    TooBusy,
)
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import in_language, say, teller

__all__ = [
    "COMMITS",
    "TELLS_AGAIN",
    "BadCredentials",
    "BodyTooLarge",
    "CrossOrigin",
    "FieldErrorBody",
    "Forbidden",
    "HeadTooLarge",
    "InternalError",
    "InvalidRequest",
    "LoginRequired",
    "MalformedJson",
    "MalformedRequest",
    "MethodNotAllowed",
    "NotFound",
    "ProblemBody",
    "RateLimited",
    "SecondFactorNeeded",
    "TimedOut",
    "Unavailable",
    "UnknownField",
    "UnsupportedMediaType",
    "problems",
    "rendered",
]  # fmt: skip

MEDIA_TYPE: Final = "application/problem+json"


class MalformedJson(Problem):
    """The body is not JSON."""

    status = 400
    code = "malformed-json"
    title = "The body is not valid JSON"


class MalformedRequest(Problem):
    """What came is not HTTP. The connection is closed."""

    status = 400
    code = "malformed-request"
    title = "The request is not valid HTTP"


class LoginRequired(Problem):
    """Nobody is logged in, and somebody must be."""

    status = 401
    code = "login-required"
    title = "Log in first"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class BadCredentials(Problem):
    """The bearer token is unknown, revoked or over."""

    status = 401
    code = "invalid-token"
    title = "The token is not valid"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


class Forbidden(Problem):
    """Logged in, but without the role this needs."""

    status = 403
    code = "forbidden"
    title = "Not allowed"


class SecondFactorNeeded(Problem):
    """The role is there, and the shop asks whoever acts in it for a second factor."""

    status = 403
    code = "second-factor-needed"
    title = "Set up the second factor first"


class CrossOrigin(Problem):
    """A page of another site sent this, with our visitor's cookie."""

    status = 403
    code = "cross-origin"
    title = "Requests from other sites are not accepted"


class NotFound(Problem):
    status = 404
    code = "not-found"
    title = "Not found"


class MethodNotAllowed(Problem):
    status = 405
    code = "method-not-allowed"
    title = "This method is not allowed here"

    def __init__(self, allowed: Sequence[str]) -> None:
        names = ", ".join(allowed)
        super().__init__(say("Use {methods}.", methods=names), headers={"Allow": names})


class BodyTooLarge(Problem):
    status = 413
    code = "body-too-large"
    title = "The body is too large"


class UnsupportedMediaType(Problem):
    status = 415
    code = "unsupported-media-type"
    title = "The body is of a type that is not taken"


class InvalidRequest(Problem):
    """The request does not match its schema."""

    status = 422
    code = "invalid-request"
    title = "The request is not valid"


class UnknownField(Problem):
    """The request has a field or a parameter that nobody knows; ``errors`` names each of them, and
    the nearest one that is known."""

    status = 422
    code = "unknown-field"
    title = "The request has an unknown field"


class RateLimited(Problem):
    status = 429
    code = "rate-limited"
    title = "Too many requests"


class HeadTooLarge(Problem):
    """Address and headers together are too large. The connection is closed."""

    status = 431
    code = "head-too-large"
    title = "The request's head is too large"


class InternalError(Problem):
    """A fault of ours; the log has the traceback under the same request id."""

    status = 500
    code = "internal-error"
    title = "Something went wrong on our side"


class Unavailable(Problem):
    """The database is away or overwhelmed. Safe to repeat."""

    status = 503
    code = "unavailable"
    title = "Temporarily unavailable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, headers={"Retry-After": "2"})


class TimedOut(Problem):
    """No answer within the time allowed. Whether it happened is not known; ask again."""

    status = 503
    code = "timed-out"
    title = "The answer took too long"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, headers={"Retry-After": "2"})


class FieldErrorBody(BaseModel):
    """One field at fault."""

    field: str = Field(description="Where, as a path: `items[0].quantity`")
    code: str
    detail: str


class Shortage(BaseModel):
    """Too little of one variant."""

    line: int | None = Field(default=None, description="Its place in the cart, from 0")
    productId: UUID  # noqa: N815
    variantId: UUID  # noqa: N815
    wanted: int
    available: int = Field(description="Free now")
    held: int = Field(description="Held by buyers: may come free")
    nextReleaseAt: Instant | None = Field(  # noqa: N815
        description="When the next held unit may come free"
    )


class HoldLimit(BaseModel):
    """More of one variant than may be held."""

    line: int = Field(description="Its place in the cart, from 0")
    productId: UUID  # noqa: N815
    variantId: UUID  # noqa: N815
    wanted: int
    mayHold: int = Field(description="At once, what is held already included")  # noqa: N815
    holding: int = Field(description="Held already, by whom the limit is for")
    mayAdd: int = Field(description="How many more may be held now")  # noqa: N815


class PointsMissing(BaseModel):
    """Too little in the wallet; without `walletId` there is none in this currency."""

    currency: str
    wanted: int
    available: int
    held: int
    missing: int
    walletId: UUID | None  # noqa: N815


class CouponTrouble(BaseModel):
    """Why the coupon cannot be used. Somebody else's reads like one that does not exist."""

    couponId: UUID  # noqa: N815
    reason: UnusableReason
    missing: int | None = Field(
        default=None, description="With `minimum`: by how much the cart is below it"
    )


class ProblemBody(BaseModel):
    """What went wrong (RFC 9457). Some codes carry further members."""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str
    title: str
    status: int
    code: str = Field(description="Stable, for programs")
    detail: str
    requestId: str  # noqa: N815
    field: str | None = None
    errors: list[FieldErrorBody] | None = None
    shortages: list[Shortage] | None = Field(
        default=None,
        description="With `insufficient-stock` and `cannot-buy`: each line that is short",
    )
    limits: list[HoldLimit] | None = Field(
        default=None,
        description="With `too-many-units`, `too-many-for-guest` and `too-many-on-network`: each"
        " line of which more is wanted than may be held",
    )
    duties: list[str] | None = Field(
        default=None, description="With `duty-lacking`: of which one is needed"
    )
    points: PointsMissing | None = Field(
        default=None, description="With `cannot-buy`: what the wallet lacks"
    )
    coupon: CouponTrouble | None = Field(
        default=None,
        description="With `coupon-not-usable`, `insufficient-stock` and `cannot-buy`: what is "
        "wrong with the coupon",
    )


COMMITS: Final = (IdempotencyKeyReused, TooBusy, OutcomeUnknown)
"""What a route may answer with, too, that commits something under a client's key."""
TELLS_AGAIN: Final = (AnswerOutdated, *COMMITS)
"""And one that tells what it answered, when its request comes again."""


def problems(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of a route: the problems it may answer with, beside those of every route."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        line = f"`{kind.code}`: {kind.title}"
        known = found.get(kind.status)
        if known is not None:
            known["description"] += f" · {line}"
            continue
        schema = {"$ref": "#/components/schemas/Problem"}
        found[kind.status] = {"description": line, "content": {MEDIA_TYPE: {"schema": schema}}}
    return found


def rendered(
    problem: Problem, request_id: str, language: str = "en"
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of the answer, for a reader of this language."""
    members: dict[str, object] = {
        "type": f"/docs#problem-{problem.code}",
        "title": in_language(problem.title, language),
        "status": problem.status,
        "code": problem.code,
        "detail": in_language(problem.detail, language),
        "requestId": request_id,
    }
    if problem.field is not None:
        members["field"] = problem.field
    if problem.errors:
        members["errors"] = [
            {"field": one.field, "code": one.code, "detail": in_language(one.detail, language)}
            for one in problem.errors
        ]
    body = msgspec.json.encode(members | problem.extra, enc_hook=teller(language))
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"content-language", language.encode()),
        (b"vary", b"accept-language"),
        (b"cache-control", b"no-store"),
    ]
    for name, value in problem.headers.items():
        headers.append((name.lower().encode("latin-1"), value.encode("latin-1", "replace")))
    return problem.status, headers, body
