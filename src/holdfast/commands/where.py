"""What every command is told that works on a database, and how it ends when it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

__all__ = ["CommandRefused", "Where"]


class CommandRefused(Exception):
    """A command does not do what it was asked for, and says why."""

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Where(Struct, frozen=True):
    """Which database, who is told what happens beside the result, and how that is printed."""

    data: Path
    database_url: str | None
    tell: Callable[[str], None]
    as_json: bool

    def show(self, result: Any, text: str) -> None:
        """Print the result, as JSON if that was asked for."""
        print(json.dumps(result, ensure_ascii=False) if self.as_json else text)
