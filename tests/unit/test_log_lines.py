"""Parent and workers write to one stream: a line must be one write, or lines run into another."""

import io
import logging

import structlog

from holdfast.kit.logs import configure_logs, logger


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
