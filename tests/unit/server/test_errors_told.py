"""Whoever logs an error of ours, it is told where errors are told; and the line is written whatever
comes of that."""

import io
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import structlog

from holdfast.kit.logs import configure_logs, logger, tell_errors


@pytest.fixture(autouse=True)
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logs(stream=stream)
    yield stream
    tell_errors(None)
    structlog.reset_defaults()
    root.handlers = before
    root.setLevel(level)


def test_errors_with_a_traceback_are_told_of_our_loggers_and_of_libraries() -> None:
    told: list[tuple[str, str]] = []

    def hear(error: BaseException, line: Mapping[str, Any]) -> None:
        told.append((repr(error), line["event"]))

    tell_errors(hear)
    log = logger("test")
    log.error("one", exc_info=ValueError("1"))
    log.error("no traceback", error="2")
    log.warning("no error", exc_info=ValueError("3"))
    try:
        raise KeyError("4")
    except KeyError:
        log.exception("four")
        logging.getLogger("holdfast.jobs").exception("a job broke")
    assert told == [
        ("ValueError('1')", "one"), ("KeyError('4')", "four"), ("KeyError('4')", "a job broke"),
    ]  # fmt: skip


def test_what_breaks_while_it_is_told_costs_no_line(lines: io.StringIO) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("away")

    tell_errors(breaks)
    logger("test").error("written", exc_info=ValueError("1"))
    assert "written" in lines.getvalue()
    assert "ValueError: 1" in lines.getvalue()
