"""Staff make, rename, move and remove categories. Each is one transaction of the catalogue, told
and audited with what it was before."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from msgspec import Struct, to_builtins
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import (
    MAX_CATEGORIES,
    MAX_DEPTH,
    Category,
    CategoryChange,
    CategoryChanged,
    CategoryChangedMeanwhile,
    CategoryDraft,
    CategoryNotFound,
    CategoryTree,
)
from holdfast.catalog.pictures import PictureBook
from holdfast.catalog.writing import (
    CategoryEdit,
    add_category,
    change_category,
    lock_catalogue,
    made_under,
    move_category,
    products_in,
    raise_directory,
    read_tree,
    remove_category,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.named_pictures import named_address
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import KeyReused

__all__ = [
    "BadCategory", "CategoryAsked", "CategoryInUse", "make_category", "place_category",
    "rename_category", "take_category_away",
]  # fmt: skip

BETWEEN: Final = ">"
"""Between the names of a path in a file, so in no name."""


class BadCategory(Problem):
    """A category that cannot be so, or not there; ``errors`` names each field at fault."""

    status = 422
    code = "category-invalid"
    title = "The category cannot be saved like this"


class CategoryInUse(Problem):
    """Products or categories stand in it."""

    status = 409
    code = "category-in-use"
    title = "The category is not empty"


class CategoryAsked(Struct, frozen=True):
    """As staff want it; without a ``slug`` it is made of the name. ``parent_id``: of a new one."""

    name: str
    slug: str = ""
    translations: dict[str, str] = {}
    image: str | None = None
    parent_id: UUID | None = None


async def make_category(database: Database, caller: Caller, asked: CategoryAsked) -> UUID:
    """The new category's id, the last below its parent; that of the first, if the request is a
    repetition. Raises :class:`BadCategory`."""
    key = None if caller.key is None else caller.key.text
    asked = await _with_picture(database, asked, None)
    async with database.transaction() as connection:
        await lock_catalogue(connection)
        tree = await read_tree(connection)
        if key is not None and (before := await made_under(connection, key)):
            made = tree.get(before)
            if made is None or (made.name, made.parent_id) != (asked.name, asked.parent_id):
                raise refuse(KeyReused(key))
            return before
        parent = tree.get(asked.parent_id)
        faults = list(_faults(tree, asked, asked.parent_id, None))
        if asked.parent_id is not None and parent is None:
            faults.append(FieldError("parentId", "unknown", "There is no such category."))
        elif parent is not None and len(parent.path) == MAX_DEPTH:
            faults.append(_too_deep())
        if len(tree) >= MAX_CATEGORIES:
            most = say("There are {most} categories, as many as may be.", most=MAX_CATEGORIES)
            faults.append(FieldError("name", "too-many", most))
        _refuse(faults)
        draft = CategoryDraft(asked.name, asked.translations)
        made_id = await add_category(
            connection, asked.parent_id, draft, asked.slug, asked.image, key
        )
        await _tell(connection, caller, made_id, "made", {"after": to_builtins(asked)})
    return made_id


async def rename_category(
    database: Database,
    caller: Caller,
    category_id: UUID,
    asked: CategoryAsked,
    version: int | None = None,
) -> None:
    """What it is called, and its picture; without a ``slug`` its address stays. ``version``: over
    which it is saved, where that is said. Raises :class:`CategoryNotFound`,
    :class:`CategoryChangedMeanwhile` and :class:`BadCategory`."""
    asked = await _with_picture(database, asked, category_id)
    async with database.transaction() as connection:
        await lock_catalogue(connection)
        tree = await read_tree(connection)
        known = _known(tree, category_id)
        _refuse(list(_faults(tree, asked, known.parent_id, known)))
        slug = asked.slug or known.slug
        edit = CategoryEdit(asked.name, slug, asked.translations, asked.image)
        before = CategoryEdit(known.name, known.slug, known.translations, known.image)
        if edit == before:
            return
        if version not in (None, known.version):
            raise CategoryChangedMeanwhile("Somebody saved it since. Look at it again.")
        await change_category(connection, category_id, edit)
        about = {"before": to_builtins(before), "after": to_builtins(edit)}
        await _tell(connection, caller, category_id, "changed", about)


async def place_category(
    database: Database,
    caller: Caller,
    category_id: UUID,
    parent_id: UUID | None,
    before: UUID | None,
) -> None:
    """Move it, with all that is below it, right before another or to the end of what is below
    ``parent_id``. Raises :class:`CategoryNotFound` and :class:`BadCategory`."""
    async with database.transaction() as connection:
        await lock_catalogue(connection)
        tree = await read_tree(connection)
        known, parent = _known(tree, category_id), tree.get(parent_id)
        if parent_id is not None and parent is None:
            raise BadCategory("There is no such category.", field="parentId")
        if parent is not None and category_id in parent.path:
            detail = say("{name} cannot stand below itself.", name=known.name)
            raise BadCategory(detail, field="parentId")
        deepest = max(len(one.path) for one in (known, *tree.walk(category_id)))
        if len(parent.path if parent else ()) + 1 + deepest - len(known.path) > MAX_DEPTH:
            _refuse([_too_deep()])
        asked = CategoryAsked(known.name, known.slug)
        _refuse(list(_faults(tree, asked, parent_id, known)))
        await move_category(connection, tree, known, parent, before)
        about = {
            "before": {"parent": _text(known.parent_id), "position": known.position},
            "after": {"parent": _text(parent_id), "before": _text(before)},
        }
        await _tell(connection, caller, category_id, "moved", about)


async def take_category_away(database: Database, caller: Caller, category_id: UUID) -> None:
    """One that is empty. Raises :class:`CategoryNotFound` and :class:`CategoryInUse`."""
    async with database.transaction() as connection:
        await lock_catalogue(connection)
        tree = await read_tree(connection)
        known = _known(tree, category_id)
        if below := tree.below(category_id):
            raise CategoryInUse(
                say("Move the {count} categories below it first.", count=len(below))
            )
        if count := await products_in(connection, category_id):
            raise CategoryInUse(
                say("Give its {count} products another category first.", count=count)
            )
        await remove_category(connection, category_id)
        before = {"name": known.name, "slug": known.slug, "parent": _text(known.parent_id)}
        await _tell(connection, caller, category_id, "removed", {"before": before})


def _known(tree: CategoryTree, category_id: UUID) -> Category:
    known = tree.get(category_id)
    if known is None:
        raise CategoryNotFound("There is no such category.")
    return known


def _faults(
    tree: CategoryTree, asked: CategoryAsked, parent_id: UUID | None, known: Category | None
) -> Iterator[FieldError]:
    others = [one for one in tree.below(parent_id) if known is None or one.id != known.id]
    if not asked.name:
        yield FieldError("name", "missing", "Give the category a name.")
    elif BETWEEN in asked.name:
        yield FieldError("name", "not-a-name", "Leave out the sign >: it divides paths in files.")
    elif any(one.name == asked.name for one in others):
        detail = say("There is a category {name} in the same place.", name=asked.name)
        yield FieldError("name", "twice", detail)
    same = tree.called(asked.slug) if asked.slug else None
    if same is not None and (known is None or same.id != known.id):
        detail = say("The category {name} has this address.", name=same.name)
        yield FieldError("slug", "taken", detail)


def _too_deep() -> FieldError:
    detail = say("Categories stand at most {most} deep.", most=MAX_DEPTH)
    return FieldError("parentId", "too-deep", detail)


def _refuse(faults: list[FieldError]) -> None:
    if faults:
        raise BadCategory.of(faults)


def _text(category_id: UUID | None) -> str | None:
    return None if category_id is None else str(category_id)


async def _tell(
    connection: AsyncConnection,
    caller: Caller,
    category_id: UUID,
    change: CategoryChange,
    about: dict[str, object],
) -> None:
    await raise_directory(connection)
    await caller.note(connection, f"category.{change}", str(category_id), about)
    await write_event(connection, CategoryChanged(change), category_id, caller.request)


async def _with_picture(
    database: Database, asked: CategoryAsked, category_id: UUID | None
) -> CategoryAsked:
    """With the address that is kept of its picture. Raises :class:`BadCategory`."""
    before = None
    if asked.image is not None and category_id is not None:
        async with database.read() as connection:
            before = (await read_tree(connection)).get(category_id)
    known = None if before is None else before.image
    image, faults = await named_address(PictureBook(database), "image", asked.image, known)
    _refuse(faults)
    return replace(asked, image=image)
