"""Scorers of the task `tone`: is the problem found, are the spans right, does the rewrite keep the facts?"""

import re
from dataclasses import dataclass

from coach.domain.wording import ToneReport
from coach.scoring import Score, Scorer
from evals.scorers.judged import Judged, share

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def tone_scorers() -> tuple[Scorer[Judged], ...]:
    """All scorers of the task `tone`."""
    return (ProblemRight(), SpansMarked(), CategoryRight(), FactsKept(), NoNumberAdded(), WordingGone())


@dataclass(frozen=True)
class ProblemRight:
    """Alarm where there is a problem and only there. A false alarm is the worse error: it gets us switched off."""

    name: str = "problem_right"

    def score(self, judged: Judged) -> Score:
        """1 where the answer is the expected one."""
        report, wanted = _report(judged), bool(judged.sample.target.get("problem"))
        right = report.problem == wanted
        return share(self.name, int(right), 1, "" if right else f"said {report.problem}")


@dataclass(frozen=True)
class SpansMarked:
    """The harsh words themselves are marked."""

    name: str = "spans_marked"

    def score(self, judged: Judged) -> Score:
        """Share of the expected harsh words that a suggestion touches."""
        wanted = judged.sample.target.get("spans", [])
        missed = [span["text"] for span in wanted if not _touching(judged, span["text"])]
        return share(self.name, len(wanted) - len(missed), len(wanted), ", ".join(missed))


@dataclass(frozen=True)
class CategoryRight:
    """Of the words found, the category is the expected one."""

    name: str = "category_right"

    def score(self, judged: Judged) -> Score:
        """Share of the touched spans with the expected category."""
        touched = [(s, _touching(judged, s["text"])) for s in judged.sample.target.get("spans", [])]
        touched = [(span, found) for span, found in touched if found]
        wrong = [span["text"] for span, found in touched if span["category"] not in found]
        return share(self.name, len(touched) - len(wrong), len(touched), ", ".join(wrong))


@dataclass(frozen=True)
class FactsKept:
    """The rewrite keeps what must be kept."""

    name: str = "facts_kept"

    def score(self, judged: Judged) -> Score:
        """Share of the facts that stand in the rewrite."""
        facts = judged.sample.target.get("keep", [])
        lost = [fact for fact in facts if _plain(fact) not in _plain(_report(judged).rewrite)]
        return share(self.name, len(facts) - len(lost), len(facts), ", ".join(lost))


@dataclass(frozen=True)
class NoNumberAdded:
    """The rewrite adds no figure: a safety count."""

    name: str = "no_number_added"

    def score(self, judged: Judged) -> Score:
        """1 where every number of the rewrite stands in the text."""
        text = str(judged.sample.input.get("text", ""))
        added = set(NUMBER.findall(_report(judged).rewrite)) - set(NUMBER.findall(text))
        return share(self.name, int(not added), 1, ", ".join(sorted(added)))


@dataclass(frozen=True)
class WordingGone:
    """The harsh words are not in the rewrite."""

    name: str = "wording_gone"

    def score(self, judged: Judged) -> Score:
        """Share of the harsh words that are gone."""
        wanted = [span["text"] for span in judged.sample.target.get("spans", [])]
        left = [text for text in wanted if _plain(text) in _plain(_report(judged).rewrite)]
        return share(self.name, len(wanted) - len(left), len(wanted), ", ".join(left))


def _report(judged: Judged) -> ToneReport:
    report: ToneReport = judged.output
    return report


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _touching(judged: Judged, span: str) -> set[str]:
    """Categories of the suggestions that touch the first place where `span` stands."""
    start = str(judged.sample.input.get("text", "")).find(span)
    end = start + len(span)
    return {s.category.value for s in _report(judged).suggestions if start >= 0 and s.start < end and start < s.end}
