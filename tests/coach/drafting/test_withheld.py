"""What must never reach a plan is found, and nothing else."""

from coach.domain.base import Language
from coach.drafting.withheld import first_withheld, is_clean
from tests.coach.drafting.fakes import reading, span

TEXT = "Rose is hopeless, frankly useless at prose. Mail rose@example.org. 他总是拖拖拉拉，一点都不上心。"
READ = reading(
    TEXT,
    language=Language.EN,
    names=("Rose",),
    identifiers=("rose@example.org",),
    withheld=(span(TEXT, "frankly useless at prose"), span(TEXT, "总是拖拖拉拉，一点都不上心")),
)


def test_names_are_words_not_letters() -> None:
    assert first_withheld("Ask Rose first", READ) == "Rose"
    assert is_clean("Write clear prose", READ)


def test_identifiers_and_stretches_are_found_whatever_the_spacing() -> None:
    assert not is_clean("write to Rose@Example.org", READ)
    assert not is_clean("is frankly  useless at-prose", READ)


def test_a_clause_of_a_stretch_counts() -> None:
    assert not is_clean("员工一点都不上心", READ)


def test_placeholders_of_redaction_are_not_shown() -> None:
    assert not is_clean("Talk to [NAME1] on Monday", READ)
    assert not is_clean("和[姓名1]谈一次", READ)
    assert is_clean("See [1] below", READ)
