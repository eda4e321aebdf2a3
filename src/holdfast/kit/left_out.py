"""Libraries that a worker leaves out, as long as its shop has no use for them."""

import sys

__all__ = ["leave_out", "put_back"]


def leave_out(library: str) -> None:
    """From now on it is, to this process, not installed; unless it is loaded already."""
    sys.modules.setdefault(library, None)  # type: ignore[arg-type]  # documented: import fails


def put_back(library: str) -> None:
    """It can be loaded again, if it was left out."""
    if library in sys.modules and sys.modules[library] is None:
        del sys.modules[library]
