"""Staff: the shop's texts."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.shop_pages import policy_name
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.catalog import MAX_HTML
from holdfast.flows.staff.shop_settings import SettingsChangedMeanwhile, update_policy
from holdfast.flows.staff.starter_texts import starter_texts
from holdfast.kit.clock import iso
from holdfast.kit.locales import LOCALES
from holdfast.shop import PolicyName, PolicyNotFound, read_policies, shop_revision

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/policies", tags=["staff"])


class PolicyText(Answer):
    name: PolicyName
    locale: str
    html: str
    changed_at: Instant


class PoliciesShown(Answer):
    policies: list[PolicyText]
    revision: int = Field(description="Of settings and texts together: goes into `If-Match`")


class StarterShown(Answer):
    name: PolicyName
    locale: str
    html: str


class StartersShown(Answer):
    starters: list[StarterShown] = Field(
        description="That about cancelling is there only where the shop sells sessions"
    )


class PolicyAsked(Ask):
    html: Annotated[str, Field(max_length=MAX_HTML)] = Field(
        description="What is not plain formatting is taken out; empty: the shop has no such text"
    )


@router.get("")
async def list_policies(request: Request, response: Response) -> PoliciesShown:
    """All texts of the shop, in every language."""
    return await _shown(request, response)


@router.get("/starters")
async def list_starters(request: Request) -> StartersShown:
    """Texts to begin with, in every language, from the shop's own settings: for the editor. None of
    them is kept before staff keep it; what stands in square brackets is for them to fill in."""
    state = state_of(request)
    sellers = bool((await state.products.directory.now()).sellers)
    found = await starter_texts(
        database(request),
        sellers=sellers,
        analytics=state.analytics.services,
    )
    return StartersShown.model_validate({"starters": found}, from_attributes=True)


@router.put(
    "/{policy}/{locale}",
    responses=problems(PolicyNotFound, SettingsChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_policy_text(
    request: Request, response: Response, policy: str, locale: str, asked: PolicyAsked
) -> PoliciesShown:
    """Keep a text in one language. The audit log keeps what it was before."""
    name, version = policy_name(policy), version_of(request)
    if locale not in LOCALES:
        raise PolicyNotFound
    here = database(request)
    await update_policy(here, name, locale, asked.html, version, caller(request))
    shop_parts(request).shop.forget()
    return await _shown(request, response)


async def _shown(request: Request, response: Response) -> PoliciesShown:
    async with database(request).read() as connection:
        texts = await read_policies(connection)
        version = await shop_revision(connection)
    response.headers["etag"] = etag(version)
    return PoliciesShown(
        revision=version,
        policies=[
            PolicyText(
                name=one.name,
                locale=one.locale,
                html=one.html,
                changed_at=iso(one.changed_at) or "",
            )
            for one in texts
        ],
    )
