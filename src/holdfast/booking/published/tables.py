"""A row for each time at which a service is offered by somebody, as specification E has slots."""

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata

schedule_slots = sa.Table(
    "schedule_slots",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="of service, start, length and who leads"),
    sa.Column(
        "number",
        sa.BigInteger,
        nullable=False,
        comment="for short; another time has it once this one is over",
    ),
    sa.Column("service_id", sa.Uuid, nullable=False),
    sa.Column("lead_id", sa.Uuid, nullable=False, comment="the resource that it is the time of"),
    sa.Column("start_time", TIME, nullable=False),
    sa.Column("end_time", TIME, nullable=False, comment="without buffers"),
    sa.Column("photographer_id", sa.Uuid, comment="the lead, if that is a photographer"),
    sa.Column("studio_id", sa.Uuid, comment="where it is; none: in one of several, or anywhere"),
    sa.CheckConstraint("end_time > start_time", name="end_time"),
    sa.Index("uq_schedule_slots_number", "number", unique=True),
    sa.Index("ix_schedule_slots_service_id", "service_id", "start_time"),
    sa.Index("ix_schedule_slots_start_time", "start_time"),
)
