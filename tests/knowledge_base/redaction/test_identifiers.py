from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.redaction import find_identifiers
from knowledge_base.redaction.checksums import is_credit_code, is_iban, is_identity_number, is_luhn


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("手机19900001234，直接联系", "19900001234", "phone"),
        ("电话：１９９００００１２３４", "１９９００００１２３４", "phone"),
        ("手机 199-0000-1234", "199-0000-1234", "phone"),
        ("座机010-55501234转802", "010-55501234转802", "phone"),
        ("Call me on +44 7700 900123 please", "+44 7700 900123", "phone"),
        ("phone (212) 555-0142", "(212) 555-0142", "phone"),
        ("Her extension is 555-0142.", "555-0142", "phone"),
        ("Fax: 99 577450", "99 577450", "phone"),
        ("请发到 li.na@example.com。", "li.na@example.com", "email"),
        ("身份证号990000199205130029", "990000199205130029", "id_number"),
        ("身份证 990000 19920513 002X", "990000 19920513 002X", "id_number"),
        ("SSN 219-09-9999", "219-09-9999", "id_number"),
        ("工号YB20417，手机", "YB20417", "employee_id"),
        ("（工号：WH-0932）", "WH-0932", "employee_id"),
        ("Employee ID: 40-1187", "40-1187", "employee_id"),
        ("badge number 88213 was used", "88213", "employee_id"),
        ("see EMP-00917 for details", "EMP-00917", "employee_id"),
        ("银行卡 6222 0000 1111 2222 333", "6222 0000 1111 2222 333", "bank_card"),
        ("my card 4111111111111111 is lost", "4111111111111111", "bank_card"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32", "bank_card"),
        ("微信号：lina_2024", "lina_2024", "account"),
        ("加QQ 12345678", "12345678", "account"),
        ("username: jsmith", "jsmith", "account"),
        ("护照号 E12345678", "E12345678", "passport"),
        ("Passport number 533380006", "533380006", "passport"),
        ("车牌京A·12345停在门口", "京A·12345", "plate"),
        ("粤B12345D是新能源车", "粤B12345D", "plate"),
        ("统一社会信用代码：91350100M000100Y43", "91350100M000100Y43", "org_code"),
        ("住在江苏省苏州市工业园区星海路188号3栋502室，离厂不远", "江苏省苏州市工业园区星海路188号3栋502室", "address"),
        ("家庭住址：阳光花园12栋3单元401", "阳光花园12栋3单元401", "address"),
        ("He lives at 12 Baker Street, London", "12 Baker Street, London", "address"),
        (
            "Send it to 742 Evergreen Terrace Apt 3, Springfield, IL 62704 today",
            "742 Evergreen Terrace Apt 3",
            "address",
        ),
    ],
)
def test_finds_the_identifier(text: str, value: str, kind: str) -> None:
    (span,) = find_identifiers(text)
    assert value in text[span.start : span.end]
    assert len(text[span.start : span.end]) <= len(value) + 24
    assert span.type == kind


@pytest.mark.parametrize(
    "text",
    [
        "7月到9月差错率4.6%，标准1.5%，样本11,200件",
        "2026-11-22 至 2027.02.28，每周一 09:30-10:15",
        "订单号20261122123456789012已发货，批次13800001111",
        "符合 ISO 9001:2015 和 GB/T 19001-2016",
        "设备X200-3000，料号 4501-22387-01",
        "见文件 QP-750-03 第12.3.4条，版本 v10.2.14.7",
        "Order 4111111111111111 was shipped on 11/22/2026",
        "Invoice no. 138-0000-1111",
        "from 120 000 to 150 000 units, 52 of 1,200",
        "SKU 212-555-0142 is out of stock",
        "The team answered 48 of 120 tickets in 72 h; 30 60 90 days",
        "CNY 120000, $45,300.50, 2019-2020",
        "the account manager has 12 accounts and a badge of honour",
        "10 Downing reports, 5 Great Ideas, 3 Quick Wins",
        "生产线道3号机台，2号门，5号线",
        "北京和上海的门店",
        "staff number 120 in total and card 3 of 5",
        "192.168.1.10 and 127.0.0.1",
        "[电话1]和[NAME2]",
    ],
)
def test_leaves_what_identifies_nobody(text: str) -> None:
    assert find_identifiers(text) == []


@given(st.text("0123456789 -+()abAB@.:号路街电话card卡，\n", max_size=120))
def test_offsets_are_in_order_and_inside(text: str) -> None:
    spans = find_identifiers(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_checksums() -> None:
    assert is_luhn("4111111111111111")
    assert not is_luhn("4111111111111112")
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert is_credit_code("91350100M000100Y43")
    assert is_iban("GB82WEST12345698765432")
    assert not is_iban("GB83WEST12345698765432")
