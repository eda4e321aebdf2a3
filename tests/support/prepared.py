"""Shops that were started once, to begin others from: a first start takes three times as long."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from tests.support.server import ServerProcess

__all__ = ["PreparedShops"]


class PreparedShops:
    """``put(data)`` makes a data directory of an empty shop; ``opened(...)`` a shop with demo data,
    with these settings besides, and opens it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))

    def put(self, data: Path, *, demo: bool = False) -> Path:
        made = self._folder / ("demo" if demo else "empty")
        if not made.exists():
            if demo:  # what is empty is filled
                self.put(made)
            with ServerProcess(made, *(["--demo"] if demo else [])):
                pass
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "-T", made, data], check=True)
        return data

    @contextmanager
    def opened(self, **settings: str) -> Iterator[ServerProcess]:
        folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
        data = self.put(folder / "data", demo=True)
        with ServerProcess(data, "--demo", environment=settings) as running:
            yield running
        shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
