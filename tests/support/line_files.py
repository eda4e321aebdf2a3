"""A file of lines and those that were put aside when they were full."""

from pathlib import Path

__all__ = ["files_by_age"]


def files_by_age(path: Path) -> list[Path]:
    """The oldest first, the one at ``path`` last. The clock of files may stand still while several
    are put aside: then their numbers count, of which 9 comes before 10."""
    aside = path.parent.glob(f"{path.stem}-*{path.suffix}")
    by_age = sorted(aside, key=lambda one: (one.stat().st_mtime_ns, len(one.name), one.name))
    return [*by_age, path]
