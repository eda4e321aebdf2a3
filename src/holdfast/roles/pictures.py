"""What a process makes and keeps pictures with."""

from pathlib import Path

from holdfast.catalog.pictures import FolderStore, Workshop
from holdfast.db.engine import Database
from holdfast.flows.inventory.pictures import PictureRoom

__all__ = ["pictures_at"]


def pictures_at(data: Path, database: Database) -> PictureRoom:
    """Those of the shop whose data directory this is."""
    return PictureRoom(database=database, workshop=Workshop(), store=FolderStore(data / "media"))
