"""Whether a process belongs to the database it was pointed at: looked at before it changes anything
of it, and before it serves."""

from holdfast.db.datadir import StorageRefused
from holdfast.db.engine import connect
from holdfast.db.secret_mark import is_of, settle_secret
from holdfast.ledger import check_layout
from holdfast.roles.pictures import come_home
from holdfast.settings import Settings, secret_of

__all__ = ["must_belong"]


async def must_belong(settings: Settings, *, pictures: bool, settle: bool) -> None:
    """Raises :class:`~holdfast.ledger.WrongLayout` where it would look for stock and money in other
    places than the shop's processes do, :class:`StorageRefused` where its secret is another, or,
    of one that keeps ``pictures``, their place. ``settle``: what nobody has settled is so from now
    on; else nothing is changed, and the schema may be an older one."""
    secret = secret_of(settings)
    connection = await connect(settings.database_url, "holdfast start")
    try:
        await check_layout(connection, settings.partitions)
        wrong = [] if await is_of(connection, secret) else [_other_secret(settings)]
        if pictures:
            try:
                await come_home(settings, settle=settle and not wrong)
            except StorageRefused as refused:
                wrong.append(str(refused))
        if settle and not wrong and not await settle_secret(connection, secret):
            wrong.append(_other_secret(settings))
    finally:
        await connection.close()
    if wrong:
        raise StorageRefused("\n".join(wrong))


def _other_secret(settings: Settings) -> str:
    given = settings.secret is not None
    here = "HOLDFAST_SECRET is" if given else f"The secret in {settings.data / 'secret'} is"
    return (
        f"{here} not that of this database's shop: everybody would be logged out, guests would"
        " lose their orders, and second factors and connected calendars could not be read."
        " Give each server of the shop the same HOLDFAST_SECRET, or the file secret of its data"
        " directory. If it is another on purpose: stop all servers, say so by `holdfast"
        " new-secret`, and start."
    )
