"""Written forms of figures and dates that were once read wrongly, each in a text of its own."""

# ruff: noqa: E501 - a text and what it says are one row

import datetime as dt

import pytest

from coach.domain.gap import FlagKind, GapDescription
from coach.drafting.intake.read import read_gap
from coach.drafting.intake.reading import Reading

AS_OF = dt.date(2026, 11, 22)


def _read(text: str) -> Reading:
    return read_gap(GapDescription(text=text, as_of=AS_OF))


@pytest.mark.parametrize(
    ("text", "baseline", "target", "deadline"),
    [
        ("On-time dispatch has been four out of five; the contract says nine out of ten. By 31/01/2027.", 80, 90, "2027-01-31"),
        ("Pipeline coverage 1.8x, we need 3x. 90 days.", 1.8, 3, "2027-02-20"),
        ("Rooms per shift 9, standard 13. Reach it by mid-January.", 9, 13, "2027-01-15"),
        ("Bookings came to $48k; quota is $75k. Give her until 30 June.", 48_000, 75_000, "2027-06-30"),
        ("Chart requests take about a day and a half, should be half a day. Can we do 6 wks?", 1.5, 0.5, "2027-01-03"),
        ("Pages unfixed 37, limit 10. Could we look at the end of the first quarter?", 37, 10, "2027-03-31"),
        ("Breaches went 3, 5, 9 over three months. No more than 4 by 1 March 2027.", 9, 4, "2027-03-01"),
        ("Late deliveries up from 6% to 11% since August. Contract: 5%. Fix by 28/02/2027.", 11, 5, "2027-02-28"),
        ("Average reply time 1 day 4 hours, standard 8 hours. By 20 Feb 2027.", 28, 8, "2027-02-20"),
        ("Write-offs EUR 1,250 a month, limit EUR 300. 2 months pls", 1250, 300, "2027-01-22"),
        ("Denied claims: 11.5% in Q3 (team of 6 averages 6%). The agreed limit is 7%. By 15 March 2027.", 11.5, 7, "2027-03-15"),
        ("MTTR went from 50 min in Q2 to 1h 20 in Q3. SLO: 45 minutes. By 22 February 2027.", 80, 45, "2027-02-22"),
        ("Abandon rate doubled from 4% to 8%, ceiling 5%. Ten weeks from now.", 8, 5, "2027-01-31"),
        ("Observation score 2.4 of 5, school minimum 3.5. By 28 March 2027.", 2.4, 3.5, "2027-03-28"),
        ("forecast accuracy 大概 82 个点，CFO 要 90 个点以上。明年 6 月 30 日前。", 82, 90, "2027-06-30"),
        ("续费率58%，比上学期的66%还低，目标70%，明年3月底。", 58, 70, "2027-03-31"),
        ("需求延期率35%，团队基线20%，明年3月31日前。", 35, 20, "2027-03-31"),
        ("差错今年1.6‰，行里容忍度0.5‰，明年二季度结束前。", 1.6, 0.5, "2027-06-30"),
        ("用例执行率只有七成，要求全部跑完。一季度末之前。", 70, 100, "2027-03-31"),
        ("月均出货1.2万单，目标2万单，今年最后一天之前做到。", 12_000, 20_000, "2026-12-31"),
        ("GMV 在 80w 左右，target 120w/月。deadline: 2027.3.31", 800_000, 1_200_000, "2027-03-31"),
        ("出院结算平均要拖到第3天，医院要求24小时内办完。腊月底之前改。", 3, 1, "2027-02-05"),
        ("修复时间平均半天，制度写的是两小时，12周内改善。", 12, 2, "2027-02-14"),
        ("客单价从128元掉到96元，目标120元，两个月。", 96, 120, "2027-01-22"),
        ("一次通过率76个百分点左右，目标85以上，Q1 结束前。", 76, 85, "2027-03-31"),
        ("差错率0.012，内控线0.005，2027年2月28日前。", 1.2, 0.5, "2027-02-28"),
        ("挂号窗口一小时才办18个号，别人都25个以上，科里要求22个。2026年12月22日前。", 18, 22, "2026-12-22"),
        ("连续两个季度没完成：三季度完成率68%，公司要求90%以上。请从12月1日开始三个月。", 68, 90, "2027-03-01"),
        ("财务月结她那块总是第8个工作日才交，制度是第5个工作日。年底前。", 8, 5, "2026-12-31"),
        ("回复平均1天4小时，要求8小时内，也就是2027年1月底前做到。", 28, 8, "2027-01-31"),
    ],
)  # fmt: skip
def test_one_figure_against_one_standard(text: str, baseline: float, target: float, deadline: str) -> None:
    reading = _read(text)
    assert [(s.baseline, s.target) for s in reading.gap.statements] == [(baseline, target)]
    assert reading.horizon is not None
    assert reading.horizon.deadline == dt.date.fromisoformat(deadline)


@pytest.mark.parametrize(
    "text", ["Errors 8%, limit 5%. By 03/04/2027.", "Errors 8%, limit 5%. Done by 05-06-2027 please."]
)
def test_a_date_that_could_be_two_days_is_asked_for(text: str) -> None:
    reading = _read(text)
    assert reading.horizon is None
    assert "deadline" in [q.about for q in reading.gap.questions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mis-picks at 7 per 1,000 lines. Site standard is 2 per 1,000.", "Mis-picks"),
        ("Stockouts 9 a month, limit 3.", "Stockouts"),
        ("齐套率12%，标准95%。", "齐套率"),
    ],
)
def test_what_is_measured_is_no_person(text: str, name: str) -> None:
    reading = _read(text)
    assert reading.names == ()
    assert [s.metric for s in reading.gap.statements] == [name]
    assert FlagKind.ALREADY_MET not in [f.kind for f in reading.gap.flags]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Her listening skills are weak and she never delegates. Also her written reports are unclear. I want 110% effort.",
            ["listening skills", "written reports"],
        ),
        ("He brings energy but takes too much time and his attention to detail isn't there.", ["attention to detail"]),
        ("Clients love him, 100% reliable on site. Paperwork is patchy.", ["Paperwork"]),
        ("他人很好，客户都喜欢，就是文档写得乱，汇报抓不住重点，跨部门沟通也不顺。", ["文档", "汇报", "跨部门沟通"]),
        ("五成的精力都不在工作上，交付质量一般。", ["交付质量"]),
        ("问题是代码评审意见不回，设计文档不写。", ["代码评审意见", "设计文档"]),
    ],
)
def test_every_shortcoming_without_a_figure_is_named_and_figures_of_speech_are_none(
    text: str, names: list[str]
) -> None:
    reading = _read(text)
    assert [s.metric for s in reading.gap.statements] == names
    assert all(s.baseline is None and s.target is None for s in reading.gap.statements)
    assert FlagKind.TOO_VAGUE in [f.kind for f in reading.gap.flags]


def test_a_long_text_is_read_to_its_end() -> None:
    before = "周二聊了仓库的事，没有定下来，十二个人的班下班了。" * 400
    reading = _read(before + "错分率7%，标准2%以内，2027年2月28日前做到。")
    assert [(s.baseline, s.target) for s in reading.gap.statements] == [(7, 2)]


def test_what_is_too_long_to_read_is_said() -> None:
    reading = _read("Errors 7%, limit 2%. By 28 February 2027.\n" + "Nothing else happened that day at all. " * 600)
    assert [(s.baseline, s.target) for s in reading.gap.statements] == [(7, 2)]
    assert any("not read" in q.text for q in reading.gap.questions)


@pytest.mark.parametrize(
    "text",
    [
        "入住办理平均十二分钟，酒店标准是5分钟，要求她明天就做到1分钟！",
        "本季度月均新签8单，指标是每月15单。下周之前必须做到每月60单。",
        "Check-in takes 12 minutes, the standard is 5 minutes. She must do it in 1 minute by tomorrow.",
    ],
)
def test_a_demand_beyond_the_standard_is_flagged_where_no_plan_reaches_it(text: str) -> None:
    assert FlagKind.IMPOSSIBLE_TARGET in [f.kind for f in _read(text).gap.flags]
