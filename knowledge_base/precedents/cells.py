"""From plans to candidate cards: scopes, the groups of plans behind every figure, and the figures themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from knowledge_base.precedents.plans import MISSED, REACHED, PastPlan
from knowledge_base.precedents.rule import BASE, Groups, Release, holds

ScopeKind = Literal["industry", "role_family", "all"]
"""What the plans of a card share beside the kind of gap."""

_BANDS = (200, 100, 50, 20, 10, 5)
_MOST, _FEW = 0.6, 0.4
_ANY_UNIT = "*"
_LISTED = 4


class Size(BaseModel):
    """The usual size of a change in one direction."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    """Key of the group of plans it rests on."""
    direction: Literal["up", "down"]
    """Which way was better."""
    unit: str | None
    """Unit of CONTRACTS; None for several units together."""
    percent: int
    """Median of the change as percent of the start, to the nearest 5."""


class CardContent(BaseModel):
    """Everything a card says, as values of closed sets and coarse figures; what is left out rests on too few."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gap_type: str
    """Value of `GapCategory`."""
    scope: ScopeKind
    """What the plans share."""
    value: str | None = None
    """The industry or role family; None for all."""
    people: int
    """Different employees, at least: a band."""
    outcome: Literal["most", "half", "few"] | None = None
    """How many reached their goal."""
    weeks: int | None = None
    """Median planned length, to the nearest 2 from 6 weeks on."""
    sizes: tuple[Size, ...] = ()
    """Usual sizes of change."""
    actions: tuple[str, ...] = ()
    """Categories of what employees did, most frequent first."""
    support: tuple[str, ...] = ()
    """Categories of what the employer gave, most frequent first."""
    families: tuple[str, ...] = ()
    """Role families several of the plans share."""
    years: tuple[str, ...] = ()
    """Years several of the plans began in."""

    @property
    def card_id(self) -> str:
        """Id of the card, the same from one release to the next."""
        place = {"all": "all", "industry": self.value, "role_family": f"role.{self.value}"}[self.scope]
        return f"pattern:{self.gap_type}:{place}"

    def only(self, keys: Iterable[str]) -> "CardContent":
        """Return the content with only the figures whose groups are all among `keys`."""
        kept = frozenset(keys)
        return self.model_copy(
            update={
                "outcome": self.outcome if _OUTCOME_GROUPS.get(self.outcome or "", frozenset({""})) <= kept else None,
                "weeks": self.weeks if "weeks" in kept else None,
                "sizes": tuple(size for size in self.sizes if size.key in kept),
                **{
                    field: tuple(each for each in getattr(self, field) if f"{field}:{each}" in kept)
                    for field in ("actions", "support", "families", "years")
                },
            }
        )


class Candidate(NamedTuple):
    """A card as it could be released today."""

    content: CardContent
    """What it would say."""
    groups: dict[str, frozenset[str]]
    """Key of each figure it shows -> record ids behind it."""

    def only(self, keys: Iterable[str]) -> "Candidate":
        """Return the candidate with only the figures whose groups are all among `keys`."""
        content = self.content.only(keys)
        return Candidate(content, {key: self.groups[key] for key in used_keys(content)})


_OUTCOME_GROUPS = {
    "most": frozenset({f"outcome:{REACHED}"}),
    "few": frozenset({f"outcome:{MISSED}"}),
    "half": frozenset({f"outcome:{REACHED}", f"outcome:{MISSED}"}),
}
"""Band -> groups that must keep the k rule for it to be told: whoever a band speaks of."""


def candidates(plans: Mapping[str, PastPlan], release: Release | None = None) -> Iterator[Candidate]:
    """Yield the cards plans of one kind of gap may be released as beside each other, industries first.

    Args:
        plans: plans of one kind of gap by record id.
        release: what is shown already; a new one over these plans where None.
    """
    together = release or Release(plans)
    bases: list[frozenset[str]] = []
    for scope, value, members in _cells(list(plans.values())):
        content, groups = _content(scope, value, members), _groups(members)
        if scope == "all" and groups[BASE] in bases:
            continue  # one industry has them all: its own card says so more truly
        if kept := together.offer({key: groups[key] for key in used_keys(content)}):
            bases.append(groups[BASE])
            yield Candidate(content, groups).only(kept)


def _cells(plans: Sequence[PastPlan]) -> Iterator[tuple[ScopeKind, str | None, list[PastPlan]]]:
    for scope, field in (("industry", "industry"), ("all", None), ("role_family", "family")):
        cells: dict[str | None, list[PastPlan]] = defaultdict(list)
        for plan in plans:
            value = getattr(plan, field) if field else None
            if value is not None or field is None:
                cells[value].append(plan)
        for value in sorted(cells, key=str):
            if holds(cells[value]):
                yield scope, value, cells[value]  # type: ignore[misc]


def _groups(plans: Sequence[PastPlan]) -> dict[str, frozenset[str]]:
    """Every group a figure may rest on."""
    found: dict[str, set[str]] = defaultdict(set)
    for plan in plans:
        for key in _keys(plan):
            found[key].add(plan.record_id)
    return {key: frozenset(group) for key, group in found.items()}


def _keys(plan: PastPlan) -> Iterator[str]:
    yield BASE
    if plan.ended:
        yield f"outcome:{plan.ended}"
    if plan.weeks:
        yield "weeks"
    if plan.year:
        yield f"years:{plan.year}"
    if plan.family:
        yield f"families:{plan.family}"
    if plan.direction and plan.step is not None:
        yield f"size:{plan.direction}:{_ANY_UNIT}"
        if plan.unit:
            yield f"size:{plan.direction}:{plan.unit}"
    yield from (f"actions:{each}" for each in plan.actions)
    yield from (f"support:{each}" for each in plan.support)


def _content(scope: ScopeKind, value: str | None, plans: Sequence[PastPlan]) -> CardContent:
    groups = _groups(plans)
    known = {plan.record_id: plan for plan in plans}
    common = {key: group for key, group in groups.items() if holds(known[i] for i in group)}
    weeks = [known[i].weeks or 0.0 for i in common.get("weeks", ())]
    return CardContent(
        gap_type=plans[0].gap_type,
        scope=scope,
        value=value,
        people=band(len({plan.employee for plan in plans})),
        outcome=_outcome(groups, common),
        weeks=_weeks(median(weeks)) if weeks else None,
        sizes=tuple(_sizes(known, groups, common)),
        actions=_most(common, "actions")[:_LISTED],
        support=_most(common, "support")[:_LISTED],
        families=_most(common, "families") if scope != "role_family" else (),
        years=tuple(sorted(_most(common, "years"))),
    )


def band(people: int) -> int:
    """Return the greatest of 5, 10, 20, 50, 100, 200 that is not above a number of people."""
    return next((least for least in _BANDS if people >= least), 0)


def _outcome(groups: Groups, common: Groups) -> Literal["most", "half", "few"] | None:
    reached, missed = (len(groups.get(f"outcome:{each}", ())) for each in (REACHED, MISSED))
    if not reached + missed:
        return None
    share = reached / (reached + missed)
    told: Literal["most", "half", "few"] = "most" if share >= _MOST else "half" if share >= _FEW else "few"
    return told if _OUTCOME_GROUPS[told] <= common.keys() else None


def _weeks(weeks: float) -> int:
    return max(1, round(weeks)) if weeks < 6 else 2 * round(weeks / 2)


def _sizes(known: Mapping[str, PastPlan], groups: Groups, common: Groups) -> Iterator[Size]:
    """By unit where that leaves nobody over, else for all units of a direction together."""
    for direction in ("down", "up"):
        together = f"size:{direction}:{_ANY_UNIT}"
        units = [k for k in sorted(common) if k.startswith(f"size:{direction}:") and k != together]
        covered = frozenset[str]().union(*(common[k] for k in units))
        keys = units if units and covered == groups[together] else [together] if together in common else []
        for key in keys:
            percent = 100 * median(known[i].step or 0.0 for i in common[key])
            unit = key.rpartition(":")[2]
            yield Size(
                key=key,
                direction=direction,
                unit=None if unit == _ANY_UNIT else unit,
                percent=max(5, 5 * round(percent / 5)),
            )


def _most(common: Groups, field: str) -> tuple[str, ...]:
    found = sorted((-len(group), key.partition(":")[2]) for key, group in common.items() if key.startswith(f"{field}:"))
    return tuple(value for _, value in found)


def used_keys(content: CardContent) -> frozenset[str]:
    """Keys of the groups a content rests on."""
    keys = {BASE, *_OUTCOME_GROUPS.get(content.outcome or "", ()), *(size.key for size in content.sizes)}
    keys |= {"weeks"} if content.weeks is not None else set()
    for field in ("actions", "support", "families", "years"):
        keys |= {f"{field}:{each}" for each in getattr(content, field)}
    return frozenset(keys)
