"""Logs: JSON lines on stderr, each with the id of the request it belongs to. Writing one never
fails: no line changes an answer.
"""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final, TextIO, TypeAlias

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

from holdfast.kit.streams import unfailing

__all__ = ["CLIENT_REQUEST", "REQUEST", "ErrorsTold", "configure_logs", "logger", "tell_errors"]

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request being answered; it also stands on journal entries and events."""

CLIENT_REQUEST: ContextVar[str] = ContextVar("client_request", default="")
"""What the client calls that request, bounded and cleaned; empty if it does not say."""

_NO_ERRORS: Final = ("debug", "info", "warning")
ErrorsTold: TypeAlias = Callable[[BaseException, Mapping[str, Any]], None]
"""Is called with an error that has a traceback in the log, and with its line."""
_told_to: list[ErrorsTold] = []


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose calls take an event name and fields: ``log.info("order paid", order=...)``."""
    bound: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=name)
    return bound


def _with_request(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    request = REQUEST.get()
    if request and "request" not in event:
        event["request"] = request
        client_request = CLIENT_REQUEST.get()
        if client_request:
            event["client_request"] = client_request
    return event


def _briefly(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """What is no error is told without its traceback: libraries warn of a database that is away."""
    found = event.get("exc_info")
    if found and event["level"] in _NO_ERRORS:
        event["exc_info"] = None
        error = found[1] if isinstance(found, tuple) else found
        event.setdefault("error", repr(sys.exception() if error is True else error))
    return event


def tell_errors(told: ErrorsTold | None) -> None:
    """Have every error of ours told there as well, whoever logs it; None: no more."""
    _told_to[:] = [] if told is None else [told]


def _told(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """What breaks while it is told is nobody's: the line is written."""
    found = event.get("exc_info")
    if found and _told_to:
        error = sys.exception() if found is True else found
        error = error[1] if isinstance(error, tuple) else error
        if isinstance(error, BaseException):
            with suppress(Exception):
                _told_to[0](error, event)
    return event


def _encode(event: EventDict, **_: object) -> str:
    try:
        return msgspec.json.encode(event, enc_hook=str).decode()
    except ValueError:  # half of a character, from somebody's header
        return json.dumps(event, default=str)


def configure_logs(
    level: str = "INFO", stream: TextIO | None = None, *, pretty: bool = False
) -> None:
    """Set up structlog, and route the standard library's loggers through it."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _with_request,
        _briefly,
        _told,
        structlog.processors.format_exc_info,
    ]
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(_encode)
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    target = unfailing(stream or sys.stderr)
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(number, logging.INFO))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for name in ("httpx", "engineio", "socketio", "alembic", "faststream"):
        logging.getLogger(name).setLevel(logging.WARNING)
