"""Shops that were started once, to begin others from: a first start takes three times as long."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

from holdfast.db.datadir import DataDirectory
from holdfast.db.embedded import Embedded
from holdfast.db.migrate import upgrade
from tests.support.folders import alone
from tests.support.postgres import run
from tests.support.server import ServerProcess

__all__ = ["PreparedShops"]

Kind: TypeAlias = Literal["bare", "empty", "demo"]


class PreparedShops:
    """``put(data)`` makes a data directory of an empty shop; ``opened(...)`` a shop with demo data,
    with these settings besides, and opens it.

    The processes that share a run share what is made, in a ``folder`` that ends with the run:
    whoever needs it first makes it, and the others wait as long as they would make it themselves.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: Path, *, demo: bool = False) -> Path:
        return self._put(data, "demo" if demo else "empty")

    def bare(self, data: Path) -> Path:
        """Of a database alone, migrated, in which no server has been."""
        return self._put(data, "bare")

    def _put(self, data: Path, kind: Kind) -> Path:
        made = self._folder / kind
        with alone(self._folder / f"{kind}.lock"):
            if not made.exists():
                making = Path(tempfile.mkdtemp(prefix="making-", dir=self._folder)) / "data"
                self._make(making, kind)
                making.rename(made)  # whole, or not there: a start that fails leaves none
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "-T", made, data], check=True)
        return data

    def _make(self, data: Path, kind: Kind) -> None:
        """Of what is less, more is made: an empty shop of a database, and that is filled."""
        match kind:
            case "bare":
                with DataDirectory(data) as directory:
                    embedded = Embedded(directory, settings={"fsync": "off"})
                    run(upgrade(embedded.start()))
                    embedded.stop()
            case "empty":
                with ServerProcess(self._put(data, "bare")):
                    pass
            case "demo":
                with ServerProcess(self._put(data, "empty"), "--demo"):
                    pass

    @contextmanager
    def opened(self, **settings: str) -> Iterator[ServerProcess]:
        folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
        data = self.put(folder / "data", demo=True)
        with ServerProcess(data, "--demo", environment=settings) as running:
            yield running
        shutil.rmtree(folder, ignore_errors=True)
