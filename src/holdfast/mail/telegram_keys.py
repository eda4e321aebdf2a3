"""What the shop's bot of Telegram is reached by: a part of the settings."""

from pydantic import BaseModel, Field, SecretStr


class TelegramKeys(BaseModel):
    """Without a token there is no bot."""

    telegram_token: SecretStr | None = Field(
        None,
        description="The shop's bot of Telegram: its token, of @BotFather. People link their chats"
        " on their account's page, are told there, and book",
    )
    telegram_bot: str = Field(
        "",
        pattern=r"^[A-Za-z0-9_]{0,64}$",
        description="The bot's name, without the `@`: links to it are made of it",
    )
    telegram_api: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+)?/?$",
        description="Another server that answers as the Bot API does: your own, or for tests",
    )
    telegram_seconds: float = Field(
        15.0, gt=0, le=60, description="How long each of its answers may take"
    )
