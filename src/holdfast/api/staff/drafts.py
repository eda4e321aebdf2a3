"""Staff: forms that were not saved yet, so that another device goes on with them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import LARGE_JSON, upload
from holdfast.api.shell.dependencies import caller, database
from holdfast.desk import Draft, draft_of, drafts_of
from holdfast.flows.staff.desk import DraftChanged, DraftKept, forget_draft, keep_draft
from holdfast.ledger import MAX_BALANCE

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/drafts", tags=["staff"])

Subject = Annotated[str, Path(min_length=1, max_length=80, pattern=r"^[a-z]+(-[0-9a-z]+)+$")]


class DraftAsked(Ask):
    """A form as it stands in the browser; nothing of it is looked at before it is saved."""

    title: Annotated[str, Field(max_length=255)] = Field(description="What it is of, in a word")
    form: dict[str, Any]
    based_on: Annotated[int, Field(strict=True, ge=0, le=MAX_BALANCE)] = Field(
        default=0, description="The revision that it was begun from; 0 for a new thing"
    )
    version: Annotated[int, Field(strict=True, ge=0, le=MAX_BALANCE)] = Field(
        default=0, description="Of the draft that this one takes the place of; 0: there is none"
    )


class DraftRow(Answer):
    subject: str
    title: str
    based_on: int
    version: int
    saved_at: Instant


class DraftBody(DraftRow):
    form: dict[str, Any]


class DraftAnswer(Answer):
    draft: DraftBody | None = Field(description="None: nothing is kept")


class Drafts(Answer):
    drafts: list[DraftRow] = Field(description="One's own, the latest first")


@router.get("")
async def list_drafts(request: Request) -> Drafts:
    """What one has not saved yet. Drafts are kept for 30 days, the latest 50."""
    async with database(request).read() as connection:
        found = await drafts_of(connection, caller(request).actor)
    return Drafts(drafts=[DraftRow(**_row(draft)) for draft in found])


@router.get("/{subject}")
async def get_draft(request: Request, subject: Subject) -> DraftAnswer:
    """One's own draft of a thing, if there is one."""
    return await _shown(request, subject)


@router.put("/{subject}", responses=problems(DraftChanged))
@upload(LARGE_JSON)
async def put_draft_asked(request: Request, subject: Subject, asked: DraftAsked) -> DraftAnswer:
    """Keep a form that is not saved yet. It changes nothing in the shop."""
    kept = DraftKept(asked.title, asked.based_on, asked.form, asked.version)
    await keep_draft(database(request), caller(request), subject, kept)
    return await _shown(request, subject)


@router.delete("/{subject}", status_code=204)
async def delete_draft(request: Request, subject: Subject) -> Response:
    """It was saved, or is not wanted."""
    await forget_draft(database(request), caller(request), subject)
    return Response(status_code=204)


async def _shown(request: Request, subject: str) -> DraftAnswer:
    async with database(request).read() as connection:
        draft = await draft_of(connection, caller(request).actor, subject)
    return DraftAnswer(draft=DraftBody(**_row(draft), form=draft.form) if draft else None)


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "subject": draft.subject,
        "title": draft.title,
        "based_on": draft.based_on,
        "version": draft.version,
        "saved_at": draft.saved_at,
    }
