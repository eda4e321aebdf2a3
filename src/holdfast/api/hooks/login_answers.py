"""A login provider that sends the browser back with a form (Apple does, where it is asked for an
address): the browser goes on with it to the shop's own page."""

from typing import Annotated, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse

from holdfast.api.contract.problems import BodyTooLarge, RateLimited, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import body
from holdfast.api.shell.state import state_of
from holdfast.people.login_providers import LoginProviderUnknown

__all__ = ["router"]

router = APIRouter(prefix="/hooks", tags=["hooks"])

_FORM: Final = Upload(
    8 * 1024, ("application/x-www-form-urlencoded",), seconds=20.0, from_anywhere=True
)
_PASSED_ON: Final = ("state", "code", "error")
_MOST: Final = 2000


@router.post(
    "/login/{login_provider}",
    operation_id="postLoginAnswer",
    summary="Come back from a login provider by a form",
    response_class=RedirectResponse,
    status_code=303,
    openapi_extra=file_body("application/x-www-form-urlencoded"),
    responses=problems(LoginProviderUnknown, BodyTooLarge, RateLimited),
)
@upload(_FORM)
async def post_login_answer(
    request: Request, login_provider: Annotated[str, Path(max_length=40)]
) -> RedirectResponse:
    """The browser comes from the provider's page, without the shop's cookie: it is sent to
    its page under `/login`, which has it."""
    state_of(request).login_providers.named(login_provider)
    said = dict(parse_qsl(body(request).decode("utf-8", "replace")))
    known: dict[str, str] = {name: said[name][:_MOST] for name in _PASSED_ON if name in said}
    return RedirectResponse(f"/login/{login_provider}?{urlencode(known)}", status_code=303)
