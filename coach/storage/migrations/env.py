"""Run by Alembic for every command: migrate inside the transaction the caller has opened."""

from alembic import context

from coach.storage.migrate import is_ours, metadata, render

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    include_object=is_ours,
    compare_type=True,
    render_item=render,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
