"""The folder in which an embedded database listens, where that is not beside the data.

Whoever is killed leaves one behind, and a copied data directory names that of another shop. So a
folder says which directory it is of, and is removed only for that one, once nobody listens there.
"""

import contextlib
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Final

__all__ = ["make_sockets", "remove_left"]

_PREFIX: Final = "holdfast-"
_MARK: Final = "of"


def make_sockets(directory: Path, uid: int, gid: int) -> Path:
    """A private folder of this account for the database of this directory."""
    made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (made / _MARK).write_text(_name_of(directory))
    os.chown(made, uid, gid)
    return made


def remove_left(named: str, directory: Path) -> None:
    """Remove the folder that a server on ``directory`` left, if it is that. What says so is a file
    anybody may have written, so it is believed in nothing."""
    left = Path(named)
    try:
        ours = (
            left.resolve() == Path(tempfile.gettempdir()).resolve() / left.name
            and left.name.startswith(_PREFIX)
            and (left / _MARK).read_text() == _name_of(directory)
        )
    except (OSError, ValueError):
        return
    if ours and not any(map(_listens, left.glob(".s.PGSQL.*"))):
        shutil.rmtree(left, ignore_errors=True)


def _name_of(directory: Path) -> str:
    """A copy is another directory, one that was moved is the same."""
    found = directory.stat()
    return f"{found.st_dev}:{found.st_ino}"


def _listens(path: Path) -> bool:
    if path.suffix == ".lock":
        return False
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as plug:
        try:
            plug.connect(str(path))
        except OSError:
            return False
    return True
