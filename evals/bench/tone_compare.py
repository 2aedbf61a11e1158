"""Our wording check beside word lists and public tools: same sentences, one run."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from coach.domain.base import Language
from evals.bench.measure import Line, at_least
from evals.bench.tone_peers.tools import TOOLS, NotRunnable, Verdicts
from evals.samples import DATASETS, load_dataset

GOLD = Path(__file__).resolve().parents[3] / "shared" / "data" / "gold" / "tone_dev.jsonl"
LEAST = 0.8
Labelled = list[tuple[str, bool]]


def sets(language: str) -> dict[str, Labelled]:
    """Sentences of a language and whether their wording should be changed, by set; the shared set only where it is."""
    rows = {name: load_dataset(DATASETS / f"{name}.jsonl").samples for name in ("tone_fresh_dev", "tone_fresh_test")}
    found = {
        name: [(s.input["text"], bool(s.target["problem"])) for s in samples if s.language == language]
        for name, samples in rows.items()
    }
    if GOLD.exists():
        gold = map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())
        found["gold/tone_dev"] = [(r["text"], r["label"] == "problem") for r in gold if r["lang"] == language]
    return found


def f1(said: Verdicts, labelled: Labelled) -> float:
    """F1 of "this sentence needs other wording"."""
    hits = sum(found and problem for found, (_, problem) in zip(said, labelled, strict=True))
    return 2 * hits / max(1, sum(said) + sum(problem for _, problem in labelled))


def lines() -> list[Line]:
    """F1 of ours, of flagging everything, and of each public tool that runs here."""
    return list(_lines())


def _lines() -> Iterator[Line]:
    for language in Language:
        for name, labelled in sets(language.value).items():
            sentences = [text for text, _ in labelled]
            where = f"{language.value} {name}"
            yield at_least(f"tone F1 {where}: ours", f1(_ours(sentences, language), labelled), "F1", LEAST)
            yield Line(f"tone F1 {where}: flag everything", f1([True] * len(labelled), labelled), "F1")
            for tool, judge in TOOLS[language.value].items():
                try:
                    yield Line(f"tone F1 {where}: {tool}", f1(judge(sentences), labelled), "F1")
                except NotRunnable as error:
                    click.echo(f"  {tool} skipped: {error}", err=True)


def _ours(sentences: Sequence[str], language: Language) -> Verdicts:
    from coach.tone.check import check_tone

    return [check_tone(sentence, language=language).problem for sentence in sentences]
