"""The committed JSON Schemas are those of the code. Write them anew with: python -m api.cli.schemas"""

from pathlib import Path

import pytest

from api.cli.schema import SCHEMAS, schema_of
from coach.errors import InvalidInput

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_current(name: str) -> None:
    committed = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == schema_of(name) + "\n", "run: .venv/bin/python -m api.cli.schemas"


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*")} == {f"{name}.schema.json" for name in SCHEMAS}


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(InvalidInput) as caught:
        schema_of("nothing")
    assert "draft" in caught.value.hint
