"""The Alembic scripts, packaged with the program and run by `coach.storage.migrate`."""
