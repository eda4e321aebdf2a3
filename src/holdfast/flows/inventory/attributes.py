"""Staff say what products are described by."""

from msgspec import to_builtins

from holdfast.catalog import MAX_ATTRIBUTES, AttributeChanged, AttributeType
from holdfast.catalog.writing import (
    lock_catalogue,
    put_attribute,
    raise_directory,
    read_attributes,
    remove_attribute,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.kit.versions import content_version

__all__ = [
    "AttributeChangedMeanwhile", "AttributeExists", "AttributeNotFound", "BadAttribute",
    "change_attribute", "take_attribute_away",
]  # fmt: skip


class AttributeNotFound(Problem):
    """No such attribute."""

    status = 404
    code = "attribute-not-found"
    title = "No such attribute"


class AttributeChangedMeanwhile(Problem):
    """Somebody saved it, or took it away, since it was read."""

    status = 412
    code = "attribute-changed"
    title = "The attribute was changed meanwhile"


class AttributeExists(Problem):
    """A new one would have been saved over it."""

    status = 409
    code = "attribute-exists"
    title = "There is an attribute of this code already"


class BadAttribute(Problem):
    """An attribute that cannot be so; ``errors`` names each field at fault."""

    status = 422
    code = "attribute-invalid"
    title = "The attribute cannot be saved like this"


async def change_attribute(
    database: Database, caller: Caller, asked: AttributeType, version: int | None = None
) -> None:
    """Make it, or change all of it but its kind. ``version``: over which it is saved; without one
    it is new. Raises :class:`BadAttribute`, :class:`AttributeExists` and
    :class:`AttributeChangedMeanwhile`."""
    async with database.transaction() as connection:
        await lock_catalogue(connection)
        known = await read_attributes(connection)
        before = known.get(asked.code)
        if asked == before:
            return
        if before is not None and version is None:
            raise AttributeExists(
                say("Name its version in {header} to change it.", header="If-Match"), field="code"
            )
        faults = _faults(asked, before, len(known))
        if faults:
            raise BadAttribute.of(faults)
        if version != (before and content_version(before)):
            raise AttributeChangedMeanwhile("Somebody saved it since. Look at it again.")
        await put_attribute(connection, asked)
        await raise_directory(connection)
        about = {"before": to_builtins(before), "after": to_builtins(asked)}
        await caller.note(connection, "attribute.changed", asked.code, about)
        await write_event(connection, AttributeChanged("changed"), asked.code, caller.request)


async def take_attribute_away(database: Database, caller: Caller, code: str) -> None:
    """Products keep what they have of it, and show it no more. Raises
    :class:`AttributeNotFound`."""
    async with database.transaction() as connection:
        await lock_catalogue(connection)
        before = (await read_attributes(connection)).get(code)
        if before is None:
            raise AttributeNotFound(say("There is no attribute {code}.", code=code))
        await remove_attribute(connection, code)
        await raise_directory(connection)
        about = {"before": to_builtins(before)}
        await caller.note(connection, "attribute.removed", code, about)
        await write_event(connection, AttributeChanged("removed"), code, caller.request)


def _faults(asked: AttributeType, before: AttributeType | None, count: int) -> list[FieldError]:
    faults = []
    if not asked.name:
        faults.append(FieldError("name", "missing", "Give the attribute a name."))
    if before is not None and before.kind != asked.kind:
        detail = say("Its kind stays as it is. Make another attribute.")
        faults.append(FieldError("kind", "stays", detail))
    if before is None and count >= MAX_ATTRIBUTES:
        detail = say("There are {most} attributes, as many as may be.", most=MAX_ATTRIBUTES)
        faults.append(FieldError("code", "too-many", detail))
    if asked.kind == "choice" and not asked.values:
        faults.append(FieldError("values", "missing", "Add the values to choose from."))
    if len(set(asked.values)) != len(asked.values):
        faults.append(FieldError("values", "twice", "A value is listed twice."))
    return faults
