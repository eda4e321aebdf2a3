"""Pictures in messages: for those who take part in the conversation, and staff."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.conversations import message_photo_url
from holdfast.api.contract.photos import WEBP, photo_response
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.contract.uploads import upload
from holdfast.api.shell.dependencies import Member, body, caller, shop_parts
from holdfast.api.shell.picture_uploads import PICTURE, PICTURE_BODY, PICTURE_PROBLEMS, may_send
from holdfast.api.shell.state import state_of
from holdfast.flows.conversing.photos import keep_message_photo, photo_seen
from holdfast.kit.photos import PhotoNotFound, TooManyPhotos

__all__ = ["router"]

router = APIRouter(prefix="/api/message-photos", tags=["conversations"])


class MessagePhotoBody(Answer):
    id: UUID = Field(description="What `photos` of a message names it by")
    url: str


@router.post(
    "",
    status_code=201,
    responses={**PICTURE_PROBLEMS, **problems(TooManyPhotos, RateLimited)},
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_message_photo(request: Request, who: Member) -> MessagePhotoBody:
    """Send a picture that a message of one's own is to have, as `POST /api/staff/pictures` takes
    pictures. The same one sent again is the same, until a message has it. One that no message has
    is gone after a day."""
    await may_send(request, who)
    workshop = state_of(request).pictures.workshop
    made = await keep_message_photo(shop_parts(request), workshop, who.user_id, body(request))
    return MessagePhotoBody(id=made, url=message_photo_url(made))


@router.get("/{photo_id}", response_class=Response, responses={**WEBP, **problems(PhotoNotFound)})
async def get_message_photo(request: Request, photo_id: UUID) -> Response:
    """A picture in a message that one may read, a WebP; one that no message has, for who sent it.
    That staff looked at one of a seller's stands in the audit log, once an hour."""
    return photo_response(await photo_seen(shop_parts(request), caller(request), photo_id))
