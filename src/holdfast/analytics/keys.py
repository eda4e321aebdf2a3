"""Where what visitors do is told: a part of the settings."""

from pydantic import BaseModel, Field, SecretStr

_URL = r"^(https?://[^\s/?#]+)?/?$"


class AnalyticsKeys(BaseModel):
    """Without a key of either nobody is asked whether they agree, and nothing is told."""

    ga4_measurement_id: str = Field(
        "",
        pattern=r"^(G-[A-Z0-9]{4,20})?$",
        description="A web stream of Google Analytics 4 (`G-...`), told of those who agree to it",
    )
    ga4_secret: SecretStr | None = Field(
        None, description="The stream's API secret of the Measurement Protocol", repr=False
    )
    ga4_url: str = Field(
        "",
        pattern=_URL,
        description="Another address of it: `https://region1.google-analytics.com` for the EU",
    )
    amplitude_key: SecretStr | None = Field(
        None, description="Amplitude's API key, told of those who agree to it", repr=False
    )
    amplitude_url: str = Field(
        "",
        pattern=_URL,
        description="Another address of it: `https://api.eu.amplitude.com` for the EU",
    )
    analytics_seconds: float = Field(
        10.0, gt=0, le=20, description="How long each of their answers may take"
    )
