from pathlib import Path

import pytest

from evals.errors import BadDataset
from evals.samples import DATASETS, load_dataset

NAMES = ("draft", "retrieval", "tone")
SAMPLE = '{"id": "a", "language": "zh", "input": {"text": "x"}, "source": "s", "reason": "r"}\n'


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_tried_equally(name: str) -> None:
    languages = [sample.language for sample in load_dataset(DATASETS / f"{name}.jsonl").samples]
    assert languages.count("zh") == languages.count("en") > 10


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_says_why_it_exists(name: str) -> None:
    assert all(len(s.reason) > 1 and s.source for s in load_dataset(DATASETS / f"{name}.jsonl").samples)


def test_the_expected_spans_stand_in_the_texts() -> None:
    for sample in load_dataset(DATASETS / "tone.jsonl").samples:
        parts = [span["text"] for span in sample.target["spans"]] + sample.target["keep"]
        assert all(part in sample.input["text"] for part in parts), sample.id


def test_the_relevant_records_are_in_the_demo_catalogue() -> None:
    catalogue = (Path(__file__).parents[2] / "knowledge_base/demo/training.jsonl").read_text(encoding="utf-8")
    for sample in load_dataset(DATASETS / "retrieval.jsonl").samples:
        assert all(f'"{record}"' in catalogue for record in sample.target["relevant"]), sample.id


@pytest.mark.parametrize("text", ["", "\n", "not json\n", '{"id": "a"}\n', SAMPLE + SAMPLE])
def test_a_bad_dataset_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadDataset) as caught:
        load_dataset(path)
    assert caught.value.hint


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(SAMPLE, encoding="utf-8")
    before = load_dataset(path).sha256
    path.write_text(SAMPLE + "\n", encoding="utf-8")
    assert load_dataset(path).sha256 != before
