"""The migrations build what the tables in the code say, on both databases."""

import pytest
from sqlalchemy import inspect, text

from coach.errors import Unavailable
from coach.storage.migrate import differences
from coach.storage.session import Database
from knowledge_base.lexical import WORDS_TABLE


def test_the_migrations_agree_with_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        assert differences(connection) == []
        assert WORDS_TABLE in inspect(connection).get_table_names()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    with database.engine.connect() as connection:
        assert differences(connection) == []


def test_a_store_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="newer version") as error:
        database.migrate()
    assert "9999" in error.value.what
    assert error.value.hint


def test_a_failed_migration_leaves_nothing_behind(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("DROP TABLE kb_tombstones"))
        session.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    with pytest.raises(Exception, match="kb_records"):
        database.migrate()  # 0003 finds its first table there already
    with database.engine.connect() as connection:
        assert "kb_tombstones" not in inspect(connection).get_table_names()
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0002"
