"""Clients from a spreadsheet: who is known already, by address or phone, is completed and never
doubled. A file goes in as a whole, or is only looked through."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct, to_builtins
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients import (
    MAX_NOTE,
    MAX_TAGS,
    ClientMade,
    ClientTerms,
    add_client,
    add_note,
    change_client,
    clean_phone,
    client_faults,
    lock_clients,
    notes_of,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_events
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import Sentence, say
from holdfast.kit.sheets import UnreadableSheet, plain_cell, sheet_rows

__all__ = ["HEADINGS", "MAX_ROWS", "BadClientFile", "ClientFault", "ClientImport", "import_clients"]

MAX_ROWS: Final = 5000
_MOST_FAULTS: Final = 100
HEADINGS: Final = ("Name", "Email", "Phone", "Tags", "Consent", "Note")
_CALLED: Final[Mapping[str, str]] = {
    "name": "name", "имя": "name", "клиент": "name", "이름": "name", "고객": "name",
    "email": "email", "e-mail": "email", "mail": "email", "почта": "email", "이메일": "email",
    "phone": "phone", "телефон": "phone", "전화": "phone", "전화번호": "phone",
    "tags": "tags", "метки": "tags", "теги": "tags", "태그": "tags",
    "consent": "consent", "согласие": "consent", "동의": "consent",
    "note": "note", "заметка": "note", "комментарий": "note", "메모": "note",
}  # fmt: skip
_YES: Final = {"yes", "true", "1", "y", "да", "예", "네"}
# One import at a time, so that two files with the same people do not make them twice.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast client import'))")
_KNOWN: Final = sa.text("""
SELECT c.id, lower(c.email) AS email, lower(u.email) AS account, c.phone, lower(c.name) AS name
FROM clients c
LEFT JOIN client_accounts ca ON ca.client_id = c.id
LEFT JOIN users u ON 'user:' || u.id::text = ca.owner
WHERE c.merged_into IS NULL ORDER BY c.id
""")


class BadClientFile(Problem):
    """Not a list of clients."""

    status = 422
    code = "client-file-invalid"
    title = "The file cannot be read"


class ClientFault(Struct, frozen=True):
    """A row that was left out, and why."""

    line: int
    reason: Sentence


class ClientImport(Struct):
    """What came of a file, or would."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0
    faults: list[ClientFault] = []


class _Row(Struct, frozen=True):
    line: int
    terms: ClientTerms
    note: str


async def import_clients(
    database: Database, caller: Caller, file: bytes, *, dry_run: bool
) -> ClientImport:
    """Raises :class:`BadClientFile`. What a row leaves empty stays as it is; tags are added; a
    consent is given by a file, and never taken back."""
    report = ClientImport()
    rows = list(_read(file, report))
    async with database.transaction() as connection:
        await connection.execute(_LOCK)
        known = _Known()
        for row in await connection.execute(_KNOWN):
            known.learn(row.id, row.name, (row.email, row.account), row.phone)
        made = [(await _put(connection, caller, known, row, report), row) for row in rows]
        new = [(ClientMade("file"), one) for one, _ in made if one is not None]
        if dry_run:
            await connection.rollback()
            return report
        await write_events(connection, new, caller.request)
        about = {"created": report.created, "updated": report.updated, "rows": report.rows}
        await caller.note(connection, "clients.imported", "clients", about)
    return report


class _Known:
    """Who is there already, by what tells people apart. Who shares a phone with somebody and has
    another address is somebody else, as in a family."""

    def __init__(self) -> None:
        self._by: dict[str, UUID] = {}
        self._addressed: set[UUID] = set()

    def learn(self, client: UUID, name: str, emails: tuple[str | None, ...], phone: str) -> None:
        for email in emails:
            if email:
                self._by.setdefault(f"mail {email}", client)
                self._addressed.add(client)
        if digits := clean_phone(phone)[-9:]:
            self._by.setdefault(f"phone {digits}", client)
        if not any(emails) and not phone and name:
            self._by.setdefault(f"name {name}", client)

    def find(self, terms: ClientTerms) -> UUID | None:
        """By address, or else by phone, if not both have an address; by name only who has
        neither."""
        if terms.email and (found := self._by.get(f"mail {terms.email.lower()}")):
            return found
        if terms.phone:
            found = self._by.get(f"phone {clean_phone(terms.phone)[-9:]}")
            return None if terms.email and found in self._addressed else found
        if terms.email:
            return None
        return self._by.get(f"name {terms.name.lower()}")


async def _put(
    connection: AsyncConnection, caller: Caller, known: _Known, row: _Row, report: ClientImport
) -> UUID | None:
    """The id of who is new."""
    terms, found = row.terms, known.find(row.terms)
    if found is None:
        made = (await add_client(connection, terms, caller.actor, "file")).id
        known.learn(made, terms.name.lower(), (terms.email.lower(),), terms.phone)
        report.created += 1
        if row.note:
            await add_note(connection, made, row.note, caller.actor, None)
        return made
    before = (await lock_clients(connection, [found]))[found]
    tags = tuple(dict.fromkeys((*before.tags, *terms.tags)))[:MAX_TAGS]
    after = replace(
        before.terms,
        name=terms.name or before.name,
        email=terms.email or before.email,
        phone=terms.phone or before.phone,
        tags=tags,
        consent=terms.consent or before.consent,
    )
    noted = bool(row.note) and row.note not in {
        note.text for note in await notes_of(connection, found)
    }
    if after == before.terms and not noted:
        report.unchanged += 1
        return None
    report.updated += 1
    known.learn(found, after.name.lower(), (after.email.lower(),), after.phone)
    if after != before.terms:
        await change_client(connection, before, after, caller.actor)
        about = {"before": to_builtins(before.terms), "after": to_builtins(after)}
        await caller.note(connection, "client.changed", str(found), about)
    if noted:
        await add_note(connection, found, row.note, caller.actor, None)
    return None


def _read(file: bytes, report: ClientImport) -> Iterator[_Row]:
    lines = sheet_rows(file)
    try:
        columns = [_CALLED.get(one.strip().lower()) for one in next(lines, (0, []))[1]]
        if "name" not in columns and "email" not in columns:
            raise BadClientFile(
                say("Its first line names the columns: {known}.", known=", ".join(HEADINGS))
            )
        for at, line in lines:
            report.rows += 1
            if report.rows > MAX_ROWS:
                raise BadClientFile(say("At most {most} rows at a time.", most=MAX_ROWS))
            row = _row(at, columns, line)
            faults = client_faults(row.terms) or _missing(row)
            if not faults:
                yield row
                continue
            report.left_out += 1
            if len(report.faults) < _MOST_FAULTS:
                one = faults[0]
                reason = say("{field}: {detail}", field=one.field, detail=one.detail)
                report.faults.append(ClientFault(row.line, reason))
    except UnreadableSheet as error:
        raise BadClientFile(error.said) from error


def _missing(row: _Row) -> list[FieldError]:
    if len(row.note) > MAX_NOTE:
        most = say("At most {most} characters.", most=MAX_NOTE)
        return [FieldError("note", "too-long", most)]
    if row.terms.name or row.terms.email or row.terms.phone:
        return []
    return [FieldError("name", "missing", say("This field is required."))]


def _row(at: int, columns: list[str | None], cells: list[str]) -> _Row:
    named = zip(columns, cells, strict=False)
    plain = {name: plain_cell(cell) for name, cell in named if name}
    tags = (tag.strip() for tag in plain.get("tags", "").replace(",", ";").split(";"))
    terms = ClientTerms(
        name=plain.get("name", ""),
        email=plain.get("email", ""),
        phone=plain.get("phone", ""),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        consent=plain.get("consent", "").lower() in _YES,
    )
    return _Row(at, terms, plain.get("note", ""))
