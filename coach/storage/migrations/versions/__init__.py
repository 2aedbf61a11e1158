"""The history of the schema, oldest first; one that was released is never edited."""
