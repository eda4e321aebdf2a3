"""Errors of ours, told to a Sentry: what broke and where in the code, and nothing of anybody.

An error's own words may hold what somebody typed, so only their first line goes, without addresses,
numbers and what stands in quotes; no local variables, no requests. Who wants to know more finds the
line of the log by the request's id.
"""

import atexit
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, Field, SecretStr

from holdfast.kit.logs import ErrorsTold

if TYPE_CHECKING:
    from sentry_sdk.types import Event

__all__ = ["SentryKeys", "sentry"]

_AGAIN: Final = 60.0
"""Seconds in which the same that breaks again is not told again."""
_MOST_KEPT: Final = 1000
_FLUSH_SECONDS: Final = 2.0
_MOST_WORDS: Final = 200
_NAMED: Final = ("room", "logger", "consumer", "timer", "job", "duty", "sink", "request")
"""Fields of a line of the log that go along: names of ours."""
_HIDDEN: Final = re.compile(
    r"\S+@\S+|https?://\S+|'[^']*'|\"[^\"]*\"|“[^”]*”|\([^)]*\)?|\[[^\]]*\]?"
    r"|\+?\d[\d .-]{3,}\d|[0-9a-fA-F-]{24,}"
)


class SentryKeys(BaseModel):
    """A part of the settings."""

    sentry_dsn: SecretStr | None = Field(
        None, description="Where errors of ours are told: a Sentry's DSN", repr=False
    )
    sentry_environment: str = Field(
        "production", max_length=64, description="What this shop is called there"
    )


def sentry(dsn: str, release: str, environment: str) -> ErrorsTold:
    """What tells errors there; its client is loaded only now. Raises :class:`ValueError` if that is
    no DSN."""
    import sentry_sdk

    try:
        client = sentry_sdk.Client(
            dsn=dsn,
            release=release,
            environment=environment,
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            send_client_reports=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
            before_send=_scrubbed,
        )
    except sentry_sdk.utils.BadDsn as error:
        raise ValueError("it is no DSN") from error
    atexit.register(client.flush, _FLUSH_SECONDS)

    lately: dict[tuple[str, ...], float] = {}

    def told(error: BaseException, line: Mapping[str, Any]) -> None:
        tags = {name: str(line[name])[:_MOST_WORDS] for name in _NAMED if name in line}
        names = (it for name, it in tags.items() if name != "request")
        what = (type(error).__name__, _place(error), *names)
        now = time.monotonic()
        if lately.get(what, -_AGAIN) + _AGAIN > now:
            return
        if len(lately) >= _MOST_KEPT:
            lately.clear()
        lately[what] = now
        found, hint = sentry_sdk.utils.event_from_exception(
            error, client_options=client.options, mechanism={"type": "log", "handled": True}
        )
        found["level"] = line["level"]
        found["logentry"] = {"message": str(line.get("event", ""))[:_MOST_WORDS]}
        found["tags"] = tags
        client.capture_event(found, hint)

    return told


def _place(error: BaseException) -> str:
    """Where in the code it was raised."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return "" if at is None else f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}"


def _scrubbed(event: "Event", _: dict[str, Any]) -> "Event":
    """Without what an error says of somebody."""
    for one in event.get("exception", {}).get("values", ()):
        one["value"] = hidden(str(one.get("value") or ""))
    return event


def hidden(words: str) -> str:
    """Their first line, without what may be somebody's."""
    first = words.strip().split("\n", 1)[0]
    return _HIDDEN.sub("…", first)[:_MOST_WORDS]
