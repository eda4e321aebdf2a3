"""One's own chat with the shop's bot of Telegram."""

from typing import Final

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, database, exchange
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.chats import (
    ChatNotLinked,
    TelegramNeedsSession,
    TelegramOff,
    chat_of,
    forget_chat,
    make_code,
)
from holdfast.kit.clock import iso
from holdfast.mail import CODE_MINUTES

__all__ = ["router"]

router = APIRouter(prefix="/api/telegram", tags=["session"])

_FRESH: Final = {"cache-control": "no-store"}


class ChatAnswer(Answer):
    """`name`: as Telegram calls who is there."""

    linked: bool
    name: str
    since: Instant | None


class ChatCodeAsked(Ask):
    """Nothing has to be said."""


class ChatCodeAnswer(Answer):
    url: str = Field(description="Opens the bot and says the code to it")
    bot: str = Field(description="The bot's name, without the `@`")
    code: str = Field(description="To be written to the bot as `/start CODE`, once")
    expires_at: Instant


@router.get("")
async def get_chat(request: Request, who: Member) -> ChatAnswer:
    """Whether a chat tells one what happens."""
    found = await chat_of(database(request), who.id)
    if found is None:
        return ChatAnswer(linked=False, name="", since=None)
    return ChatAnswer(linked=True, name=found.name, since=iso(found.created_at))


@router.post(
    "/codes",
    status_code=201,
    responses=problems(TelegramNeedsSession, TelegramOff),
    description=f"A code by which a chat says to the bot whose it is: for {CODE_MINUTES} minutes,"
    " once, in place of any before. Whoever has it is told there what happens, and books.",
)
async def post_chat_code(
    request: Request, response: Response, _: ChatCodeAsked, who: Member
) -> ChatCodeAnswer:
    mailing, session = state_of(request).mailing, exchange(request).session
    made, url = await make_code(database(request), mailing, who.id, session)
    response.headers.update(_FRESH)
    assert mailing is not None, "a shop without mails has no bot"
    return ChatCodeAnswer(
        url=url, bot=mailing.telegram, code=made.code, expires_at=iso(made.expires_at)
    )


@router.delete("", status_code=204, responses=problems(ChatNotLinked))
async def delete_chat(request: Request, who: Member) -> Response:
    """Tell one there no more; what waits for the chat does not go."""
    await forget_chat(database(request), owner=who.id)
    return Response(status_code=204)
