"""What a process makes and keeps pictures with, and whether that is where the shop's are."""

from holdfast.catalog.pictures import (
    BucketStore,
    BucketTerms,
    FolderStore,
    Store,
    StoreAway,
    Workshop,
    word_of_home,
)
from holdfast.db.datadir import StorageRefused
from holdfast.db.engine import Database
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.settings import BadSettings, Settings

__all__ = ["come_home", "pictures_of"]


def pictures_of(settings: Settings, database: Database) -> PictureRoom:
    """Those of the shop: in the bucket that is named, else in the data directory."""
    return PictureRoom(database=database, workshop=Workshop(), store=_store(settings))


def _store(settings: Settings) -> Store:
    if not settings.bucket:
        return FolderStore(settings.data / "media")
    secret = settings.bucket_secret
    terms = BucketTerms(
        settings.bucket,
        settings.bucket_endpoint.rstrip("/"),
        settings.bucket_region,
        settings.bucket_key,
        secret.get_secret_value() if secret else "",
    )
    if not terms.key or not terms.secret:
        raise BadSettings("HOLDFAST_BUCKET needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    return BucketStore(terms)


async def come_home(settings: Settings, *, settle: bool = True) -> None:
    """Raises :class:`StorageRefused` where the shop's pictures are kept elsewhere. ``settle``:
    where nobody has settled where, they are here from now on."""
    store = _store(settings)
    try:
        word = await word_of_home(settings.database_url, store, settle=settle)
    except StoreAway as error:
        raise StorageRefused(f"Pictures cannot be kept. {error}") from error
    if word is None:
        return
    here = settings.bucket or settings.data / "media"
    raise StorageRefused(
        f"The shop's pictures are not in {here}: another server of this database keeps them "
        "elsewhere. Give every server the same folder or HOLDFAST_BUCKET. If they were moved "
        f"here, copy their file home, too: it holds the word {word}."
    )
