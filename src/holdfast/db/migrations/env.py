"""Alembic's entry. The connection comes from ``holdfast.db.migrate``, as an attribute."""

from alembic import context

from holdfast.db.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=True,
    on_version_apply=context.config.attributes.get("after_each", ()),
)
with context.begin_transaction():
    context.run_migrations()
