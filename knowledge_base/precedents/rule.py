"""Who must stand behind a figure, and which figures may be shown beside each other (DOMAIN rule 9).

Three rules, each stronger than the one before:

1. k: a figure rests on at least five employees of at least three managers.
2. Neighbours: all the figures of one kind that are in use cut the plans into parts (in this one, not in that one); each
   part is empty or keeps rule 1. So no subtraction of one card, or one filter, from another leaves fewer people.
3. The asker: both hold without the plans of the asking manager's own team and of the person the draft is about, whose
   values the asker may know.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.precedents.plans import PastPlan
from knowledge_base.records import Asker

LEAST_EMPLOYEES = 5
"""Different employees behind a figure (the k of DOMAIN rule 9)."""

LEAST_MANAGERS = 3
"""Different managers behind a figure: else a manager would recognise the plans of a neighbour."""

BASE = "people"
"""Key of the group of all plans behind a card; without it there is no card."""

Groups = Mapping[str, frozenset[str]]
"""Key of a figure (`kind` or `kind:value`) -> record ids of the plans it rests on."""


def holds(plans: Iterable[PastPlan]) -> bool:
    """Say whether enough different people stand behind these plans."""
    employees, managers = set(), set()
    for plan in plans:
        employees.add(plan.employee)
        managers.add(plan.manager)
    return len(employees) >= LEAST_EMPLOYEES and len(managers) >= LEAST_MANAGERS


def differ_enough(changed: Iterable[PastPlan], *, lost: int) -> bool:
    """Say whether a figure may follow an earlier one: what changed between the two is nobody's, or k people's.

    A plan that was deleted since can be one that came back, so everyone lost takes one away; deletions alone never
    make a new figure, and nobody can be told by what a figure says before and after.

    Args:
        changed: plans behind one of the two figures only.
        lost: plans that stood behind the earlier one and are gone or say something else now.
    """
    changed = list(changed)
    if not changed and not lost:
        return True
    return holds(changed) and len({plan.employee for plan in changed}) - lost >= LEAST_EMPLOYEES


def parts(groups: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return the parts into which groups cut their plans: one for every way of being in some and not in others."""
    where: dict[str, int] = defaultdict(int)
    for number, group in enumerate(groups):
        for plan in group:
            where[plan] |= 1 << number
    found: dict[int, set[str]] = defaultdict(set)
    for plan, signature in where.items():
        found[signature].add(plan)
    return [frozenset(part) for part in found.values()]


@dataclass
class Release:
    """What may be shown together; cards are offered one by one and keep what fits beside those before.

    Args:
        plans: every plan by record id; one that is not here counts for nobody.
        asker: whose plans must not be needed; None where nobody asks.
    """

    plans: Mapping[str, PastPlan]
    """Plans that count."""

    def __init__(self, plans: Mapping[str, PastPlan], asker: Asker | None = None) -> None:
        """Leave out the asker's own people."""
        self.plans = {i: p for i, p in plans.items() if asker is None or not asker.knows(p.employee, p.manager)}
        self._shown: dict[str, list[frozenset[str]]] = defaultdict(list)

    def offer(self, groups: Groups) -> frozenset[str]:
        """Return the keys of a card's figures that may be shown beside everything accepted before; none for no card."""
        mine = {key: frozenset(group & self.plans.keys()) for key, group in groups.items()}
        if BASE not in mine or not self._fits(BASE, mine[BASE]):
            return frozenset()
        kept = set()
        for key in sorted(mine, key=lambda each: (each != BASE, each)):
            if self._fits(key, mine[key]):
                self._shown[kind_of(key)].append(mine[key])
                kept.add(key)
        return frozenset(kept)

    def _fits(self, key: str, group: frozenset[str]) -> bool:
        if not self._hold(group):
            return False
        return all(self._hold(part) for part in parts([*self._shown[kind_of(key)], group]))

    def _hold(self, group: frozenset[str]) -> bool:
        return holds(self.plans[plan] for plan in group)


def kind_of(key: str) -> str:
    """What a figure says: those of one kind could be subtracted from each other.

    Sizes of change are one kind whatever their unit; every category of actions or support is a kind of its own.
    """
    return "size" if key.startswith("size:") else key
