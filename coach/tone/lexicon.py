"""The lexicons as data: what a rule says, and how the files are read."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from coach.domain.base import Language, Model
from coach.domain.wording import Severity, ToneCategory
from coach.tone.names import SIGN
from coach.tone.pattern import Part, Pattern, parse

FOLDER = Path(__file__).parent / "lexicons"
SpanMode = Literal["match", "to_clause_end", "clause", "sentence"]


class Rule(Model):
    """One rule of a lexicon file."""

    id: str
    """Name under which findings and false alarms are counted."""
    patterns: tuple[str, ...] = Field(min_length=1)
    """What to look for, in the language of `coach.tone.pattern`."""
    unless: tuple[str, ...] = ()
    """No finding where one of these is in the same clause."""
    unless_nearby: tuple[str, ...] = ()
    """No finding where one of these is in the same sentence."""
    only_if: tuple[str, ...] = ()
    """No finding unless one of these is in the same sentence."""
    span: SpanMode = "match"
    """How far the mark reaches from the match."""
    subject: Literal["any", "person"] = "any"
    """`person`: only where the clause is about a person."""
    companion: bool = False
    """Counts only beside another finding of its category."""
    negatable: bool = True
    """`not lazy` is no finding; False where the pattern is a turn of phrase that a negation does not undo."""
    drop: bool = False
    """The rewrite leaves the whole clause out where it holds no figure: shortened it would say something else."""
    enabled: bool = True
    """False switches the rule off."""
    severity: Severity = Severity.MEDIUM
    """How much it would hurt."""
    reason: str = ""
    """Why, in plain words; empty: the reason of its category."""
    replacement: str | None = None
    """What to put instead: `{before}`, `{after}` (the mark around the match), `{when}` (its dates) are filled in.
    None: as its file says."""
    example: str
    """A sentence in which the rule fires."""
    counter_example: str
    """A near sentence in which it does not."""


class LexiconFile(Model):
    """One file: the rules of one category in one language."""

    category: ToneCategory
    """What its findings are called."""
    language: Language
    """The language it reads."""
    reason: str
    """Why such wording hurts, in plain words."""
    replacement: str = ""
    """What to put instead where a rule does not say; empty: leave it out."""
    slot: str
    """What fills the hole a judgement leaves in a clause that goes on, such as `[what was seen]`."""
    request: str
    """A closing request for the rewrite of a text that makes none."""
    nothing_left: str
    """The whole rewrite where the text held no fact: asks for one."""
    rules: tuple[Rule, ...]
    """The rules; the first to claim a stretch keeps it."""


class Guards(Model):
    """What is left alone, in one language. Every entry is a pattern of `coach.tone.pattern`."""

    technical: tuple[str, ...]
    """Scary words in another sense: a finding inside is dropped."""
    negation_near: tuple[str, ...]
    """Denials that reach a few words ahead."""
    negation_far: tuple[str, ...]
    """Denials that reach to the end of the clause."""
    not_negation: tuple[str, ...]
    """Look like denials and are not (要不是, "not only")."""
    attribution: tuple[str, ...]
    """Somebody else's words follow: customer, colleague, survey."""
    speaker: tuple[str, ...]
    """Whose words may stand in quotation marks."""
    speech: tuple[str, ...]
    """Verbs of saying and writing that lead to a quotation."""
    person: tuple[str, ...]
    """Words that show the clause is about a person."""
    self_reference: tuple[str, ...]
    """The manager speaks of himself or herself, at the start of a clause."""
    concrete_before: tuple[str, ...]
    """Behaviour or an example has been named: a vague word after it is fine."""
    concrete_after: tuple[str, ...]
    """Behaviour or an example follows: a vague word beside it is fine."""


class Wording(Model):
    """Words the rewriting needs, in one language."""

    verdicts: tuple[str, ...]
    """Verdicts on a neighbouring clause ("proves it")."""
    verdict_instead: str
    """What stands in their place once that clause is gone."""
    dangling: tuple[str, ...]
    """Remarks left out with a neighbouring clause ("as usual")."""
    tails: tuple[str, ...]
    """Words that lead on to what is gone, at the end of a clause."""
    openers: tuple[str, ...]
    """Conjunctions a sentence cannot begin with once its first half is gone."""
    empty_clauses: tuple[str, ...]
    """What a clause may be reduced to before it is left out whole (subject and copula)."""
    hole_before: tuple[str, ...]
    """Words that cannot end a clause: behind them a slot is needed."""
    subjects: tuple[str, ...]
    """What a clause may begin with."""
    subject_slot: str
    """Stands at the start of a clause whose beginning is gone."""
    requests: tuple[str, ...]
    """Signs that the text already asks for something."""
    when: tuple[str, ...]
    """Dates and times to be carried over from a stretch that is left out."""
    facts: tuple[str, ...]
    """Figures, titles and names of work to be carried over from a stretch that is left out."""
    about: str
    """How facts carried over are named; `{facts}` is filled in."""
    separator: str
    """Between facts carried over."""
    polish: tuple[tuple[str, str], ...] = ()
    """Last repairs: regular expression, replacement."""


class CompiledRule:
    """A rule with its patterns parsed."""

    def __init__(self, rule: Rule, file: LexiconFile, vocabulary: dict[str, Part]) -> None:
        self.rule, self.file = rule, file
        self.patterns = compiled(rule.patterns, language=file.language, vocabulary=vocabulary)
        self.unless = compiled(rule.unless, language=file.language, vocabulary=vocabulary)
        self.unless_nearby = compiled(rule.unless_nearby, language=file.language, vocabulary=vocabulary)
        self.only_if = compiled(rule.only_if, language=file.language, vocabulary=vocabulary)


class Lexicon:
    """Everything the product knows about the wording of one language."""

    def __init__(self, language: Language, folder: Path = FOLDER) -> None:
        home = folder / language
        self.language = language
        self.vocabulary = _vocabulary(language, home / "vocabulary.json")
        self.guards = Guards.model_validate_json((home / "guards.json").read_text(encoding="utf-8"))
        self.wording = Wording.model_validate_json((home / "wording.json").read_text(encoding="utf-8"))
        names = [home / f"{category}.json" for category in ToneCategory]
        self.files = {
            file.category: file
            for file in (LexiconFile.model_validate_json(n.read_text(encoding="utf-8")) for n in names if n.exists())
        }
        self.rules = [CompiledRule(r, f, self.vocabulary) for f in self.files.values() for r in f.rules if r.enabled]
        self._guards: dict[str, tuple[Pattern, ...]] = {}

    def guard(self, name: str) -> tuple[Pattern, ...]:
        """The patterns of one list of `Guards`, or of `Wording` where `Guards` has none of that name."""
        if name not in self._guards:
            source = self.guards if name in Guards.model_fields else self.wording
            self._guards[name] = compiled(getattr(source, name), language=self.language, vocabulary=self.vocabulary)
        return self._guards[name]


@lru_cache(maxsize=2)
def lexicon(language: Language) -> Lexicon:
    """The lexicon of a language, read once; ValueError or pydantic's ValidationError where a file is wrong."""
    return Lexicon(language)


def compiled(sources: tuple[str, ...], *, language: Language, vocabulary: dict[str, Part]) -> tuple[Pattern, ...]:
    """Parse several patterns."""
    return tuple(parse(source, language=language.value, vocabulary=vocabulary) for source in sources)


def _vocabulary(language: Language, path: Path) -> dict[str, Part]:
    """Named phrases; one may use those named before it."""
    parts = {"name": Part(SIGN + "{1,30}", frozenset({SIGN}))}
    for name, phrases in json.loads(path.read_text(encoding="utf-8")).items():
        source = "(" + "|".join(phrases) + ")"
        regex = parse(source, language=Language.ZH.value if language is Language.ZH else "en", vocabulary=parts)
        inner = regex.part.regex.removeprefix(r"\b").removesuffix(r"(?!\w)")
        parts[name] = Part(inner, regex.part.anchors)
    return parts
