"""Rules for any text of a body: language, length, withheld words, no dismissal, no rating."""

import re
from dataclasses import dataclass

from coach.domain.base import Language
from coach.drafting.body import DraftBrief, GateFinding
from coach.drafting.templates import fill, gate_messages, gate_words
from coach.drafting.withheld import first_withheld

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|《[^》]*》|\"[^\"]*\"")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class Finder:
    """Writes findings in the draft's language."""

    brief: DraftBrief
    """What the body was written from."""

    def __call__(self, section: str, rule: str, **slots: str) -> GateFinding:
        """Return the finding of a rule in a section."""
        return GateFinding(section, rule, fill(gate_messages(self.brief.language)[rule], **slots))


def text_findings(text: str, section: str, find: Finder, *, limit: int, quoted: str = "") -> list[GateFinding]:
    """Return what is wrong with a text, numbers apart.

    Args:
        text: the text.
        section: the section it belongs to.
        find: writes the findings.
        limit: most characters.
        quoted: a title of the catalogue inside the text, which may be in the other language.
    """
    found = []
    if not text.strip():
        found.append(find(section, "empty"))
    if len(text) > limit:
        found.append(find(section, "too_long", limit=str(limit)))
    if first_withheld(text, find.brief.reading) is not None:
        found.append(find(section, "withheld"))
    bare = text.replace(quoted, " ") if quoted else text
    if not in_language(bare, find.brief):
        found.append(find(section, "language"))
    found += [find(section, name) for name in ("dismissal", "rating") if _holds(name, bare, find.brief)]
    return found


def _holds(name: str, text: str, brief: DraftBrief) -> bool:
    plain = text
    for metric in (s.metric for s in brief.reading.gap.statements):
        plain = plain.replace(metric, " ") if metric else plain
    return any(re.search(p, plain, re.IGNORECASE) for language in Language for p in gate_words(name, language))


def in_language(text: str, brief: DraftBrief) -> bool:
    """Return True where a text is in the draft's language, apart from quotations, metric names and sources.

    Chinese: at least as many Chinese characters as Latin words. English: at most one Chinese character in ten letters.
    """
    plain = _QUOTED.sub(" ", text)
    for statement in brief.reading.gap.statements:
        for name in (statement.metric, statement.period):
            plain = plain.replace(name, " ") if name else plain
    for title in (p.title for p in brief.evidence.passages):
        plain = plain.replace(title, " ")
    han, words = len(_HAN.findall(plain)), _LATIN.findall(plain)
    if brief.language is Language.ZH:
        return han >= max(len(words), 1) or (not words and not han)
    return han * 10 <= sum(map(len, words))
