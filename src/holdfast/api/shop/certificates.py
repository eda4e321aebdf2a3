"""Certificates: a code that is shown once, a page to give, and what is left by the code."""

import asyncio
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer, unkept
from holdfast.api.contract.packages import GrantShown, KindOfItem, grant_body
from holdfast.api.contract.papers import PDF, pdf_answer
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shell.state import state_of
from holdfast.flows.packages.certificates import (
    certificate_of,
    make_code,
    must_be_its_code,
    worth_of,
)
from holdfast.flows.packages.keeping import PackageStopped, found_grant
from holdfast.kit.zones import zone
from holdfast.packages import CodeUnknown, GrantNotFound, Paper, TooManyCodes, certificate_pdf
from holdfast.views.names_now import grants_named

__all__ = ["router"]

router = APIRouter(tags=["packages"])

Code = Annotated[str, Field(min_length=1, max_length=60)]


class CodeAnswer(Answer):
    """The code is shown this once; one that was made before does not work any more."""

    code: str
    grant: GrantShown


class PaperAsked(Ask):
    code: Code
    language: Literal["en", "ru", "ko"] = "en"


class BalanceAsked(Ask):
    code: Code


class BalanceAnswer(Answer):
    name: str
    kind: KindOfItem
    left: int = Field(description="Minor units; of a certificate of a service, minutes")
    units: int = Field(description="At first")
    currency: str
    services: list[UUID] = Field(description="What it pays for; none named: everything")
    session_minutes: int | None = Field(description="Of one of a service: so many are a session")
    status: Literal["coming", "active", "grace", "frozen", "expired"]
    valid_from: Instant | None = Field(description="Of a season: it is `coming` before")
    valid_until: Instant
    grace_until: Instant


@router.post(
    "/api/prepaid/{grant_id}/code",
    response_model=CodeAnswer,
    responses=problems(GrantNotFound, PackageStopped, *COMMITS),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_code(request: Request, grant_id: UUID) -> Response:
    """Make a certificate's code. Asked again, there is another one, and this one ends."""
    parts = shop_parts(request)
    made = await make_code(parts, caller(request), grant_id)
    account = await parts.reader.account(made.grant.key)
    (named,) = await grants_named(parts.database, [made.grant], reader_of(request))
    shown = grant_body(named, account.balance, account.version)
    return unkept(json_answer({"code": made.code, "grant": shown}))


@router.post(
    "/api/prepaid/{grant_id}/paper",
    response_class=Response,
    responses={**PDF, **problems(GrantNotFound, CodeUnknown, TooManyCodes)},
)
async def post_paper(request: Request, grant_id: UUID, asked: PaperAsked) -> Response:
    """One's own certificate as a page to print or to send: a PDF with the code that was shown."""
    await state_of(request).codes.attempt(exchange(request).address)
    parts, who = shop_parts(request), exchange(request).principal
    grant = await found_grant(parts, who, grant_id)
    if not grant.has_code or who is None or grant.owner != who.id:
        raise GrantNotFound("You have no such certificate.")
    must_be_its_code(grant, asked.code)
    shop = await parts.shop.now()
    paper = Paper(
        language=asked.language,
        shop=shop.name,
        name=grant.name,
        worth=await worth_of(parts, grant, asked.language),
        code=asked.code,
        to_name="" if grant.gift is None else grant.gift.to_name,
        message="" if grant.gift is None else grant.gift.message,
        until=grant.valid_until.astimezone(zone(shop.dispatch.zone)).date(),
    )
    made = await asyncio.to_thread(certificate_pdf, paper)
    return pdf_answer(made, "certificate", to_keep=True)


@router.post(
    "/api/certificates/balance",
    response_model=BalanceAnswer,
    responses=problems(CodeUnknown, TooManyCodes),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_balance(request: Request, asked: BalanceAsked) -> Response:
    """What is left of a certificate, by its code. Attempts are limited."""
    await state_of(request).codes.attempt(exchange(request).address)
    parts = shop_parts(request)
    grant = await certificate_of(parts, asked.code)
    (grant,) = await grants_named(parts.database, [grant], reader_of(request))
    account = await parts.reader.account(grant.key)
    shown = grant_body(grant, account.balance, account.version)
    wanted = (
        "name", "kind", "left", "units", "currency", "services", "sessionMinutes", "status",
        "validFrom", "validUntil", "graceUntil",
    )  # fmt: skip
    return unkept(json_answer({name: shown[name] for name in wanted}))
