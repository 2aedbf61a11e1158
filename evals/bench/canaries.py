"""500 canaries in every field of past plans, then thousands of drafts and searches by every role but HR: none may show.

The store under test masks nothing: only the permissions and the cards stand between a plan and its reader.
"""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.domain.base import Language
from coach.domain.gap import GapDescription
from coach.domain.people import Actor, Role
from coach.domain.precedent import CardVerdict
from coach.drafting.pipeline import Drafter
from coach.precedents.service import Precedents
from coach.readers import principal_of
from coach.storage.session import Database
from evals.bench.measure import Line
from evals.bench.past_plans import meta
from evals.bench.texts import DEMO
from evals.tasks import AS_OF
from knowledge_base.base import KnowledgeBase
from knowledge_base.errors import BadQuery
from knowledge_base.records import Asker, Kind, Record

CANARIES, DRAFTS, SEARCHES = 500, 1_000, 4_000
PER_PLAN = 12
OTHERS = tuple(role for role in Role if role is not Role.HR)
"""Every role that may not read past plans."""
_MAKES = (
    "Quillon Brackenridge{n:03}", "欧阳璇玑{n:03}", "E-{n:03}-ZETA-77", "1380000{n:04}", "zorblax{n:03} varnishing",
    "蓝鲸铆钉{n:03}号工单", "qx{n:03}@plans.example", "Kestrel{n:03} hinge audit",
)  # fmt: skip
_GAPS = (
    ("{who}的错误率是{a}%，标准是{b}%，{m}月以来一直如此，希望三个月内达标。", "zh", "包装线操作工"),
    ("换型平均要{a}分钟，目标是{b}分钟，已经谈过两次。", "zh", "机加操作员"),
    ("Invoices posted late: {a}% against a standard of {b}% since month {m}.", "en", "accounts payable clerk"),
    ("The defect rate is {a}% where {b}% was agreed; we spoke about it in month {m}.", "en", "software developer"),
    ("客户满意度只有{a}分，要求{b}分以上。", "zh", "客服坐席"),
    ("Near-miss reports are filed in {b}% of cases; {a}% is expected.", "en", "warehouse operator"),
)


@dataclass
class Leaks:
    """What was asked and what showed."""

    drafts: int = 0
    """Drafts made."""
    searches: int = 0
    """Searches run."""
    cited: int = 0
    """Drafts that had a pattern card among their sources: else the test would prove little."""
    refused: int = 0
    """Searches refused to a role that reads nothing."""
    leaked: list[str] = field(default_factory=list)
    """Canaries that showed, with where."""


def canaries(count: int = CANARIES) -> list[str]:
    """Return names, identifiers and rare phrases, zh and en, each different."""
    return [_MAKES[n % len(_MAKES)].format(n=n) for n in range(count)]


def planted(words: Sequence[str]) -> list[Record]:
    """Return past plans that hold the canaries in every field, most of them fit to stand behind cards."""
    groups = [list(words[at : at + PER_PLAN]) for at in range(0, len(words), PER_PLAN)]
    return [_plan(number, group) for number, group in enumerate(groups)]


def _plan(number: int, own: list[str]) -> Record:
    word = own + [own[0]] * (PER_PLAN - len(own))
    gap = ("quality_errors", "cycle_time", "timeliness", "safety", "customer_service")[number % 5]
    industry = ("manufacturing", "internet", "finance", "services")[number % 4]
    strange = number % 7 == 3
    lead = f"{number // 5 % 5}-{word[3] if strange else 'lead'}"
    metadata = meta(
        number, employee=f"{number}-{word[2]}", manager=lead, gap_type=gap,
        industry=word[4] if strange else industry, role=word[5], role_family=word[6] if strange else "production",
        metric=word[7], actions=[f"Tick the checklist with {word[8]}", word[8]],
        support=[f"A mentor: {word[9]}"], goals=[{"statement": word[10], "owner": {"name": word[11]}}],
        outcome="achieved" if number % 3 else word[1], quarter=word[6] if strange else "2025-Q2", **{word[5]: word[6]},
    )  # fmt: skip
    return Record(
        id=f"plan-{number}-{word[4]}", kind=Kind.PLAN, title=f"{word[0]} 降低错误率",
        text=f"{word[1]} 的错误率从6%降到2%。{word[2]} reported it, {word[3]} checked. {' '.join(word)}",
        language="zh" if number % 2 else "en", metadata=metadata, source=f"{word[7]}.jsonl",
    )  # fmt: skip


@dataclass(frozen=True)
class _Same:
    """A text as it came."""

    text: str
    """As it came."""


class _Nothing:
    """Masks nothing."""

    def redact(self, text: str, *, guess_names: bool = True) -> _Same:
        """Return the text as it came."""
        return _Same(text)


def store(folder: Path, words: Sequence[str], *, training: int | None = None) -> tuple[Database, KnowledgeBase]:
    """Open a store with the demo catalogue and the planted plans, every card approved.

    Args:
        folder: an empty folder.
        words: the canaries.
        training: rows of the demo catalogue; None for all.
    """
    database = Database(f"sqlite:///{folder / 'coach.db'}", home=folder)
    database.migrate()
    knowledge = KnowledgeBase(
        transaction=database.transaction, reading=database.reading, folder=folder / "vectors", redactor=_Nothing()
    )
    path = folder / "training.jsonl"
    lines = (DEMO / "training.jsonl").read_text(encoding="utf-8").splitlines()[:training]
    path.write_text("\n".join(lines), encoding="utf-8")
    knowledge.index([path])
    knowledge.add(planted(words))
    approve_all(database)
    return database, knowledge


def approve_all(database: Database) -> None:
    """Have an HR account approve every proposed card."""
    hr = Actor(user_id="bench-hr", roles=frozenset({Role.HR}))
    cards = Precedents(database)
    for release in cards.refresh(hr).proposed:
        cards.decide(release, CardVerdict.APPROVE, reason="bench", by=hr)


def gaps(count: int, draw: random.Random) -> Iterator[GapDescription]:
    """Yield gap descriptions that hold no canary."""
    for _ in range(count):
        text, language, role = draw.choice(_GAPS)
        filled = text.format(
            who="该员工", a=draw.randint(20, 90) / 10, b=draw.randint(5, 19) / 10, m=draw.randint(1, 9)
        )
        industry = draw.choice(["manufacturing", "internet", "finance", "服务业", None])
        yield GapDescription(text=filled, language=Language(language), role=role, industry=industry, as_of=AS_OF)


def queries(words: Sequence[str], draw: random.Random) -> Iterator[str]:
    """Yield searches that go for the canaries: whole, in part, with operators, and plain ones."""
    while True:
        word = draw.choice(words)
        yield draw.choice(
            [
                word,
                f'"{word}"',
                f"{word} OR *",
                word[: len(word) // 2],
                f"错误率 {word}",
                "降低错误率",
                "rework checklist",
            ]
        )


def probe(
    knowledge: KnowledgeBase,
    words: Sequence[str],
    *,
    drafts: int,
    searches: int,
    told: Callable[[str], None] | None = None,
) -> Leaks:
    """Draft and search as everybody but HR, and look for the canaries in everything that comes back."""
    draw, leaks, drafter = random.Random(7), Leaks(), Drafter(knowledge=knowledge)  # noqa: S311
    askers = [None, *(Asker(managers=frozenset({f"M-{n}-lead"})) for n in range(5))]
    for number, gap in enumerate(gaps(drafts, draw)):
        draft = drafter.draft(gap, engine="grounded", asker=askers[number % len(askers)])
        leaks.drafts += 1
        leaks.cited += any(item.kind == "plan" for item in draft.evidence)
        look(draft.model_dump_json(), words, f"draft {number}", leaks)
        if told is not None and number % 500 == 0:
            told(f"{number} drafts")
    asked = queries(words, draw)
    for number in range(searches):
        actor = Actor(user_id="u-1", roles=frozenset({OTHERS[number % len(OTHERS)]}))
        look(_search(knowledge, actor, next(asked), draw, leaks), words, f"search {number}", leaks)
    return leaks


def look(said: str, words: Sequence[str], where: str, leaks: Leaks) -> None:
    """Note every canary in something said."""
    leaks.leaked += [f"{where}: {word}" for word in words if word in said]


def _search(knowledge: KnowledgeBase, actor: Actor, text: str, draw: random.Random, leaks: Leaks) -> str:
    leaks.searches += 1
    how: dict[str, Any] = {
        "kinds": draw.choice([None, frozenset({Kind.PLAN}), frozenset(Kind)]),
        "k": draw.choice([3, 50]),
    }
    try:
        found = knowledge.search(principal_of(actor), text, abstain=draw.random() < 0.2, **how)
    except BadQuery as error:
        leaks.refused += 1
        return f"{error.what} {error.hint}"
    return "".join(passage.model_dump_json() for passage in found)


def nothing_leaks() -> list[Line]:
    """500 canaries, 5,000 drafts and searches."""
    words = canaries()
    with tempfile.TemporaryDirectory() as folder:
        database, knowledge = store(Path(folder), words)
        leaks = probe(knowledge, words, drafts=DRAFTS, searches=SEARCHES)
        knowledge.close()
        database.close()
    return [
        Line("canaries planted in past plans", len(words), ""),
        Line("drafts by managers", leaks.drafts, ""),
        Line("of these citing a pattern card", leaks.cited, ""),
        Line("searches by every role but HR", leaks.searches, ""),
        Line("canaries leaked", len(leaks.leaked), "", "0", not leaks.leaked and leaks.cited > 0),
    ]
