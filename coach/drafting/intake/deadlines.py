"""Chooses the date by which the manager wants it done."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from coach.drafting.intake import lexicon
from coach.drafting.intake.moments import Moment, MomentKind
from coach.drafting.intake.reading import Horizon
from coach.drafting.intake.source import Source, Stretch

_WEAK = frozenset(("in", "for", "over", "a", "在", "to", "on", "say", "the period", "take", "用", "按"))
_SHORT = 14
_LONG = 28
_LEFT = 26
_RIGHT = 22
_FROM = re.compile(r"(?:\bfrom|\bstarting(?:\s+on)?|\bbeginning|\bas of|从|自)\s*$")
_START_AFTER = re.compile(r"\s*[^，。；、,\d\s]{0,6}?(?:起(?!草|来|码)|开始(?!之?前)|算起)")
_DUTY = re.compile(
    r"必须|一律|不得|不许|须|要|应|(?<![a-z])(?:must|ha(?:s|ve) to|should|needs?|shall|zero|no more)(?![a-z])"
)
_EVENT_BEFORE = re.compile(r"\s*[^，。；、,\d\s]{0,8}?(?:之前|以前|(?<![之以])前(?![后台端线期面任头]))")
_TOLD = frozenset(("say", "to"))
_SOON = 6
_EVENT = re.compile(r"\s*(?:of|after)\s+(?!the\s+(?:plan|start)|plan|signing|today|now|start|it\b|this\b)[a-z]")
_EVENT_ZH = re.compile(
    r"\s*(?:之内|以内|内)\s*(?:要|必须|应)?(?:回复|回访|提交|上传|处理|响应|归档|关闭|反馈|完成率|及时率|结案|补齐|上报|复核|的)"
)
_LIMIT_AFTER = re.compile(r"\s*(?:之前|以前|前|内|就|必须|一定|为止)")
_LIMIT_BEFORE = re.compile(
    r"(?:\bby|\bbefore|\buntil|\btill|\bno later than|\bwithin|最迟|截至|截止到?|到|赶在)\s*(?:the\s+)?$"
)
_WORKING = re.compile(r"working|business|工作日|自然日|school")


def find_horizon(source: Source, moments: Sequence[Moment], as_of: dt.date, taken: Sequence[Stretch]) -> Horizon | None:
    """The manager's deadline: the best marked future date, else the best marked duration; the later of equals.

    `taken` are the stretches that already serve as a figure or standard. A date before `as_of` is no deadline.
    """
    candidates = [c for m in moments if not _overlaps(m, taken) for c in _candidate(source, moments, m, as_of)]
    if not candidates:
        return None
    strength, day, moment = max(candidates, key=lambda c: (c[0], c[1]))
    del strength
    span = source.trimmed(moment.start, moment.end)
    return Horizon(day, "text", source.text[span.start : span.end], span.start, span.end)


def time_limit(source: Source, moments: Sequence[Moment], span: Stretch, as_of: dt.date) -> tuple[int, Moment] | None:
    """The shortest limit stated in a stretch, as days from `as_of`: "从下周起", "by Friday", "within one week"."""
    limits = []
    for moment in moments:
        if span.start <= moment.start < span.end:
            if (
                moment.kind is MomentKind.DURATION
                and moment.length is not None
                and _duration_strength(source, moment) > 1
            ):
                limits.append((((as_of + moment.length) - as_of).days, moment))
            elif moment.kind is MomentKind.DATE and moment.first and moment.first >= as_of and _limits(source, moment):
                limits.append(((moment.first - as_of).days, moment))
    return min(limits, key=lambda limit: limit[0]) if limits else None


def likely_deadlines(source: Source, moments: Sequence[Moment]) -> tuple[Stretch, ...]:
    """Durations that are a time limit for the plan rather than a figure: "8 weeks" on its own, "within 90 days"."""
    found = []
    for moment in moments:
        if moment.kind is MomentKind.DURATION and moment.length is not None:
            days = ((dt.date(2026, 1, 1) + moment.length) - dt.date(2026, 1, 1)).days
            weeks = "week" in source.plain[moment.start : moment.end] or "周" in source.plain[moment.start : moment.end]
            if _duration_strength(source, moment) >= (1.0 if weeks else 2.0) and days >= 5:
                found.append(Stretch(moment.start, moment.end))
    return tuple(found)


def _limits(source: Source, moment: Moment) -> bool:
    left, right = _sides(source, moment)
    starts = _FROM.search(source.plain, left.start, left.end) or _START_AFTER.match(source.plain, right.start)
    after = _LIMIT_AFTER.match(source.plain, right.start)
    before = _LIMIT_BEFORE.search(source.plain, left.start, left.end)
    return bool(starts or after or before)


def _overlaps(moment: Moment, taken: Sequence[Stretch]) -> bool:
    return any(moment.start < t.end and t.start < moment.end for t in taken)


def _candidate(
    source: Source, moments: Sequence[Moment], moment: Moment, as_of: dt.date
) -> Iterator[tuple[float, dt.date, Moment]]:
    if moment.kind is MomentKind.DURATION and moment.length is not None:
        strength = _duration_strength(source, moment)
        if strength > 0:
            yield strength, _start(source, moments, moment, as_of) + moment.length, moment
    elif moment.kind in (MomentKind.DATE, MomentKind.PERIOD) and moment.last and moment.last > as_of:
        strength = _date_strength(source, moment, as_of)
        if strength > 0:
            yield strength, moment.last, moment


_STARTED = re.compile(r"(?:起|开始|算起)(?:的|算)?\s*$")


def _marked(source: Source, moment: Moment) -> bool:
    left, right = _sides(source, moment)
    return bool(
        _ends_with_cue(source.plain, left)
        or _STARTED.search(source.plain, left.start, left.end)
        or lexicon.pattern("deadlines", "after").match(source.plain, _skip(source.plain, right.start), right.end)
    )


def _date_strength(source: Source, moment: Moment, as_of: dt.date) -> float:
    left, right = _sides(source, moment)
    plain = source.plain
    if _FROM.search(plain, left.start, left.end) or _START_AFTER.match(plain, right.start):
        return _start_strength(source, moment, as_of)
    cue = _ends_with_cue(plain, left)
    after = lexicon.pattern("deadlines", "after").match(plain, _skip(plain, right.start), right.end)
    after = after or _EVENT_BEFORE.match(plain, right.start, right.end)
    planned = _planned(source, moment)
    exact = 1.0 if moment.kind is MomentKind.DATE else 0.0
    if (cue and cue not in _WEAK) or after:
        return 3 + exact + (0.5 if planned else 0)
    begun = moment.kind is MomentKind.PERIOD and moment.first is not None and moment.first < as_of
    if begun or _refused(source, moment):
        return 0
    if planned or _alone(source, moment) or (exact and cue in _TOLD):
        return 1 + exact
    return 0


def _start_strength(source: Source, moment: Moment, as_of: dt.date) -> float:
    """A day from which the standard must hold is the date to reach it by; tomorrow is a demand, no date to plan for."""
    clause = source.clause(moment.end - 1)
    assert moment.last is not None
    if moment.kind is not MomentKind.DATE or (moment.last - as_of).days < _SOON:
        return 0
    return 1.5 if _DUTY.search(source.plain, clause.start, clause.end) else 0


def _duration_strength(source: Source, moment: Moment) -> float:
    _left, right = _sides(source, moment)
    plain = source.plain
    text = plain[moment.start : moment.end]
    length = moment.length
    days = ((dt.date(2026, 1, 1) + length) - dt.date(2026, 1, 1)).days if length else 0
    fixes = lexicon.pattern("deadlines", "fixes").search(plain, right.start, right.end)
    event = _EVENT.match(plain, right.start) or (days < _LONG and _EVENT_ZH.match(plain, right.start))
    rate = text.startswith(("a ", "an ")) and plain[max(0, moment.start - 2) : moment.start].strip().isdigit()
    if days == 0 or days > 400 or event or rate:
        return 0
    if (
        _WORKING.search(text) or (days < _SHORT and "day" in text) or (re.search(r"[天日]", text) and days < _SHORT)
    ) and not fixes:
        return 0
    if _refused(source, moment):
        return 0
    marked, planned, alone = _marked(source, moment), _planned(source, moment), _alone(source, moment)
    return (2.0 if marked else 0) + (1.0 if planned else 0) + (1.5 if alone else 0) - (0 if marked or alone else 0.5)


def _refused(source: Source, moment: Moment) -> bool:
    """Whether the words around say that it is the past, training, tenure, a rhythm ..."""
    left, right = _sides(source, moment)
    refused = lexicon.pattern("deadlines", "not_a_deadline")
    last = lexicon.last_match(refused, source.plain, left.start, left.end)
    cue = lexicon.last_match(lexicon.pattern("deadlines", "before"), source.plain, left.start, left.end)
    if last and not (cue and cue.start() >= last.end() and cue[0] not in _WEAK):
        return True
    return bool(refused.match(source.plain, _skip(source.plain, right.start), right.end))


def _planned(source: Source, moment: Moment) -> bool:
    sentence = source.sentence(moment.start)
    return bool(lexicon.pattern("deadlines", "plan").search(source.plain, sentence.start, sentence.end))


def _alone(source: Source, moment: Moment) -> bool:
    """Whether the clause says nothing else."""
    clause = source.clause(moment.start)
    span = source.trimmed(clause.start, clause.end)
    return span.end - span.start <= moment.end - moment.start + 3


def _ends_with_cue(plain: str, left: Stretch) -> str | None:
    last = lexicon.last_match(lexicon.pattern("deadlines", "before"), plain, left.start, left.end)
    near = last and re.fullmatch(r"[\s:~约about大概the在的来end其他她]*", plain[last.end() : left.end])
    return last[0] if last and near else None


def _start(source: Source, moments: Sequence[Moment], moment: Moment, as_of: dt.date) -> dt.date:
    """The day a duration counts from: a start date the sentence states ("从12月1日起三个月"), else `as_of`."""
    sentence = source.sentence(moment.start)
    for other in moments:
        dated = other.kind is MomentKind.DATE and other.first and other.first >= as_of and sentence.holds(other.start)
        if dated and (
            _FROM.search(source.plain, max(0, other.start - 14), other.start)
            or _START_AFTER.match(source.plain, other.end)
        ):
            assert other.first is not None
            return other.first
    return as_of


def _sides(source: Source, moment: Moment) -> tuple[Stretch, Stretch]:
    index = source.clause_index(moment.start)
    start = source.clauses[index].start
    if index and source.plain[:start].rstrip()[-1:] in (":", "("):
        start = source.clauses[index - 1].start
    start = max(start, moment.start - _LEFT)
    sentence = source.sentence(moment.start)
    end = min(sentence.end, moment.end + _RIGHT)
    return Stretch(start, moment.start), Stretch(moment.end, end)


def _skip(plain: str, position: int) -> int:
    while position < len(plain) and plain[position] in " \t)-":
        position += 1
    return position
