"""How the metric of a gap is said: the manager's own name of it, without the person, as a sentence takes it."""

import re

from coach.domain.base import Language
from coach.domain.gap import Direction, GapCategory, GapStatement
from coach.drafting.body import DraftBrief
from coach.drafting.goal_check import attitude_in, is_attitude
from coach.drafting.intake.reading import Reading
from coach.drafting.matching import around, cue_in, topic_of
from coach.drafting.templates import phrases
from coach.drafting.withheld import is_clean

_OWN = re.compile(r"^(?:her|his|their|my|our|your|its|the|a|an)\s+", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\s(?:(?:that|which)\s)?(?:he|she|they|we|i)\s\w+|\s(?:gets?|got|is|are|was|were|being)(?=\s)", re.IGNORECASE
)
_OWN_ZH = re.compile(r"^(?!其[他余中实])(?:他|她|其|我|我们|他们|本人)(?:这个|那个|所在)?(?:班组?|组|人|店|们)?的?")
_TIMES = ("s", "min", "h", "days")
_TIME_WORD = re.compile(
    r"time|turnaround|duration|delay|days|hours|minutes|aht|时间|时长|用时|周期|时效|耗时|天数|时限|[Tt]ime|AHT",
    re.IGNORECASE,
)
_CLASSIFIER = re.compile(
    r"[\d一二两三四五六七八九十百]\s*(个工作日|工作日|[票单件次起份例笔台条宗张辆套项封通页篇名]|个(?!月|星期|小时|人))"
)
_WORKING_DAYS = re.compile(r"(working|business) days?", re.IGNORECASE)
_PLACE = re.compile(r"\s(?:at|on|in|for|during|within|from)\s|\s\(")
_MAX_NAME = 60
_FRAGMENT = re.compile(r"(?<![A-Za-z\d-])\d+(?:[.,]\d+)?(?![A-Za-z\d-])|^[a-z]{1,4}$")
_MAX_ZH_NOUN, _MAX_EN_NOUN = 10, 5
_SENTENCE_ZH = re.compile(r"[他她它我你了不没很太总都就吗呢吧]|希望|觉得|认为|应该|需要")
_SENTENCE_EN = re.compile(
    r"he|she|they|i|we|you|him|her|his|their|them|us|our|it|is|are|was|were|be|been|has|have|had|do|does|did|not|no|and|"
    r"but|or|however|only|than|that|which|who|up|out|over|very|more|most|less|well|also|some|a|an|for|to|with|as|at|"
    r"needs?|shows?|lacks?|makes?|gets?|seems?|can|cannot|will|would|should|always|never|often|sometimes|good|great|high|"
    r"low|excellent|better|best|\w+n't|\w+ly",
    re.IGNORECASE,
)


def metric_name(statement: GapStatement, reading: Reading) -> str:
    """Return the manager's own name of the metric where it is clean and a name, else the plain name of its kind."""
    name = _stated(statement)
    usable = name and len(name) <= _MAX_NAME and not _FRAGMENT.search(name)
    if is_measured(statement) and usable and is_clean(name, reading):
        return name
    return _found_name(statement, reading) or label(statement.category, reading.language)


def is_measured(statement: GapStatement) -> bool:
    """Return True where the text gives the gap a figure or at least a unit."""
    return statement.unit != "none" or statement.baseline is not None or statement.target is not None


def is_concrete(statement: GapStatement, reading: Reading) -> bool:
    """Return True where a goal can be written: something is measured, or it is at least clear what it is about.

    Praise, or a sentence about everything, is neither; it is asked about instead.
    """
    if is_measured(statement) or statement.category is not GapCategory.OTHER:
        return True
    return _found_name(statement, reading) is not None


def _stated(statement: GapStatement) -> str:
    return (statement.metric or "").strip(" ，。,.;；:：")


def _found_name(statement: GapStatement, reading: Reading) -> str | None:
    """Return a short noun the text uses: the stated name, an attitude it speaks of, or a word of its topic."""
    words = f"{statement.text} {around(statement, reading)}"
    found = [
        name if is_noun(name := _stated(statement), reading.language) else None,
        attitude_in(statement.text),
        *(cue for topic in topic_of(statement, reading) if (cue := cue_in(topic, words)) and not cue.endswith("ing")),
    ]
    return next((name for name in found if name and is_clean(name, reading)), None)


def is_noun(name: str, language: Language) -> bool:
    """Return True where a name reads as a thing rather than as a piece of a sentence."""
    if language is Language.ZH:
        return 1 < len(name) <= _MAX_ZH_NOUN and not _SENTENCE_ZH.search(name)
    words = name.split()
    if _FRAGMENT.search(name):
        return False
    return 0 < len(words) <= _MAX_EN_NOUN and not any(_SENTENCE_EN.fullmatch(w) for w in words)


def label(category: GapCategory, language: Language) -> str:
    """Return the plain name of a kind of gap, as a sentence takes it."""
    return phrases(language).say(f"category_{category.value}")


def name_in_sentence(name: str, statement: GapStatement, language: Language) -> str:
    """Put the name into a sentence: without the person, English with its article, a duration called one."""
    if name == label(statement.category, language):
        return name
    bare = _plain(name, language)
    base = statement.unit.partition("/")[0]
    if base in _TIMES and statement.direction is Direction.DOWN and not _TIME_WORD.search(bare):
        return phrases(language).say("time_for", name=bare)
    abstract = not is_measured(statement) and " " not in bare
    return bare if language is Language.ZH or abstract else _with_article(bare)


def _plain(name: str, language: Language) -> str:
    """Take the person out of a name: 他班组的完成率 -> 完成率, "calls he takes get dropped" -> "calls dropped"."""
    if language is Language.ZH:
        return _OWN_ZH.sub("", name) or name
    bare = _OWN.sub("", _CLAUSE.sub(" ", name))
    bare = re.sub(r"\s+", " ", bare).strip() or name
    first = bare.partition(" ")[0]
    return bare[0].lower() + bare[1:] if first[1:].islower() or len(first) == 1 else bare


def _with_article(bare: str) -> str:
    """Add "the" except before plurals and single abbreviations."""
    first, _, rest = bare.partition(" ")
    head = re.split(r"\s(?:of|on|in|per|for|within|from|to|by|with|at)\s", bare)[0]
    plural = re.search(r"[^su]s$", head) is not None or re.match(r"[a-z-]*[^su]s\s\w+ed\b", bare) is not None
    return bare if plural or (not rest and first.isupper()) else f"the {bare}"


def short_name(said: str, statement: GapStatement, language: Language) -> str:
    """Cut "the scrap rate on the cell sheet" to "the scrap rate"; an attitude becomes the measure to be agreed."""
    if statement.unit == "none" and is_attitude(said):
        return phrases(language).say("measure_agreed")
    head = _PLACE.split(said)[0]
    return head if len(head.split()) > 2 or head == said else said


def counting_word(statement: GapStatement, brief: DraftBrief) -> str:
    """Return the word the manager counts in (票, working days); empty where there is none."""
    said = " ".join([statement.text, *(e.text for e in statement.evidence)])
    if brief.language is Language.EN:
        found = _WORKING_DAYS.search(said)
        return f"{found[1].lower()} days" if found and statement.unit == "days" else ""
    found = _CLASSIFIER.search(said) if statement.unit.startswith(("count", "days")) else None
    if found is None or (statement.unit.startswith("days") and "工作日" not in found[1]):
        return ""
    return "个工作日" if "工作日" in found[1] else found[1]
