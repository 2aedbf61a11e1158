"""The demo data: complete, synthetic, in both languages, and consistent with itself."""

import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from coach.domain.gap import GapCategory
from knowledge_base.loaders.load import load_files
from knowledge_base.records import Record, SkippedItem
from tests.knowledge_base.demo.records import (
    DEMO,
    POLICIES,
    Row,
    length,
    mentions,
    people,
    policies,
    rows,
    strings,
    users,
)

INDUSTRIES = {"manufacturing", "internet", "finance", "services"}
GAP_TYPES = {category.value for category in GapCategory if category is not GapCategory.OTHER}
OUTCOMES = {"achieved", "partly_achieved", "not_achieved", "ended_early"}
RESOURCE_KINDS = {"course", "mentor", "drill", "reading", "rotation", "counselling"}
PLAN_FIELDS = {
    "id", "kind", "lang", "title", "text", "industry", "role", "role_family", "gap_type", "employee", "manager",
    "quarter", "metric", "unit", "direction", "baseline", "target", "weeks", "outcome", "outcome_value", "actions",
    "support", "synthetic",
}  # fmt: skip
TRAINING_FIELDS = {
    "id", "kind", "lang", "title", "text", "resource_kind", "skills", "gap_types", "industries", "level", "hours",
    "cost", "currency", "provider", "next_session", "prerequisites", "url", "synthetic",
}  # fmt: skip
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+"  # an e-mail address
    r"|(?<!\d)1[3-9]\d{9}(?!\d)"  # a mobile number in China
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # a resident identity number
    r"|\+\d[\d ()-]{7,}|\(?\d{3}\)?[ -]\d{3,4}[ -]\d{4}"  # an international or American number
    r"|\b[EM]-\d{2,}\b"  # a code that belongs in its field, not in prose
)

Cell = tuple[str, str]


@pytest.fixture(scope="module")
def plans() -> list[Row]:
    return rows("plans.jsonl")


@pytest.fixture(scope="module")
def training() -> list[Row]:
    return rows("training.jsonl")


@pytest.fixture(scope="module")
def cells(plans: list[Row]) -> dict[Cell, list[Row]]:
    found: dict[Cell, list[Row]] = defaultdict(list)
    for plan in plans:
        found[plan["gap_type"], plan["industry"]].append(plan)
    return found


def test_enough_plans_in_three_gap_types_of_each_industry(plans: list[Row], cells: dict[Cell, list[Row]]) -> None:
    assert len(plans) >= 84
    per_industry = Counter(industry for _, industry in cells)
    assert set(per_industry) == INDUSTRIES
    assert min(per_industry.values()) >= 3


def test_each_cell_could_mean_enough_people(cells: dict[Cell, list[Row]]) -> None:
    for cell, members in cells.items():
        assert len(members) >= 7, cell
        assert len({plan["employee"] for plan in members}) >= 6, cell
        assert len({plan["manager"] for plan in members}) >= 3, cell


def test_each_cell_speaks_both_languages(cells: dict[Cell, list[Row]]) -> None:
    for cell, members in cells.items():
        assert min(Counter(plan["lang"] for plan in members).values()) >= 3, cell
        assert {plan["lang"] for plan in members} == {"zh", "en"}, cell


def test_plan_fields_are_complete_and_closed(plans: list[Row]) -> None:
    for plan in plans:
        assert set(plan) == PLAN_FIELDS, plan["id"]
        assert plan["kind"] == "plan"
        assert plan["synthetic"] is True
        assert plan["gap_type"] in GAP_TYPES
        assert plan["outcome"] in OUTCOMES
        assert re.fullmatch(r"20\d\d-Q[1-4]", plan["quarter"])
        assert 3 <= len(plan["actions"]) <= 5
        assert 2 <= len(plan["support"]) <= 3


def test_outcome_agrees_with_the_figures(plans: list[Row]) -> None:
    for plan in plans:
        sign = 1 if plan["direction"] == "up" else -1
        baseline, target, reached = (sign * plan[name] for name in ("baseline", "target", "outcome_value"))
        assert target > baseline, plan["id"]
        if plan["outcome"] == "achieved":
            assert reached >= target, plan["id"]
        elif plan["outcome"] != "ended_early":
            assert baseline <= reached < target, plan["id"]


def test_figures_stand_in_the_text(plans: list[Row]) -> None:
    for plan in plans:
        told = plan["title"] + plan["text"]
        for name in ("baseline", "target", "outcome_value"):
            assert mentions(told, plan[name]), (plan["id"], name)


def test_failures_of_the_employer_are_told(plans: list[Row]) -> None:
    outcomes = Counter(plan["outcome"] for plan in plans)
    assert set(outcomes) == OUTCOMES
    assert min(outcomes.values()) >= 8


def test_plan_texts_have_a_useful_length(plans: list[Row]) -> None:
    for plan in plans:
        low, high = (200, 600) if plan["lang"] == "zh" else (120, 350)
        assert low <= length(plan) <= high, (plan["id"], length(plan))


def test_enough_training_of_each_kind_in_both_languages(training: list[Row]) -> None:
    assert len(training) >= 150
    assert min(Counter(row["lang"] for row in training).values()) >= 70
    kinds = Counter(row["resource_kind"] for row in training)
    assert set(kinds) == RESOURCE_KINDS
    assert min(kinds.values()) >= 15


def test_every_gap_type_has_training_in_both_languages(training: list[Row]) -> None:
    offers = Counter((gap, row["lang"]) for row in training for gap in row["gap_types"])
    assert {gap for gap, _ in offers} == GAP_TYPES
    assert all(offers[gap, lang] >= 3 for gap in GAP_TYPES for lang in ("zh", "en"))


def test_training_fields_are_complete_and_closed(training: list[Row]) -> None:
    for row in training:
        assert set(row) - {"pair"} == TRAINING_FIELDS, row["id"]
        assert row["kind"] == "training"
        assert row["synthetic"] is True
        assert set(row["industries"]) <= INDUSTRIES or row["industries"] == ["any"]
        assert row["level"] in {"basic", "intermediate", "advanced"}
        assert row["currency"] in {"CNY", "USD"}
        assert 3 <= len(row["skills"]) <= 6
        assert row["url"] is None


def test_training_texts_and_sessions_are_usable(training: list[Row]) -> None:
    for row in training:
        low, high = (90, 300) if row["lang"] == "zh" else (50, 160)
        assert low <= length(row) <= high, (row["id"], length(row))
        if row["next_session"] is not None:
            assert date.fromisoformat(row["next_session"]).weekday() < 5, row["id"]


def test_pairs_are_the_same_resource_in_two_languages(training: list[Row]) -> None:
    pairs: dict[str, list[Row]] = defaultdict(list)
    for row in training:
        if "pair" in row:
            pairs[row["pair"]].append(row)
    assert len(pairs) >= 25
    for name, both in pairs.items():
        assert sorted(row["lang"] for row in both) == ["en", "zh"], name
        for field in ("resource_kind", "gap_types", "industries", "level", "hours", "next_session"):
            assert both[0][field] == both[1][field], (name, field)


def test_ids_titles_and_texts_are_unique(plans: list[Row], training: list[Row]) -> None:
    everything = [*plans, *training, *rows("gaps.jsonl")]
    for field in ("id", "text"):
        assert len({row[field] for row in everything}) == len(everything)
    titles = [row["title"] for row in (*plans, *training)]
    assert len(set(titles)) == len(titles)


def test_language_is_what_the_row_says(plans: list[Row], training: list[Row]) -> None:
    for row in (*plans, *training, *rows("gaps.jsonl")):
        chinese = re.search(r"[\u4e00-\u9fff]", row["text"]) is not None
        assert chinese == (row["lang"] == "zh"), row["id"]


def test_sample_gaps_are_six_per_language() -> None:
    gaps = rows("gaps.jsonl")
    assert Counter(row["lang"] for row in gaps) == {"zh": 6, "en": 6}
    assert {row["industry"] for row in gaps} == INDUSTRIES


def test_no_text_holds_a_personal_identifier(plans: list[Row], training: list[Row]) -> None:
    for row in (*plans, *training, *rows("gaps.jsonl")):
        prose = {key: value for key, value in row.items() if key not in {"employee", "manager", "next_session"}}
        for text in strings(prose):
            assert not PERSONAL.search(text), (row["id"], text)


def test_no_text_names_one_of_the_demo_people(plans: list[Row], training: list[Row]) -> None:
    names = [person["name"] for person in people()]
    for row in (*plans, *training):
        assert not [name for name in names if name in row["text"]], row["id"]


def test_every_policy_is_there_in_both_languages() -> None:
    names = Counter(name.split(".")[0] for name in policies())
    assert len(names) == 10
    for stem in names:
        assert {f"{stem}.zh.md", f"{stem}.en.md"} <= set(policies())


def test_every_policy_says_it_is_synthetic_and_has_headings() -> None:
    for name, text in policies().items():
        _, front, body = text.split("---\n", maxsplit=2)
        first = body.lstrip().splitlines()[0].lower()
        assert "kind: policy" in front, name
        assert "合成示例政策" in first or "synthetic example policy" in first, name
        assert len(re.findall(r"(?m)^## ", text)) >= 4, name
        assert not PERSONAL.search(text), name


def test_the_loader_reads_each_row_as_what_it_is() -> None:
    parts = [DEMO / "plans.jsonl", DEMO / "training.jsonl", *sorted(POLICIES.glob("*.md"))]
    loaded = list(load_files([(DEMO, part) for part in parts], kind=None))
    assert not [item for item in loaded if isinstance(item, SkippedItem)]
    kinds = Counter(record.kind.value for record in loaded if isinstance(record, Record))
    assert kinds == {"plan": len(rows("plans.jsonl")), "training": len(rows("training.jsonl")), "policy": 20}


def test_people_report_to_somebody_in_the_list() -> None:
    staff = {person["employee_id"]: person for person in people()}
    managers = {person["manager_id"] for person in staff.values()} - {""}
    assert len(staff) == len(people()) >= 24
    assert len(managers) == 4
    assert managers <= set(staff)
    assert all(person["email"].endswith("@example.com") for person in staff.values())


def test_sign_ins_belong_to_people_of_the_list() -> None:
    staff = {person["employee_id"]: person for person in people()}
    assert [user["username"] for user in users()] == ["manager", "hr", "lnd", "employee", "admin"]
    for user in users():
        person = staff[user["employee_id"]]
        assert (user["name"], user["email"], user["lang"]) == (person["name"], person["email"], person["lang"])
        assert user["roles"] == [user["username"]]
        assert user["password"] == f"demo-{user['username']}-2026"


def test_the_demo_employee_reports_to_the_demo_manager() -> None:
    staff = {person["employee_id"]: person for person in people()}
    by_name = {user["username"]: user["employee_id"] for user in users()}
    assert staff[by_name["employee"]]["manager_id"] == by_name["manager"]
