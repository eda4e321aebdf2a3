"""The shop's texts: contacts, delivery, returns, privacy, terms."""

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.contract.shop_pages import policy_name
from holdfast.api.shell.dependencies import database, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.kit.clock import iso
from holdfast.shop import PolicyName, PolicyNotFound, policy_in, read_policies

__all__ = ["router"]

router = APIRouter(prefix="/api/policies", tags=["shop"])


class PolicyBody(Answer):
    name: PolicyName
    locale: str = Field(description="The language it is in, if it is not in the one asked for")
    html: str
    changed_at: Instant


@router.get(
    "/{policy}",
    responses=problems(PolicyNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_policy(request: Request, policy: str) -> PolicyBody:
    """A text of the shop: in the reader's language, else in the first of the shop's that has it."""
    name = policy_name(policy)
    languages = (await shop_parts(request).shop.now()).languages
    async with database(request).read() as connection:
        found = policy_in(await read_policies(connection, name), locale_of(request), languages)
    if found is None:
        raise PolicyNotFound
    return PolicyBody(
        name=name, locale=found.locale, html=found.html, changed_at=iso(found.changed_at) or ""
    )
