"""What a kind of mail is, apart from what leads to it: its name, and what its template may say."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.locales import LOCALES
from holdfast.mail.language import BadTemplate, Written, fill
from holdfast.mail.tables import mail_templates

_FOLDER: Final = Path(__file__).parent / "templates"


@lru_cache(maxsize=256)
def own_template(kind: str, locale: str) -> str:
    """The file that comes with us; English, where there is none of the language."""
    for language in (locale, "en"):
        path = _FOLDER / f"{kind}.{language}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise LookupError(f"no template of {kind}")


@lru_cache(maxsize=1)
def examples() -> Mapping[str, Any]:
    """What templates are tried with while nothing real was said: by what a mail is about."""
    found: dict[str, Any] = msgspec.json.decode((_FOLDER / "examples.json").read_bytes())
    return found


async def read_templates(connection: AsyncConnection) -> dict[tuple[str, str], str]:
    """Those that a merchant changed."""
    columns = mail_templates.c
    rows = await connection.execute(sa.select(columns.kind, columns.locale, columns.text))
    return {(row.kind, row.locale): row.text for row in rows}


async def changed_at(connection: AsyncConnection, kind: str, locale: str) -> datetime | None:
    """When a merchant changed it; None: nobody did."""
    columns = mail_templates.c
    asked = sa.select(columns.changed_at).where(columns.kind == kind, columns.locale == locale)
    found: datetime | None = await connection.scalar(asked)
    return found


def tried(text: str, said: Mapping[str, Any], locale: str) -> Written:
    """What it says of this, if every value it asks for is known. Raises :class:`BadTemplate`."""
    return fill(text, said, locale, strict=True)


async def keep_template(
    connection: AsyncConnection, kind: str, locale: str, text: str, said: Mapping[str, Any]
) -> Written:
    """Use this text from now on, if it can be filled. Raises :class:`BadTemplate`."""
    written = tried(text, said, locale)
    values = {"kind": kind, "locale": locale, "text": text}
    again = {"text": text, "changed_at": sa.func.now()}
    await connection.execute(
        insert(mail_templates)
        .values(values)
        .on_conflict_do_update(index_elements=["kind", "locale"], set_=again)
    )
    return written


async def forget_template(connection: AsyncConnection, kind: str, locale: str) -> None:
    """Use our own again."""
    columns = mail_templates.c
    await connection.execute(
        sa.delete(mail_templates).where(columns.kind == kind, columns.locale == locale)
    )


def filled(
    changed: Mapping[tuple[str, str], str], kind: str, locale: str, said: Mapping[str, Any]
) -> Written:
    """By the merchant's template; by our own, if that does not fit what is to be said. Raises
    :class:`BadTemplate` if neither does."""
    locale = locale if locale in LOCALES else "en"
    text = changed.get((kind, locale))
    if text is not None:
        try:
            return fill(text, said, locale)
        except BadTemplate:
            pass  # it was tried when it was saved: better our words than none
    return fill(own_template(kind, locale), said, locale)
