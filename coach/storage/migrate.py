"""Alembic, driven from the program: one history for the tables of the coach and of the knowledge base."""

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.sql.schema import SchemaItem

from coach.errors import Unavailable
from coach.storage.tables import CoachTable
from coach.storage.tables.base import UtcDateTime
from knowledge_base.lexical import WORDS_TABLE
from knowledge_base.precedents import tables as _cards  # noqa: F401 - its tables join the metadata
from knowledge_base.tables import KnowledgeBaseTable

FOLDER = Path(__file__).parent / "migrations"
"""Where the migrations are, inside the package."""

_LOCK = 7_233_004_811
"""Any fixed number: PostgreSQL's lock that lets one process migrate at a time."""


def metadata() -> list[MetaData]:
    """The tables the migrations must build."""
    return [CoachTable.metadata, KnowledgeBaseTable.metadata]


def is_ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, compared: object) -> bool:
    """Alembic's `include_object`: full-text tables and other programs' tables are left alone."""
    return not (kind == "table" and reflected and compared is None and (name or "").startswith(WORDS_TABLE))


def render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Alembic's `render_item`: a migration names SQLAlchemy's types only, so that it outlives ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest version inside the connection's transaction.

    Raises:
        Unavailable: the store was written by a newer version of this product.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    config = _config(connection)
    _refuse_newer(connection, ScriptDirectory.from_config(config))
    command.upgrade(config, "head")


def differences(connection: Connection) -> list[object]:
    """What the tables in the code have that the database has not, and the reverse; empty where they agree."""
    options = {"compare_type": True, "include_object": is_ours, "target_metadata": metadata()}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, metadata()))  # type: ignore[arg-type]  # takes several, as env.py does


def write_migration(connection: Connection, message: str) -> None:
    """For developers: write a migration that turns this database into what the tables in the code say."""
    command.revision(_config(connection), message=message, autogenerate=True)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if found - known:
        raise Unavailable(
            f"the store was written by a newer version of this program (schema {', '.join(sorted(found))})",
            "install that version again, or restore a backup made with this one",
        )
