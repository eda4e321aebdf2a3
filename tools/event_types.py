"""Which events there are, found in the code itself: a list by hand forgets what is added later."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import holdfast
from holdfast.db.events import Fact

__all__ = ["event_types"]

_PACKAGE: Final = Path(holdfast.__file__).parent
_NAMED: Final = re.compile(r"^ +TYPE\b.*=", re.MULTILINE)


def event_types() -> tuple[type[Fact], ...]:
    """Every kind of event that the code can write, by the noun it is of, in the order of its
    file."""
    for path in sorted(_PACKAGE.rglob("*.py")):
        if _NAMED.search(path.read_text()):
            name = path.relative_to(_PACKAGE.parent).with_suffix("")
            importlib.import_module(".".join(name.parts))
    found = [one for one in _below(Fact) if one.__module__.startswith("holdfast.")]
    return tuple(sorted(found, key=lambda one: one.__module__))


def _below(kind: type[Fact]) -> Iterator[type[Fact]]:
    if "TYPE" in vars(kind):
        yield kind
    for one in kind.__subclasses__():
        yield from _below(one)
