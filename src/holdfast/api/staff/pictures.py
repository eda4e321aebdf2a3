"""Staff: pictures, sent one by one before a product names them."""

from fastapi import APIRouter, Request

from holdfast.api.contract.uploads import upload
from holdfast.api.shell.dependencies import Member, body
from holdfast.api.shell.picture_uploads import PICTURE, PICTURE_BODY, PICTURE_PROBLEMS, may_send
from holdfast.api.shell.state import state_of
from holdfast.api.staff.picture_bodies import PictureAnswer, picture_answer
from holdfast.flows.inventory.pictures import take_picture
from holdfast.people import Principal

__all__ = ["router", "taken"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


@router.post(
    "/pictures",
    status_code=201,
    responses=PICTURE_PROBLEMS,
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_picture(request: Request, who: Member) -> PictureAnswer:
    """Send a picture, to be named by a product: JPEG, PNG, WebP or AVIF, whatever it is called; at
    most 8 MB, 12,000 pixels a side and 60 million in all. It is turned upright, put into sRGB,
    freed of all that is not pixels and made in several sizes. Its address is made of its content,
    so the same picture sent again is the same picture."""
    return await taken(request, who)


async def taken(request: Request, who: Principal) -> PictureAnswer:
    """The picture in the request's body, kept."""
    await may_send(request, who)
    found = await take_picture(state_of(request).pictures, body(request), who.id)
    return picture_answer(found)
