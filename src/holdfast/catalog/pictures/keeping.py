"""Pictures that were kept before there were sizes of them: a file each, as it was sent, whose time
says when somebody last wanted it.
"""

import os
import re
from pathlib import Path
from typing import Final

from holdfast.catalog.picture_sizes import URL_PREFIX

_NAME: Final = re.compile(r"[0-9a-f]{32}\.[a-z]{3,5}")


def unwanted_since(folder: Path, moment: float, most: int) -> list[list[str]]:
    """Addresses of pictures nobody has asked for since (seconds since 1970), in lists of at most so
    many."""
    found: list[list[str]] = []
    try:
        entries = os.scandir(folder)
    except OSError:  # there are none
        return found
    with entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name) and _written(Path(entry.path)) < moment:
                if not found or len(found[-1]) == most:
                    found.append([])
                found[-1].append(URL_PREFIX + entry.name)
    return found


def forget(folder: Path, url: str, moment: float) -> bool:
    """Delete the picture, unless somebody has asked for it since."""
    path = folder / url.removeprefix(URL_PREFIX)
    if _written(path) >= moment:
        return False
    path.unlink(missing_ok=True)
    return True


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # somebody was quicker
        return float("inf")
