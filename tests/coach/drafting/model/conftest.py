"""Recording of model answers for the tests of this folder."""

from pathlib import Path
from typing import Any

import pytest

from tests.fixtures import cassettes

CASSETTES = Path(__file__).parent / "cassettes"


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    cassettes.configure(vcr)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return cassettes.CONFIG


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(CASSETTES)
