import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.redaction import Redactor


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (
            "姓名王海燕，工号YB20417，手机19900001234。王海燕上月迟到三次。",
            "姓名[姓名1]，工号[工号1]，手机[电话1]。[姓名1]上月迟到三次。",
        ),
        ("班组长吴栋带的班换型时间52分钟。", "班组长[姓名1]带的班换型时间52分钟。"),
        ("小郑最近主动性不够，李经理找他谈过。", "[姓名1]最近主动性不够，[姓名2]经理找他谈过。"),
        ("请欧阳娜娜和张伟核对。", "请[姓名1]和[姓名2]核对。"),
        (
            "Maria Lopez missed the target. I told Maria twice; Mr Okafor agreed.",
            "[NAME1] missed the target. I told [NAME1] twice; Mr [NAME2] agreed.",
        ),
        ("Toby's error rate is 4.6%. Mail toby@example.com.", "[NAME1]'s error rate is 4.6%. Mail [EMAIL1]."),
        ("Jordan Reeve is late. Jordan was told.", "[NAME1] is late. [NAME1] was told."),
        ("Will Grace be ready? Grace's queue is long.", "Will [NAME1] be ready? [NAME1]'s queue is long."),
    ],
)
def test_replaces_people_consistently(text: str, redacted: str) -> None:
    assert Redactor().redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "高峰期任务多，周报和成本分析常常滞后，应该安排培训，方法要明确。",
        "仓库3.5万平，另有1.2万平待建；成本为120万元。",
        "小于5%的项目由组长负责，和主管一起查看，任何单位都可以申请。",
        "马上完成盘点，路由配置、温度记录、金额核对、白班交接都要做。",
        "通过ISO 9001内审员课程，学习Python和Excel，掌握六西格玛方法。",
        "May targets were missed in April and August; the Paris office and the Austin team will mark the change.",
        "Python for Data Analysis, Lean Six Sigma, Microsoft Excel and the Monte Carlo method.",
        "The Customer Service Manager should review the Improvement Plan with Human Resources.",
        "Will the plan work? Mark the date. Grant access to the Jira board.",
        "Mis-picks at 7 per 1,000, limit 2. Chargebacks 14 a month. Stockouts: 5. Putaways 40 an hour, Timesheets.",
        "Add-ons 12%, Offboardings 3 days, Demurrage 4 a week, Takt time 58 s, Poka-yokes checked, Mis-scans 9.",
        "齐套率12%，标准95%。安贞院区的候诊时间25分钟。",
    ],
)
def test_leaves_texts_without_people_alone(text: str) -> None:
    assert Redactor().redact(text).spans == ()


def test_the_staff_list_is_found_wherever_it_stands() -> None:
    redactor = Redactor(names=["高峰", "Xq Vantongeren", "阿依古丽"])
    text = "这次由高峰负责，阿依古丽协助。VANTONGEREN, XQ signed; Vantongeren agreed."
    assert redactor.redact(text).text == "这次由[姓名1]负责，[姓名2]协助。[姓名3] signed; [姓名3] agreed."


def test_what_is_redacted_already_stays_and_numbers_go_on() -> None:
    once = Redactor().redact("联系人：[姓名1]，[电话2]。另请通知王海燕，电话19900001234。").text
    assert once == "联系人：[姓名1]，[电话2]。另请通知[姓名2]，电话[电话3]。"
    assert Redactor().redact(once).text == once


def test_offsets_lead_back_to_the_input() -> None:
    text = "😀 姓名：王海燕，邮箱 wang@example.com，Maria Lopez 也在"
    result = Redactor().redact(text)
    assert {text[s.start : s.end] for s in result.spans} == {"王海燕", "wang@example.com", "Maria Lopez"}


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.text("王李小老经理说Mr. Maria Lopez's\n:，0123456789@号[]1\ud800姓名", max_size=80),
    )
)
def test_never_fails_and_rebuilds_the_text(text: str) -> None:
    result = Redactor(names=["王小李", "Maria Lopez"]).redact(text)
    rebuilt, at = "", 0
    for span in result.spans:
        assert at <= span.start < span.end <= len(text)
        rebuilt += text[at : span.start] + span.placeholder
        at = span.end
    assert result.text == rebuilt + text[at:]


@pytest.mark.parametrize("unit", ["a", "1", "字", "王", "A b ", "1 ", "路1号", "A.", "@", "a@", "Maria "])
def test_long_texts_cost_what_their_length_says(unit: str) -> None:
    started = time.process_time()
    Redactor(names=["王芳", "Maria Lopez"]).redact(unit * (30_000 // len(unit)))
    assert time.process_time() - started < 6


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (
            "张伟迟到，老张说过，张经理和张工也在。Zhang Wei, zhangwei!",
            "[姓名1]迟到，[姓名1]说过，[姓名1]经理和[姓名1]工也在。[姓名1], [姓名1]!",
        ),
        ("雨欣没来，劉雨欣請假，刘 雨 欣补卡。", "[姓名1]没来，[姓名1]請假，[姓名1]补卡。"),
        (
            "We met May Chen. May is late; May targets stay. In May all closed.",
            "We met [NAME1]. [NAME1] is late; May targets stay. In May all closed.",
        ),
        (
            "LOPEZ, MARIA signed; M. Lopez agreed; Ｍａｒｉａ Ｌｏｐｅｚ left.",
            "[NAME1] signed; [NAME1] agreed; [NAME1] left.",
        ),
        ("deepak's log and DEEPAK RAO", "[NAME1]'s log and [NAME1]"),
    ],
)
def test_staff_are_known_in_every_form(text: str, redacted: str) -> None:
    staff = ["张伟", "刘雨欣", "May Chen", "Maria Lopez", "Deepak Rao"]
    assert Redactor(names=staff).redact(text).text == redacted


def test_two_of_one_surname_are_not_mixed_up() -> None:
    text = "张伟和张敏都在，老张迟到。"
    assert Redactor().redact(text).text == "[姓名1]和[姓名2]都在，[姓名3]迟到。"


@settings(max_examples=60, deadline=None)
@given(st.text("张伟老李娜经理说，。Maria Lopezand's 👩‍💻é0123456789@.-", max_size=120))
def test_redacting_twice_changes_nothing(text: str) -> None:
    redactor = Redactor(names=["张伟", "Maria Lopez"])
    once = redactor.redact(text).text
    assert redactor.redact(once).text == once


def test_one_redactor_serves_many_threads() -> None:
    redactor = Redactor(names=["张伟"])
    texts = [f"张伟第{n}次迟到，请阿依古丽和Priya核对。" for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: redactor.redact(text).text, texts))
    assert together == [redactor.redact(text).text for text in texts]
