"""Shops that were started once, to begin others from: a first start takes three times as long."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.folders import alone
from tests.support.server import ServerProcess

__all__ = ["PreparedShops"]


class PreparedShops:
    """``put(data)`` makes a data directory of an empty shop; ``opened(...)`` a shop with demo data,
    with these settings besides, and opens it.

    The processes that share a run share what is made, in a ``folder`` that ends with the run:
    whoever needs it first makes it, and the others wait as long as they would make it themselves.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: Path, *, demo: bool = False) -> Path:
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "-T", self._made(demo), data], check=True)
        return data

    def _made(self, demo: bool) -> Path:
        made = self._folder / ("demo" if demo else "empty")
        with alone(self._folder / f"{made.name}.lock"):
            if not made.exists():
                making = Path(tempfile.mkdtemp(prefix="making-", dir=self._folder)) / "data"
                if demo:  # what is empty is filled
                    self.put(making)
                with ServerProcess(making, *(["--demo"] if demo else [])):
                    pass
                making.rename(made)  # whole, or not there: a start that fails leaves none
        return made

    @contextmanager
    def opened(self, **settings: str) -> Iterator[ServerProcess]:
        folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
        data = self.put(folder / "data", demo=True)
        with ServerProcess(data, "--demo", environment=settings) as running:
            yield running
        shutil.rmtree(folder, ignore_errors=True)
