"""Write every JSON Schema to docs/schemas: `python -m api.cli.schemas`, run after a type changed."""

from pathlib import Path

from api.cli.schema import SCHEMAS, schema_of

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"


def main() -> None:
    """Write each schema; a test fails while one is not current."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / f"{name}.schema.json").write_text(schema_of(name) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
