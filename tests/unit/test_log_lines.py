"""Parent and workers write to one stream: a line must be one write, or lines run into another."""

import io
import json
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import pytest
import structlog

from holdfast.kit.logs import configure_logs, logger
from holdfast.kit.streams import unfailing


class Writes(io.StringIO):
    """Remembers each write by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.each: list[str] = []

    def write(self, text: str) -> int:
        self.each.append(text)
        return super().write(text)


def test_every_log_line_is_one_write() -> None:
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = Writes()
    try:
        configure_logs("INFO", stream)
        logger("test").warning("ours", number=1)
        logging.getLogger("theirs").warning("said")
    finally:
        structlog.configure(**before)
        root.handlers[:], root.level = handlers, level
    assert len(stream.each) == 2
    assert all(line.startswith("{") and line.endswith("}\n") for line in stream.each)


@pytest.fixture
def logs() -> Iterator[Callable[[TextIO], None]]:
    """Route the logs to a stream for one test."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield lambda stream: configure_logs("INFO", stream)
    structlog.configure(**before)
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("words", [("wb", 0), ("w", 1), ("w", -1)])
def test_a_line_that_cannot_be_written_harms_nobody(
    logs: Callable[[TextIO], None], words: tuple[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    full: Any = open("/dev/full", words[0], buffering=words[1])  # noqa: SIM115
    if "b" in words[0]:
        full = io.TextIOWrapper(full, write_through=True)
    logs(full)
    for _ in range(10_000):  # more than any buffer holds
        logger("test").warning("ours", text="x" * 100)
    logging.getLogger("theirs").error("said")
    assert "Traceback" not in capsys.readouterr().err


def test_half_a_character_in_a_line_harms_nobody(logs: Callable[[TextIO], None]) -> None:
    stream = Writes()
    logs(stream)
    logger("test").info("said", address="\ud800")
    assert json.loads(stream.each[0])["address"] == "\ud800"


def test_after_a_torn_line_the_next_one_begins_on_its_own(tmp_path: Path) -> None:
    room = tmp_path / "log"
    with room.open("wb") as opened:
        reading, writing = os.pipe2(os.O_NONBLOCK)
        stream = unfailing(os.fdopen(writing, "w"))
        stream.write("x" * 1_000_000 + "\n")
        opened.write(os.read(reading, 1_000_000))
        stream.write("whole\n")
        opened.write(os.read(reading, 1_000_000))
    os.close(reading)
    assert room.read_bytes().endswith(b"x\nwhole\n")


def test_only_errors_are_told_with_their_traceback(logs: Callable[[TextIO], None]) -> None:
    stream = Writes()
    logs(stream)
    theirs = logging.getLogger("theirs")
    try:
        raise OSError("away")
    except OSError as error:
        theirs.warning("tried again", exc_info=error)
        theirs.warning("and again", exc_info=True)
        theirs.error("broken", exc_info=error)
        logger("test").warning("ours", exc_info=True)
    first, second, third, ours = map(json.loads, stream.each)
    for line in (first, second, ours):
        assert line["error"] == "OSError('away')" and not line.get("exception")
    assert "Traceback" in third["exception"]
