"""Every setting, with its default and its meaning. Only the composition root reads them."""

import os
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

from limits import parse
from pydantic import AfterValidator, AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from holdfast.analytics import AnalyticsKeys
from holdfast.db.replica_keys import ReplicaKeys
from holdfast.db.secret import kept_secret
from holdfast.kit.sentry import SentryKeys
from holdfast.mail import FcmKeys, SmsKeys, TelegramKeys
from holdfast.payments.providers import ProviderKeys
from holdfast.people.login_providers import LoginProviderKeys
from holdfast.setting_words import faults, strangers, variable_of
from holdfast.sinks import SinkKeys

__all__ = ["OF_THE_COMMAND_LINE", "BadSettings", "Settings", "secret_of", "words"]

ROOT: Final = Path(__file__).parents[2]
OF_THE_COMMAND_LINE: Final = {
    "HOLDFAST_HOST": ("127.0.0.1", "Where it listens (`--host`); `0.0.0.0` for all addresses"),
    "HOLDFAST_PORT": ("8000", "On which port (`--port`); each service has a default of its own"),
}
"""What no process is told but that which opens the port."""


def _is_rate(limit: str) -> str:
    try:
        parse(limit)
    except ValueError:
        raise ValueError("write a rate, as 100/minute or 2000/day") from None
    return limit


Rate: TypeAlias = Annotated[str, AfterValidator(_is_rate)]


def _setting(default: Any, description: str, variable: str, pattern: str | None = None) -> Any:
    """A setting with a customary name of its own, kept out of logs."""
    return Field(
        default,
        pattern=pattern,
        description=description,
        validation_alias=AliasChoices(variable.lower(), variable),
        repr=False,
    )


class BadSettings(Exception):
    """A setting makes no sense; the message says which and why."""


class Settings(
    BaseSettings,
    ProviderKeys,
    LoginProviderKeys,
    TelegramKeys,
    SmsKeys,
    FcmKeys,
    SentryKeys,
    SinkKeys,
    AnalyticsKeys,
    ReplicaKeys,
):
    """From the environment, as ``HOLDFAST_<NAME>`` (docs/settings.md)."""

    model_config = SettingsConfigDict(env_prefix="HOLDFAST_", populate_by_name=True, extra="ignore")

    database_url: str = _setting(
        "", "A PostgreSQL of your own; without it, the embedded one", "DATABASE_URL"
    )
    redis_url: str | None = _setting(
        None,
        "Redis, `redis://...`, through which several workers talk and count together",
        "REDIS_URL",
        r"^(rediss?://\S+)?$",
    )
    data: Path = Field(Path("data"), description="The data directory")
    backups: Path | None = Field(
        None, description="Where a copy of the embedded shop is put each day (`--backups`)"
    )
    secrets: Path = Field(Path("/run/secrets"), description="Of files that are called as settings")
    web: Path = Field(ROOT / "web" / "dist", description="The built web app")
    demo: bool = Field(False, description="Demo payments and demo users (`--demo`)")
    demo_history: bool = Field(
        True, description="`off`: the demo shop opens today, without the month before"
    )
    workers: int = Field(1, ge=1, le=64, description="Processes (`--workers`)")
    partitions: int = Field(
        1, ge=1, le=64, description="Of the ledger's keys; for a distributed PostgreSQL"
    )
    secret: SecretStr | None = Field(
        None, min_length=16, description="Signs cookies; made once and kept in the data directory"
    )

    hold_seconds: float = Field(900.0, ge=1, le=86_400, description="How long a reservation lasts")
    travel_speed: float = Field(
        25.0, ge=1, le=1000, description="Of photographers between two places, in km/h"
    )
    travel_before: int = Field(10, ge=0, le=600, description="Minutes more for each way there")
    settlement: Literal["together", "messages"] = Field(
        "together",
        description="How wallets pay: `together` with the goods, or asked by `messages`",
    )
    holds_per_owner: int = Field(10, ge=1, description="Reservations a buyer may have open")
    holds_per_address: int = Field(
        500, ge=1, description="Reservations that may be open from one address"
    )
    times_per_address: int = Field(
        10, ge=1, description="Times of one calendar that guests of one address may hold unpaid"
    )
    unpaid_per_owner: int = Field(
        10,
        ge=1,
        description="Reservations of a buyer that may end unpaid in `HOLDFAST_UNPAID_SECONDS`;"
        " after that one may be open at a time, until time passes or one is paid for",
    )
    unpaid_per_address: int = Field(
        100,
        ge=1,
        description="The same of all guests of one address; after that, a tenth of"
        " `HOLDFAST_HOLDS_PER_ADDRESS` may be open",
    )
    unpaid_seconds: float = Field(
        3600.0, ge=1, le=86_400, description="How long a reservation that ended unpaid counts"
    )
    writes_principal: Rate = Field(
        "10000/day", description="Requests of one user that change something; not of staff"
    )
    writes_address: Rate = Field("50000/day", description="The same of all guests of one address")
    lines_principal: Rate = Field(
        "2000/day", description="Lines of carts that one user may reserve"
    )
    lines_address: Rate = Field(
        "20000/day", description="Lines of carts that all guests of one address may reserve"
    )
    places_principal: Rate = Field(
        "5/minute", description="New places in waiting rooms of one user, before a proof of work"
    )
    places_address: Rate = Field("60/minute", description="The same from one address")
    proof_bits: int = Field(
        18, ge=1, le=30, description="Bits of zero of such a proof; each more takes twice the time"
    )

    pictures_minute: Rate = Field(
        "60/minute", description="Pictures that one user may send; not of staff"
    )
    pictures_day: Rate = Field("1000/day", description="The same in a day")

    limits: bool = Field(
        True, description="`off`: no rate limits and no caps on reservations. For load tests"
    )
    rate_principal: Rate = Field("1200/minute", description="Requests of one user or guest")
    rate_address: Rate = Field("6000/minute", description="Requests from one address")
    rate_hooks: Rate = Field(
        "1200/minute", description="Payment providers' events from one address"
    )
    proxies: str = Field(
        "", description="Proxies whose `X-Forwarded-*` counts: addresses, networks, names, `unix`"
    )
    origins: str = Field(
        "",
        description="Further origins whose pages may send requests and read the answers, with "
        "cookies (CORS), separated by commas: `https://shop.example`",
    )
    frames: str = Field(
        "",
        description="Origins whose pages may show the booking page in a frame (`/embed.js`), "
        "separated by commas: `https://studio.example`",
    )
    geocoder: Literal["", "nominatim", "google"] = Field(
        "", description="Who is asked where addresses are: `nominatim`, `google`; or nobody"
    )
    geocoder_url: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="Another address of it, as of a Nominatim of one's own",
    )
    geocoder_key: SecretStr | None = Field(None, description="Google's key", repr=False)
    tiles: str = Field(
        "",
        pattern=r"^(https?://[A-Za-z0-9.-]+(:[0-9]+)?/[^\s]*\{z\}[^\s]*)?$",
        description="Pictures of the map of studios, as `https://tiles.example/{z}/{x}/{y}.png`; "
        "without it, a list by distance",
    )
    tiles_by: str = Field("", description="Whose map it is, as its terms want it named")
    body_limit: int = Field(256 * 1024, ge=1024, description="Bytes a request's body may have")
    head_seconds: float = Field(
        10.0, gt=0, description="How long a request's head may take to come in"
    )
    request_seconds: float = Field(20.0, gt=0, description="How long a request may take")

    cdn_url: str = Field(
        "",
        pattern=r"^(https?://[A-Za-z0-9.:-]+)?/?$",
        description="Another address that answers `/assets/` and `/media/` as the shop does, as"
        " `https://cdn.example`: pages load the app and pictures from there",
    )
    bucket: str = Field(
        "",
        pattern=r"^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?)?$",
        description="Where pictures are kept instead of the data directory, for servers that share"
        " no disk: `s3://name` or `s3://name/prefix`",
    )
    bucket_endpoint: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="Of a bucket that is not Amazon's: `https://storage.example`",
    )
    bucket_region: str = Field("us-east-1", description="Where the bucket is")
    bucket_key: str = _setting("", "The key's name, for the bucket", "AWS_ACCESS_KEY_ID")
    bucket_secret: SecretStr | None = _setting(
        None, "The key, for the bucket", "AWS_SECRET_ACCESS_KEY"
    )

    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+)?/?$",
        description="Where buyers find the shop, as `https://shop.example`; the source of messages,"
        " and what addresses in pages' heads, the sitemap and the feed begin with",
    )
    smtp_host: str = Field(
        "", description="The server that takes the shop's mails; without it none is sent"
    )
    smtp_port: int = Field(587, ge=1, le=65_535, description="Its port")
    smtp_tls: Literal["starttls", "tls", "off"] = Field(
        "starttls",
        description="`tls` from the first byte (port 465), or `off`, without a password then but on"
        " this machine",
    )
    smtp_user: str = Field("", description="Who signs in there; nobody without it")
    smtp_password: SecretStr | None = Field(None, description="With which password", repr=False)
    smtp_seconds: float = Field(20.0, gt=0, le=120, description="How long each answer may take")
    mail_from: str = Field(
        "",
        description="Whose mails they are: `orders@shop.example`, or `Shop <orders@shop.example>`;"
        " without a name the shop's",
    )
    mail_pause: float = Field(
        60.0,
        gt=0,
        le=3600,
        description="After how long a mail that the server put off is tried again, first",
    )
    newsletter_minute: int = Field(
        300, ge=30, le=6000, description="How many mails of a newsletter go in a minute at most"
    )
    vapid_private_key: SecretStr | None = Field(
        None,
        description="What pushes to browsers are signed with, of `holdfast push-keys`; without it"
        " there are none (with `--demo` it is made of the shop's secret)",
        repr=False,
    )
    push_contact: str = Field(
        "",
        description="Whom a push service writes to when pushes make trouble: `mailto:...` or"
        " `https://...`; without it `HOLDFAST_MAIL_FROM`",
    )
    push_seconds: float = Field(
        10.0, gt=0, le=30, description="How long a push service may take to answer"
    )
    push_private: bool = Field(
        False, description="`on`: push services may have private addresses, and http: for tests"
    )
    google_client_id: str = Field(
        "", description="The shop's own OAuth client at Google, for calendars that staff connect"
    )
    google_client_secret: SecretStr | None = Field(None, description="Its secret")
    google_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+)?/?$",
        description="Another server that answers as Google Calendar does, for tests",
    )
    calendars_private: bool = Field(
        False,
        description="`on`: calendars that staff connect may be at private addresses, and by http",
    )
    broker_url: str | None = Field(
        None,
        pattern=r"^(amqps?://\S+)?$",
        description="RabbitMQ, `amqp://...`: carries messages between services",
        repr=False,
    )
    orders_url: str = Field(
        "", description="For a gateway: where orders is; of several instances, with commas between"
    )
    payments_url: str = Field("", description="For a gateway: where payments is")
    demo_provider_url: str = Field(
        "", description="For orders, payments and worker: where the demo's payment provider is"
    )
    carrier_quiet_hours: float = Field(
        6.0,
        gt=0,
        le=720,
        description="A carrier that says nothing of a parcel for so long is asked about it; then "
        "each time after as long again as that was",
    )
    carrier_silent_days: float = Field(
        7.0, gt=0, le=365, description="After so long it is a task for staff, and asked no more"
    )
    demo_carrier_url: str = Field("", description="The demo's carrier; `serve` has one of its own")
    demo_shop_url: str = Field("", description="For the demo's carrier: the shop that it tells")
    demo_carrier_pace: float = Field(
        5.0, gt=0, le=86_400, description="For the demo's carrier: seconds between two steps"
    )

    access_log: bool = Field(
        False, description="`on`: log every request; otherwise failed and slow ones"
    )
    slow_request_seconds: float = Field(1.0, gt=0, description="From when on one is slow")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="What is logged at least"
    )

    @classmethod
    def read(cls, given: dict[str, Any]) -> "Settings":
        """From ``given``, the environment, and files of secrets. Raises :class:`BadSettings`."""
        folder = Path(os.environ.get("HOLDFAST_SECRETS", cls.model_fields["secrets"].default))
        try:
            return cls(**given, _secrets_dir=folder if folder.is_dir() else None)
        except ValidationError as error:
            raise BadSettings(faults(error, cls.model_fields)) from None
        except OSError as error:  # of a file that cannot be read
            raise BadSettings(str(error)) from None

    @classmethod
    def unknown(cls) -> list[tuple[str, str | None]]:
        """Variables of the environment that begin as ours and are none, each with the one that was
        probably meant: one with a letter too many changes nothing."""
        named = (variable_of(name, field) for name, field in cls.model_fields.items())
        return strangers(os.environ, {*named, *OF_THE_COMMAND_LINE})


def words(listed: str) -> list[str]:
    """The words of a list separated by commas."""
    return [word.strip() for word in listed.split(",") if word.strip()]


def secret_of(settings: Settings) -> bytes:
    """The secret that was set, or the one kept in the data directory. Raises
    :class:`StorageRefused`."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    return kept_secret(settings.data)
