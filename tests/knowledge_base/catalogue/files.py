"""Made-up exports of learning systems."""

import csv
from pathlib import Path
from typing import Any

HEADINGS = ["课程编号", "课程名称", "课程介绍", "技能标签", "时长(小时)", "费用（元）", "有效期至", "语言", "讲师"]
ROWS = [
    ["C1", "电话沟通", "倾听、致歉与结束一次艰难的通话。", "倾听、致歉", "3", "800", "2030-12-31", "中文", "甲"],
    [
        "C2",
        "Calm telephone calls",
        "Listening and closing a difficult call.",
        "listening",
        "2天",
        "免费",
        "长期",
        "英文",
        "乙",
    ],
    ["C3", "设备安全操作", "上锁挂牌、防护用品与未遂事件上报。", "安全", "半天", "面议", "2031年3月", "中文", "丙"],
]


def write_csv(path: Path, rows: list[list[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def export(path: Path, rows: list[list[Any]] | None = None) -> Path:
    """An export with headings of another system."""
    return write_csv(path, [HEADINGS, *(rows if rows is not None else ROWS)])


def write_xlsx(
    path: Path, rows: list[list[Any]], *, merge: str = "", sheets: dict[str, list[list[Any]]] | None = None
) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    for name, others in (sheets or {}).items():
        other = book.create_sheet(name, 0)
        for row in others:
            other.append(row)
    book.save(path)
    return path
