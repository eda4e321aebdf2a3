"""``python -m tools.split.cluster DIR``: an embedded PostgreSQL alone, until it is told to end."""

import signal
import sys
from pathlib import Path
from types import FrameType

from holdfast.db.datadir import DataDirectory
from holdfast.db.embedded import Embedded


class _Asked(BaseException):
    pass


def _ask(_: int, __: FrameType | None) -> None:
    raise _Asked


def main(folder: Path) -> None:
    signal.signal(signal.SIGTERM, _ask)

    def report(text: str) -> None:
        print(text, flush=True)

    with DataDirectory(folder) as directory:
        embedded = Embedded(directory, report)
        try:
            embedded.start()
            report("PostgreSQL serves")
            while True:
                embedded.wait(embedded.tend())
        except _Asked:
            pass
        finally:
            embedded.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
