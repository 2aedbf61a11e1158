"""Needs that are the same: of one topic, of metrics worded alike in either language, or else of one kind of gap.

Nothing of a group may point to a person (DOMAIN rule 9). So a group is named by words of the product's own lists; the
managers' words for a metric are shown only where at least three employees' drafts share them, and a group of fewer than
three employees shows no number, no day and no language.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from coach.domain.gap import GapCategory
from coach.training.needs import Need
from knowledge_base.embeddings import Vectors
from knowledge_base.segmentation import segment

FEWEST = 3
"""Employees from which on a group may be counted."""
MOST_WORDS = 5
"""Words that name a group of metrics of different names."""
ALIKE = 0.62
"""Share of the way from unrelated words to equal ones at which two metrics count as one: .75 in cosine with the bundled
embedder, where changeover time and 换型时间 have .84, first response time and changeover time .42."""

Embed = Callable[[Sequence[str]], Vectors]
"""Texts to unit vectors, one row each."""


@dataclass(frozen=True)
class Group:
    """Needs that are the same."""

    key: str
    """`topic:<id>`, `metric:<gap type>:<hash>` or `gap:<gap type>`."""
    also: frozenset[str]
    """Keys of the metrics in it: a mark on one of them is a mark on the group."""
    topic: str | None
    """Id of the topic."""
    category: GapCategory
    """The commonest kind of gap in it."""
    needs: tuple[Need, ...]
    """At least one."""

    @property
    def employees(self) -> int:
        """How many different employees."""
        return len({need.person for need in self.needs})

    @property
    def words(self) -> tuple[str, ...]:
        """Metric names that at least three employees' drafts share, commonest first; else the words they share."""
        return self._shared(lambda metric: (metric,)) or self._shared(_terms)[:MOST_WORDS]

    def _shared(self, parts: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
        people: dict[str, set[str]] = defaultdict(set)
        for need in self.needs:
            for part in parts(need.metric or ""):
                people[part].add(need.person)
        known = [part for part, who in people.items() if part and len(who) >= FEWEST]
        shared = [part for part in known if not any(part in longer and part != longer for longer in known)]
        return tuple(sorted(shared, key=lambda part: -len(people[part])))


def _terms(metric: str) -> list[str]:
    """The words of a metric's name as people write them: Latin ones whole, Chinese ones as segmented."""
    latin = re.findall(r"[a-z][a-z-]+", metric)
    chinese = [term for term in segment(metric) if len(term) > 1 and not term.isascii() and term in metric]
    return list(dict.fromkeys([*latin, *chinese]))


def grouped(needs: Iterable[Need], embed: Embed) -> list[Group]:
    """Group needs; those of fewest employees that no topic names go into the group of their kind of gap.

    Args:
        needs: any number, of one period.
        embed: makes the vectors of metric names; called once at most.
    """
    by_topic: dict[str, list[Need]] = defaultdict(list)
    with_metric: dict[GapCategory, list[Need]] = defaultdict(list)
    rest: dict[GapCategory, list[Need]] = defaultdict(list)
    for need in needs:
        if need.topic:
            by_topic[need.topic].append(need)
        else:
            (with_metric if need.metric else rest)[need.category].append(need)
    groups = [_group(f"topic:{topic}", some, topic=topic) for topic, some in by_topic.items()]
    for category, some in with_metric.items():
        for cluster in _alike(some, embed):
            made = _group(_metric_key(category, _commonest(cluster)), cluster)
            if made.employees >= FEWEST:
                groups.append(made)
            else:
                rest[category].extend(cluster)
    groups += [_group(f"gap:{category.value}", some) for category, some in rest.items()]
    return sorted(groups, key=lambda group: (-group.employees, -len(group.needs), group.key))


def _group(key: str, needs: list[Need], *, topic: str | None = None) -> Group:
    also = frozenset(_metric_key(need.category, need.metric) for need in needs if need.metric and not topic)
    category = Counter(need.category for need in needs).most_common(1)[0][0]
    return Group(key=key, also=also if key.startswith("metric:") else frozenset(), topic=topic, category=category,
                 needs=tuple(needs))  # fmt: skip


def _metric_key(category: GapCategory, metric: str) -> str:
    return f"metric:{category.value}:{hashlib.sha256(metric.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _commonest(needs: list[Need]) -> str:
    counted = Counter(need.metric for need in needs if need.metric)
    return min(counted, key=lambda name: (-counted[name], name))


def _alike(needs: list[Need], embed: Embed) -> list[list[Need]]:
    """Clusters of needs whose metrics are worded alike: each name joins the nearest commoner one it is alike to."""
    counted = Counter(need.metric for need in needs if need.metric)
    names = sorted(counted, key=lambda name: (-counted[name], name))
    if len(names) == 1:
        return [needs]
    kinds = [each.value.replace("_", " ") for each in GapCategory if each is not GapCategory.OTHER]
    vectors = embed([*names, *kinds])
    leads: list[int] = []
    lead_of: dict[str, int] = {}
    near = vectors[: len(names)] @ vectors[: len(names)].T
    floor = _floor(vectors[len(names) :])
    for at, name in enumerate(names):
        best = max(leads, key=lambda lead: near[at, lead], default=None)
        lead_of[name] = best if best is not None and near[at, best] >= floor else at
        if lead_of[name] == at:
            leads.append(at)
    clusters: dict[int, list[Need]] = defaultdict(list)
    for need in needs:
        clusters[lead_of[need.metric or ""]].append(need)
    return list(clusters.values())


def _floor(unrelated: Vectors) -> float:
    """The cosine from which on words are alike, measured against how near unrelated ones are with this embedder."""
    near = unrelated @ unrelated.T
    background = float(near[~np.eye(len(near), dtype=bool)].mean())
    return background + ALIKE * (1 - background)
