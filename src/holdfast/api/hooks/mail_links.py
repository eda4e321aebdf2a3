"""A reader's own button to get no more of a kind of mail (RFC 8058): one POST, without a login."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from holdfast.api.contract.problems import BodyTooLarge, RateLimited, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.wanting import MailLinkUnknown, want_by_link

__all__ = ["router"]

router = APIRouter(prefix="/hooks", tags=["hooks"])

_CALL = Upload(4 * 1024, ("",), seconds=20.0)  # a form, which says what the address says


@router.post(
    "/mail/{link}",
    operation_id="postMailLeft",
    summary="Get no more mails of a kind",
    status_code=204,
    openapi_extra=file_body("*/*"),
    responses=problems(MailLinkUnknown, BodyTooLarge, RateLimited),
)
@upload(_CALL)
async def post_left(
    request: Request, link: Annotated[str, Path(max_length=300, description="As the mail has it")]
) -> None:
    """For who reads mail: the address stands in its `List-Unsubscribe`. Nobody need be logged in;
    sent again it changes nothing."""
    await want_by_link(database(request), state_of(request).mailing, link, wanted=False)
