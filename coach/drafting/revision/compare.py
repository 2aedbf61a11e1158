"""What two versions of a draft have in common and what not, line by line, and who wrote which."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Literal

from coach.domain.base import Language, Model
from coach.domain.draft import Action, Commitment, Draft, Metric
from coach.drafting.figures import figure
from coach.drafting.revision.lines import statement_of
from coach.drafting.revision.messages import say
from coach.drafting.revision.versions import edits_of

ALIKE = 0.5
"""Likeness from which a line taken out and a line put in are one line that changed (difflib's ratio)."""


class Piece(Model):
    """A stretch of a line."""

    kind: Literal["same", "removed", "added"]
    """Whether both versions have it."""
    text: str
    """The stretch."""


class LineChange(Model):
    """One line in two versions."""

    section: str
    """`route`, `flags`, `questions`, `goals`, `metrics`, `milestones`, `actions`, `resources`, `commitments`,
    `check_ins`."""
    goal: str | None
    """Id of the gap statement whose goal it belongs to; None for lines of the whole plan."""
    kind: Literal["same", "added", "removed", "changed"]
    """What became of it."""
    before: str | None
    """The line in the first version."""
    after: str | None
    """The line in the second."""
    pieces: tuple[Piece, ...] = ()
    """Of a changed line: its stretches in order."""
    author: str
    """Who wrote the later words (of a removed line the earlier): `person:<account>` or an engine's name."""


class Comparison(Model):
    """Two versions line by line."""

    before: str
    """Id of the first."""
    after: str
    """Id of the second."""
    changes: tuple[LineChange, ...]
    """Every line, in the order of the plan."""

    @property
    def changed(self) -> tuple[LineChange, ...]:
        """The lines that are not the same."""
        return tuple(each for each in self.changes if each.kind != "same")


_Group = tuple[str, str | None]


def compare(before: Draft, after: Draft) -> Comparison:
    """Hold two versions against each other; any two drafts will do."""
    first, second = dict(_groups(before)), dict(_groups(after))
    order = [*second, *(key for key in first if key not in second)]
    changes = [c for key in order for c in _changes(key, first.get(key, []), second.get(key, []), (before, after))]
    return Comparison(before=before.id or "", after=after.id or "", changes=tuple(changes))


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """Two wordings of one line as stretches: word by word, Chinese character by character."""
    one, two = _words(before), _words(after)
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(kind="same", text="".join(one[a:b])))
            continue
        if a < b:
            found.append(Piece(kind="removed", text="".join(one[a:b])))
        if c < d:
            found.append(Piece(kind="added", text="".join(two[c:d])))
    return tuple(found)


def _groups(draft: Draft) -> Iterator[tuple[_Group, list[str]]]:
    yield ("route", None), [draft.route.to.value]
    yield ("flags", None), [f"{flag.kind}: {flag.text}" for flag in draft.gap.flags]
    yield ("questions", None), [question.text for question in draft.gap.questions]
    for goal in draft.goals:
        name = statement_of(goal)
        yield ("goals", name), [goal.statement]
        until = say("deadline", draft.language, value=goal.deadline)
        yield ("metrics", name), [*_metric(goal.metric, draft.language), until]
        yield ("milestones", name), [f"{m.due} {m.check}" for m in goal.milestones]
        yield ("actions", name), [_owned(a, draft.language) for a in goal.actions]
        mine = [f"{r.title} [{r.resource_id}]" for r in draft.resources if r.for_goal == goal.id]
        yield ("resources", name), mine
    yield ("commitments", None), [_owned(c, draft.language) for c in draft.commitments]
    yield ("check_ins", None), [f"{c.on} {c.focus}" for c in draft.check_ins]


def _owned(item: Action | Commitment, language: Language) -> str:
    return f"{item.due} {say(f'owner_{item.owner}', language)}: {item.text}"


def _metric(metric: Metric, language: Language) -> Iterator[str]:
    for name in ("baseline", "target"):
        value = getattr(metric, name)
        said = say("open", language) if value is None else figure(value, metric.unit, language)
        yield say(name, language, name=metric.name, value=said)


def _changes(
    group: _Group, one: Sequence[str], two: Sequence[str], drafts: tuple[Draft, Draft]
) -> Iterator[LineChange]:
    if drafts[0].language is not drafts[1].language and len(one) == len(two):
        yield from (_change(group, a, b, drafts) for a, b in zip(one, two, strict=True))
        return
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_change(group, line, line, drafts) for line in two[c:d])
        else:
            yield from _paired(group, list(one[a:b]), list(two[c:d]), drafts)


def _paired(group: _Group, gone: list[str], new: list[str], drafts: tuple[Draft, Draft]) -> Iterator[LineChange]:
    """Lines taken out and put in, those alike as one that changed."""
    for line in new:
        single = group[0] == "goals" and len(gone) == 1
        like = gone[:1] if single else difflib.get_close_matches(line, gone, n=1, cutoff=ALIKE)
        if like:
            gone.remove(like[0])
        yield _change(group, like[0] if like else None, line, drafts)
    yield from (_change(group, line, None, drafts) for line in gone)


def _change(group: _Group, one: str | None, two: str | None, drafts: tuple[Draft, Draft]) -> LineChange:
    kind: Literal["same", "added", "removed", "changed"] = "changed"
    if one is None or two is None:
        kind = "added" if one is None else "removed"
    elif one == two:
        kind = "same"
    pieces: tuple[Piece, ...] = ()
    if kind == "changed" and one and two:
        alike = drafts[0].language is drafts[1].language
        whole = (Piece(kind="removed", text=one), Piece(kind="added", text=two))
        pieces = pieces_of(one, two) if alike else whole
    author = _author(group, two, drafts[1]) if two is not None else _author(group, one or "", drafts[0])
    return LineChange(section=group[0], goal=group[1], kind=kind, before=one, after=two, pieces=pieces, author=author)


def _author(group: _Group, line: str, draft: Draft) -> str:
    for edit in edits_of(draft):
        same = (edit.section, edit.statement) == group
        if same and edit.state == "kept" and edit.now and line.endswith(edit.now):
            return f"person:{edit.by}"
    section = next((s for s in draft.provenance.sections if s.section.partition(".")[0] == group[0]), None)
    return section.engine if section else draft.engine


def _words(text: str) -> list[str]:
    found: list[str] = []
    for char in text:
        if found and char.isascii() and char.isalnum() and found[-1][-1].isascii() and found[-1][-1].isalnum():
            found[-1] += char
        else:
            found.append(char)
    return found
