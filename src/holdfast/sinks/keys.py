"""Which data platforms are told, and how: a part of the settings."""

from pydantic import BaseModel, Field, SecretStr


class SinkKeys(BaseModel):
    """Without sinks none is told."""

    sinks: str = Field(
        "",
        repr=False,
        description="Where orders are told, separated by commas: `jsonl:/path/orders.jsonl`,"
        " `webhook:https://...`, `rabbitmq:exchange`; several of a kind by name, as"
        " `crm=webhook:https://...`, of other things by topic, as"
        " `ops/stock+letters+jobs=webhook:https://...` (docs/data-platform.md)",
    )
    sink_rate: float = Field(
        500.0, ge=0, description="Messages a second to each sink at most; 0: no bound"
    )
    webhook_secret: SecretStr | None = Field(
        None, description="Signs webhooks: `whsec_...`; two of them while one is replaced"
    )
    webhook_seconds: float = Field(10.0, gt=0, le=30, description="How long a receiver may take")
    webhook_private: bool = Field(
        False, description="`on`: webhooks may go to private addresses, and by http"
    )
    jsonl_bytes: int = Field(
        64 * 1024 * 1024, ge=1024, description="From when on another file of JSON Lines is begun"
    )
    jsonl_sync: bool = Field(
        True, description="`off`: JSON Lines are not waited for until they are on the disk"
    )
