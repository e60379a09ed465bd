"""Alembic's entry point: one transaction for all steps, as the owner."""

from alembic import context
from sqlalchemy import create_engine, text

from ops.migrations import psycopg_url

engine = create_engine(
    psycopg_url(context.config.attributes["url"]), hide_parameters=True
)
with engine.begin() as connection:
    connection.execute(text("SELECT pg_advisory_xact_lock(7305000)"))
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS desk"))
    context.configure(connection=connection, version_table_schema="desk")
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
