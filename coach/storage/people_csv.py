"""Reading a staff list from CSV: header names in two languages, bad rows with their reason, no circles."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from coach.domain.base import Language, Model
from coach.domain.people import Person
from coach.errors import InvalidInput

LARGEST = 50 * 1024 * 1024
"""Most bytes of a staff list."""

HEADERS: Mapping[str, tuple[str, ...]] = {
    "employee_id": ("employee_id", "employee id", "id", "工号", "员工编号", "员工工号"),
    "name": ("name", "full name", "姓名", "员工姓名"),
    "email": ("email", "e-mail", "邮箱", "电子邮箱", "邮件"),
    "role_title": ("role_title", "role", "title", "job title", "岗位", "职位", "职务"),
    "manager_id": ("manager_id", "manager id", "reports to", "上级工号", "主管工号", "经理工号", "直属上级工号"),
    "unit": ("unit", "department", "team", "部门", "团队", "所属部门"),
    "lang": ("lang", "language", "语言"),
}
"""Column -> what its header may be called, lower case."""

_LANGUAGES = {
    "zh": Language.ZH, "中文": Language.ZH, "zh-cn": Language.ZH, "chinese": Language.ZH, "": Language.ZH,
    "en": Language.EN, "英文": Language.EN, "en-us": Language.EN, "english": Language.EN, "英语": Language.EN,
}  # fmt: skip


class SkippedRow(Model):
    """A row that was not imported."""

    row: int
    """Line of the file, the header being 1."""
    reason: str
    """Why, in one sentence with what to do; no names."""

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class PeopleReport(Model):
    """What an import did."""

    added: int
    """New people."""
    changed: int
    """People with a changed field."""
    unchanged: int
    """People as they were."""
    skipped: tuple[SkippedRow, ...] = ()
    """What was left out, and why."""


Numbered = tuple[int, Person]
"""A row's number and the person in it."""


def read_people(path: Path) -> tuple[list[Numbered], list[SkippedRow]]:
    """Read the file's good rows and its bad ones; the last row of an employee counts.

    Raises:
        InvalidInput: the file cannot be read, or lacks employee_id or name.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    good: dict[str, Numbered] = {}
    skipped: list[SkippedRow] = []
    try:
        columns = _columns(next(reader, []))
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            number = reader.line_num
            try:
                person = _read_row(row, columns)
            except InvalidInput as error:
                skipped.append(SkippedRow(row=number, reason=f"{error.what}; {error.hint}"))
                continue
            if person.employee_id in good:
                skipped.append(
                    SkippedRow(row=good[person.employee_id][0], reason="a later row has the same employee_id")
                )
            good[person.employee_id] = (number, person)
    except csv.Error as error:
        raise InvalidInput(f"line {reader.line_num} is not CSV", "save the sheet as CSV again") from error
    return list(good.values()), skipped


def settle_lines(rows: Sequence[Numbered], stored: Mapping[str, str | None]) -> tuple[list[Person], list[SkippedRow]]:
    """Keep the rows whose reporting line leads somewhere and never back to its start.

    Args:
        rows: the file's good rows.
        stored: employee id -> manager id of everybody known already.
    """
    lines = dict(stored) | {person.employee_id: person.manager_id for _, person in rows}
    bad: dict[str, SkippedRow] = {}
    for number, person in rows:
        reason = _fault(person, lines)
        if reason is not None:
            bad[person.employee_id] = SkippedRow(row=number, reason=reason)
    good = [person for _, person in rows if person.employee_id not in bad]
    known = {person.employee_id for person in good} | set(stored)
    kept, refused = _drop_orphans(good, known, {person.employee_id: number for number, person in rows})
    return kept, [*bad.values(), *refused]


def _fault(person: Person, lines: Mapping[str, str | None]) -> str | None:
    if person.manager_id is not None and person.manager_id not in lines:
        return "its manager_id is neither in this file nor in the staff list; add the manager or correct the number"
    seen, current = {person.employee_id}, person.manager_id
    while current is not None:
        if current == person.employee_id:
            return "its reporting line leads back to itself; correct manager_id"
        if current in seen:
            return None
        seen.add(current)
        current = lines.get(current)
    return None


def _drop_orphans(
    people: list[Person], known: set[str], numbers: Mapping[str, int]
) -> tuple[list[Person], list[SkippedRow]]:
    """Refuse, again and again, the people whose manager was refused."""
    refused: list[SkippedRow] = []
    while True:
        lost = [each for each in people if each.manager_id is not None and each.manager_id not in known]
        if not lost:
            return people, refused
        refused += [
            SkippedRow(row=numbers[each.employee_id], reason="its manager's own row was refused") for each in lost
        ]
        gone = {each.employee_id for each in lost}
        people = [each for each in people if each.employee_id not in gone]
        known = known - gone


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidInput("the file is too large for a staff list", f"split it; {LARGEST} bytes are the most")
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"the file cannot be read: {error.strerror}", "check its path and its permissions"
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InvalidInput("the file is not text", "save the sheet as CSV in UTF-8")


def _columns(header: list[str]) -> dict[str, int]:
    wanted = {alias: name for name, aliases in HEADERS.items() for alias in aliases}
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        name = wanted.get(title.strip().lower())
        if name is not None:
            found.setdefault(name, place)
    if not {"employee_id", "name"} <= found.keys():
        raise InvalidInput(
            "the file has no column employee_id (工号) or name (姓名)", "put the column names into the first row"
        )
    return found


def _read_row(row: list[str], columns: Mapping[str, int]) -> Person:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    if not cells["employee_id"] or len(cells["employee_id"]) > 100:
        raise InvalidInput("employee_id is empty or longer than 100 characters", "fill it in")
    if not cells["name"]:
        raise InvalidInput("name is empty", "fill it in")
    language = _LANGUAGES.get(cells.get("lang", "").lower())
    if language is None:
        raise InvalidInput("lang is neither zh nor en", "write zh or en")
    email = cells.get("email") or None
    if email is not None and ("@" not in email or len(email) > 320):
        raise InvalidInput("email is no address", "correct it or leave it empty")
    return Person(
        employee_id=cells["employee_id"], name=cells["name"], email=email, role_title=cells.get("role_title", ""),
        manager_id=cells.get("manager_id") or None, unit=cells.get("unit", ""), lang=language,
    )  # fmt: skip
