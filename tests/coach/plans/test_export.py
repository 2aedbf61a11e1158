"""A plan as a document: whole, in its language, and safe to open."""

import io

import docx
import pytest

from coach.domain.base import Language
from coach.domain.checkin import AcknowledgementKind, PlanHistory
from coach.domain.plan import Outcome, Plan, PlanStatus
from coach.errors import NotFound
from coach.plans.document import Table, to_markdown
from coach.plans.export import export_for, export_plan
from coach.plans.lifecycle import Plans
from coach.plans.words import _words as words
from coach.plans.words import figure
from coach.review.record import history_of
from coach.storage.session import Database
from tests.coach.storage.world import DAY, Cast, approved


@pytest.fixture
def history(database: Database, cast: Cast) -> PlanHistory:
    plan = approved(database, cast)
    plans = Plans(database)
    plans.acknowledge(
        plan.id, kind=AcknowledgementKind.REFUSED, by=cast.employee, comment="<script>x</script> | 不同意"
    )
    return plans.checkin(plan.id, on=DAY, note="第一行\n# 不是标题", by=cast.manager)


def test_markdown_holds_the_plan_and_nothing_breaks_out(history: PlanHistory) -> None:
    text = export_plan(history, form="md").decode()
    for part in (
        "# 改进计划",
        "5%",
        "质检日报",
        "跟师傅学标准操作",
        "安排师傅",
        "标准操作课",
        history.plan.content_sha256,
        "拒签",
    ):
        assert part in text
    assert "<script>" not in text
    assert "\n# 不是标题" not in text
    assert "第一行 # 不是标题" in text


def test_a_word_file_holds_the_same_with_fonts_for_chinese(history: PlanHistory) -> None:
    document = docx.Document(io.BytesIO(export_plan(history, form="docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words_in_it = "\n".join([each.text for each in document.paragraphs] + cells)
    for part in ("改进计划", "目标1", "独立操作并自查", "每周面谈", history.plan.content_sha256, "不是标题"):
        assert part in words_in_it
    assert 'w:eastAsia="Microsoft YaHei"' in document.styles["Normal"].element.xml


def test_a_word_file_survives_odd_characters(history: PlanHistory) -> None:
    odd = history.plan.content.model_copy(update={"concerns": ("a\x0bb\x00c\ufffe",)})
    plan: Plan = history.plan.model_copy(update={"content": odd})
    document = docx.Document(io.BytesIO(export_plan(history.model_copy(update={"plan": plan}), form="docx")))
    assert "abc" in [each.text for each in document.paragraphs]


def test_an_english_plan_reads_english(history: PlanHistory) -> None:
    content = history.plan.content.model_copy(update={"language": Language.EN})
    ended = {"content": content, "status": PlanStatus.CLOSED, "outcome": Outcome.PARTLY_ACHIEVED}
    text = export_plan(history.model_copy(update={"plan": history.plan.model_copy(update=ended)}), form="md").decode()
    for part in (
        "# Improvement plan",
        "What the employer commits to",
        "Refused to sign",
        "partly achieved",
        "employee",
    ):
        assert part in text


def test_who_took_a_document_is_written_down(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    taken = export_for(database, plan.id, form="md", by=cast.employee)
    assert taken == export_plan(Plans(database).show(plan.id, cast.hr), form="md")
    with pytest.raises(NotFound):
        export_for(database, plan.id, form="md", by=cast.other_manager)
    done = [(each.action, each.actor) for each in history_of(database, plan.id, by=cast.hr)]
    assert done == [("plan.exported", cast.employee.user_id)]


def test_every_phrase_exists_in_both_languages() -> None:
    assert all(each.zh.strip() and each.en.strip() and each.zh != each.en for each in words().values())


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (5, "%", "5%"),
        (0.5, "‰", "0.5‰"),
        (120000, "CNY/month", "120000 CNY/month"),
        (3, "none", "3"),
        (None, "h", "待定"),
    ],
)
def test_figures_read_as_people_write_them(value: float | None, unit: str, expected: str) -> None:
    assert figure(value, unit, Language.ZH) == expected


def test_a_table_keeps_its_shape() -> None:
    assert to_markdown([Table(("a", "b"), (("x|y", "1\n2"),))]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 2 |\n"
