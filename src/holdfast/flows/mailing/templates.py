"""Staff change what a kind of mail says, in one language: tried before it is kept, looked at with
an example or with what was last said, and put back to ours."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.mailing.composing import Looks, frame_of, looks_of
from holdfast.flows.mailing.kinds import KINDS, Kind, kind_named
from holdfast.flows.mailing.wanting import MailKindUnknown
from holdfast.kit.errors import Problem
from holdfast.kit.locales import LOCALES
from holdfast.kit.sentences import say
from holdfast.mail import (
    BadTemplate,
    changed_at,
    examples,
    forget_template,
    keep_template,
    names_of,
    newest_mail,
    own_template,
    parts_of,
    read_templates,
    tried,
)
from holdfast.shop import ShopSettings

__all__ = [
    "NoMailYet", "Of", "Template", "TemplateLine", "all_templates", "change_template",
    "preview_template", "put_back_template", "read_template",
]  # fmt: skip

Of: TypeAlias = Literal["example", "latest"]
_SECRETS: Final = {"code": "0000-0000-0000-0000"}


class NoMailYet(Problem):
    """None of this kind was written yet, so there is nothing real to look at."""

    status = 409
    code = "no-mail-yet"
    title = "No such mail was written yet"


class TemplateLine(Struct, frozen=True):
    """A kind, whether people may refuse it, and the languages in which the merchant changed it."""

    kind: str
    refusable: bool
    changed: tuple[str, ...]


class Template(Struct, frozen=True):
    """What a kind says in a language. ``own``: what it says while nobody changes it. ``names``:
    what it may ask for, with examples."""

    kind: str
    locale: str
    subject: str
    text: str
    own_subject: str
    own_text: str
    changed_at: datetime | None
    names: list[tuple[str, str]]


async def all_templates(database: Database) -> list[TemplateLine]:
    """Of every kind."""
    async with database.read() as connection:
        changed = await read_templates(connection)
    return [
        TemplateLine(
            one.name,
            one.may_be_refused,
            tuple(locale for locale in LOCALES if (one.name, locale) in changed),
        )
        for one in KINDS
    ]


async def read_template(database: Database, kind: str, locale: str) -> Template:
    """Raises :class:`MailKindUnknown`."""
    found = _known(kind, locale)
    own = own_template(kind, locale)
    async with database.read() as connection:
        text = (await read_templates(connection)).get((kind, locale), own)
        at = await changed_at(connection, kind, locale)
    return Template(
        kind, locale, *parts_of(text), *parts_of(own), at, names_of(_of_several(found))
    )  # fmt: skip


async def change_template(
    database: Database, caller: Caller, kind: str, locale: str, subject: str, text: str
) -> None:
    """From now on it says this. Raises :class:`MailKindUnknown`, and
    :class:`~holdfast.mail.BadTemplate`, which names the line."""
    said = _of_several(_known(kind, locale))
    async with database.transaction() as connection:
        before = (await read_templates(connection)).get((kind, locale))
        await keep_template(connection, kind, locale, _whole(subject, text), said)
        await caller.note(
            connection, "mail-template.changed", f"mail-template/{kind}/{locale}", {"was": before}
        )


async def put_back_template(database: Database, caller: Caller, kind: str, locale: str) -> None:
    """It says again what comes with us; nothing happens if it does."""
    _known(kind, locale)
    async with database.transaction() as connection:
        before = (await read_templates(connection)).get((kind, locale))
        if before is None:
            return
        await forget_template(connection, kind, locale)
        await caller.note(
            connection, "mail-template.put-back", f"mail-template/{kind}/{locale}", {"was": before}
        )


async def preview_template(
    database: Database, shop: ShopSettings, url: str, kind: str, locale: str,
    subject: str, text: str, of: Of,
) -> Looks:  # fmt: skip
    """How it looks, of an example or of what was last written; it is not kept. Raises
    :class:`NoMailYet`, and what :func:`change_template` does."""
    found = _known(kind, locale)
    whole, said = _whole(subject, text), dict(_example(found))
    tried(whole, _of_several(found), locale)
    if of == "latest":
        newest = await newest_mail(database.pool, kind)
        if newest is None:
            raise NoMailYet("Look at it with the example.")
        alone = {"others": [], "unnamed": 0}
        said = newest.said | alone | (_SECRETS if found.encloses == "certificate" else {})
    return looks_of({(kind, locale): whole}, found, locale, said, frame_of(url, shop, locale))


def _known(kind: str, locale: str) -> Kind:
    found = kind_named(kind)
    if found is None or locale not in LOCALES:
        raise MailKindUnknown(say("There is no kind “{kind}”.", kind=f"{kind}.{locale}"))
    return found


def _example(kind: Kind) -> Mapping[str, Any]:
    found: Mapping[str, Any] = examples()[kind.about.name]
    return found


def _of_several(kind: Kind) -> Mapping[str, Any]:
    """All that it may ask for: of what is told together also what is said of each other one."""
    found = _example(kind)
    if kind.together is None:
        return found
    other = found[kind.about.name] | {"fact": found["fact"]}
    return {**found, "others": [other]}


def _whole(subject: str, text: str) -> str:
    if not subject.strip() or "\n" in subject.strip():
        raise BadTemplate("Give a subject, on one line.", field="subject")
    if not text.strip():
        raise BadTemplate("Say something.", field="text")
    return f"Subject: {subject.strip()}\n\n{text}"
