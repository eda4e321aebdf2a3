"""What phones' apps are told by: a part of the settings."""

from pydantic import BaseModel, Field, SecretStr


class FcmKeys(BaseModel):
    """Without a service account nothing goes to apps."""

    fcm_account: SecretStr | None = Field(
        None,
        description="The service account of the app's Firebase project, by which the shop's app on"
        " people's phones is told: the path of its JSON file, or what stands in it",
        repr=False,
    )
    fcm_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+)?/?$",
        description="Another server that answers as Firebase Cloud Messaging does, for tests",
    )
    fcm_seconds: float = Field(
        10.0, gt=0, le=60, description="How long each of its answers may take"
    )
