"""What SMS goes by, and how much of it: a part of the settings."""

from pydantic import BaseModel, Field, SecretStr


class SmsKeys(BaseModel):
    """Without a key of either there is no SMS; with both, numbers of Russia go by SMS.RU."""

    sms_twilio_account: str = Field(
        "",
        pattern=r"^(AC[0-9a-fA-F]{32})?$",
        description="Twilio's account (`AC...`), by which people are told by SMS",
    )
    sms_twilio_token: SecretStr | None = Field(None, description="Its token", repr=False)
    sms_twilio_from: str = Field(
        "",
        pattern=r"^(\+[0-9]{3,15}|MG[0-9a-fA-F]{32}|[A-Za-z0-9 ]{1,11})?$",
        description="Whose messages they are there: a number, a name, or a service (`MG...`)",
    )
    sms_twilio_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+)?/?$",
        description="Another server that answers as Twilio does, for tests",
    )
    sms_ru_key: SecretStr | None = Field(
        None, description="SMS.RU's `api_id`, by which people are told by SMS", repr=False
    )
    sms_ru_from: str = Field(
        "",
        pattern=r"^[A-Za-z0-9 ._-]{0,11}$",
        description="The sender's name that SMS.RU has agreed to; without it the account's own",
    )
    sms_ru_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+)?/?$",
        description="Another server that answers as SMS.RU does, for tests",
    )
    sms_country: str = Field(
        "",
        pattern=r"^([A-Z]{2})?$",
        description="Where numbers without a `+` are dialled, as `RU`; without it the country whose"
        " holidays the shop keeps",
    )
    sms_kinds: str = Field(
        "booking-confirmed,booking-moved,booking-cancelled,series-cancelled,booking-tomorrow,"
        "booking-soon",
        description="Kinds of mails that go by SMS too, separated by commas",
    )
    sms_a_day: int = Field(
        1000,
        ge=1,
        le=1_000_000,
        description="SMS in a day (UTC) at most; staff are told when it is reached, and the rest"
        " waits for the next. Codes for numbers are a quarter of it at most",
    )
    sms_number_a_day: int = Field(
        10, ge=1, le=100, description="SMS to one number in a day (UTC) at most"
    )
    sms_seconds: float = Field(
        10.0, gt=0, le=60, description="How long each of their answers may take"
    )
