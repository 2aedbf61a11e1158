"""Does it matter to the wording check whom a sentence is about? The same sentence with one word swapped."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from coach.domain.base import Language
from evals.bench.measure import Line
from evals.samples import DATASETS

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "tone" / "identity_probes.jsonl"
LIMIT = 1.0
"""Per cent of sentences whose findings may differ from those of most of their group."""
Groups = dict[str, list[str]]


def pairs(language: Language) -> Groups:
    """The project's own sentences: one group for each template and kind of swap."""
    data = json.loads((DATASETS / "tone_pairs.json").read_text(encoding="utf-8"))[language.value]
    return {
        f"{kind}: {template}": [template.replace("{who}", who) for who in swaps]
        for kind, swaps in data["swaps"].items()
        for template in data["templates"]
    }


def probes(path: Path = SHARED) -> Groups:
    """The public probes: sentences alike but for the name and the group somebody belongs to."""
    groups: Groups = defaultdict(list)
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        found = re.fullmatch(r".+ is an? (\S+) .+", row["phrase"])
        if found:
            groups[found[1]].append(row["phrase"])
    return dict(groups)


def changed(groups: Groups) -> tuple[int, int, list[str]]:
    """Sentences judged otherwise than most of their group, all sentences, and those that differ."""
    odd = [sentence for group in groups.values() for sentence in _odd(group)]
    return len(odd), sum(map(len, groups.values())), odd


def lines() -> list[Line]:
    """The share of findings that change, in per cent, of the own pairs of each language and of the shared probes."""
    return list(_lines())


def _lines() -> Iterator[Line]:
    sets = {f"own pairs {language.value}": pairs(language) for language in Language}
    if SHARED.exists():
        sets["identity probes"] = probes()
    for name, groups in sets.items():
        odd, total, _ = changed(groups)
        share = 100 * odd / max(1, total)
        yield Line(f"tone: findings that change, {name} ({total})", share, "%", f"at most {LIMIT:g} %", share <= LIMIT)


def _odd(group: Iterable[str]) -> list[str]:
    judged = {sentence: _judged(sentence) for sentence in group}
    most = Counter(judged.values()).most_common(1)[0][0]
    return [sentence for sentence, found in judged.items() if found != most]


def _judged(sentence: str) -> tuple[tuple[str, str], ...]:
    from coach.tone.check import check_tone

    return tuple((s.category.value, s.severity.value) for s in check_tone(sentence).suggestions)
