"""What redaction is measured with: our own labelled sentences, made-up identifiers, and the real labelled texts."""

import json
import random
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evals.bench.texts import SHARED
from evals.samples import DATASETS

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PROVINCES = "京沪粤苏浙川鄂湘鲁豫"
_CITIES = (("苏州市", "工业园区", "星湖街"), ("深圳市", "南山区", "科技路"), ("成都市", "高新区", "天府大道"))


class Label(BaseModel):
    """One labelled stretch."""

    model_config = ConfigDict(frozen=True)

    start: int
    """Offset of the first code point."""
    end: int
    """Offset behind the last."""
    type: str
    """What it is, in the words of its source."""
    word: bool = False
    """Whether the name is an ordinary word too (高兴, Grace): only the staff list can be sure of it."""


class LabelledText(BaseModel):
    """One text with everything in it that should be masked (`datasets/redaction_names.jsonl` and the real texts)."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Unique within its source."""
    language: Literal["zh", "en", "mixed"] = Field(alias="language")
    """Language of the text."""
    part: Literal["dev", "test", ""] = ""
    """`dev` was looked at while the rules were written; `test` was only counted."""
    source: str = ""
    """Where it comes from."""
    text: str
    """The text."""
    spans: tuple[Label, ...]
    """Labels, not overlapping."""


class _Staff(BaseModel):
    names: tuple[str, ...]
    sentences: tuple[str, ...]


class Templates(BaseModel):
    """`datasets/redaction_identifiers.json`."""

    reason: str
    """Why these."""
    identifiers: dict[str, tuple[str, ...]]
    """Type -> sentences with a gap."""
    staff: _Staff
    """Names of a staff list, and sentences around them."""


def own_names() -> list[LabelledText]:
    """The sentences written for this project: with names, and without but tempting."""
    lines = (DATASETS / "redaction_names.jsonl").read_text("utf-8").splitlines()
    return [LabelledText.model_validate_json(line) for line in lines]


def real_texts() -> list[LabelledText]:
    """The real labelled texts of `../shared`; empty where the folder is absent."""
    path = SHARED / "security" / "pii_spans.jsonl"
    if not path.is_file():
        return []
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [LabelledText.model_validate({**row, "language": row["lang"]}) for row in rows]


@lru_cache(maxsize=1)
def templates() -> Templates:
    """The sentences around identifiers and staff names."""
    return Templates.model_validate_json((DATASETS / "redaction_identifiers.json").read_bytes())


def made_identifiers(each: int, seed: int = 7) -> Iterator[LabelledText]:
    """`each` texts of every type of identifier, the same at every run."""
    dice = random.Random(seed)  # noqa: S311 - no secret, the same every time
    for kind, sentences in templates().identifiers.items():
        for number in range(each):
            sentence = sentences[number % len(sentences)]
            yield _filled(sentence, MAKERS[kind](dice), kind, f"{kind}-{number}")


def staff_mentions() -> Iterator[LabelledText]:
    """Every name of the staff list, as written, in every sentence; the Western ones also in capitals and possessive."""
    for name in templates().staff.names:
        forms = [name] if not name.isascii() else [name, name.upper(), name.lower(), f"{name}'s log"]
        for sentence in templates().staff.sentences:
            for form in forms:
                text = _filled(sentence, form, "staff", f"{name}-{sentence}-{form}")
                label = text.spans[0]
                end = label.start + len(name)
                yield text.model_copy(update={"spans": (label.model_copy(update={"end": end}),)})


def _filled(sentence: str, value: str, kind: str, name: str) -> LabelledText:
    start = sentence.index("{}")
    label = Label(start=start, end=start + len(value), type=kind)
    language: Literal["zh", "en"] = "en" if sentence.isascii() else "zh"
    return LabelledText(id=name, language=language, source="made", text=sentence.replace("{}", value), spans=(label,))


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def _phone(dice: random.Random) -> str:
    mobile = f"199{_digits(dice, 8)}"
    forms = (
        mobile,
        f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}",
        f"+86 {mobile[:3]}-{mobile[3:7]}-{mobile[7:]}",
        f"0512-{dice.choice('2345678')}{_digits(dice, 7)}",
        f"(415) 555-01{_digits(dice, 2)}",
        f"+44 20 7946 0{_digits(dice, 3)}",
        "".join(chr(ord(c) + 0xFEE0) for c in mobile),
    )
    return dice.choice(forms)


def _identity(dice: random.Random) -> str:
    body = f"{dice.choice(('320506', '440305', '510107'))}{dice.randint(1960, 2004)}"
    body += f"{dice.randint(1, 12):02}{dice.randint(1, 28):02}{_digits(dice, 3)}"
    total = sum(int(d) * w for d, w in zip(body, IDENTITY_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def _email(dice: random.Random) -> str:
    local = dice.choice(("zhang.wei", "maria_lopez", "liuyx+hr", "o.shea", "ops-team7", "w.z", "WANGFANG"))
    return f"{local}{_digits(dice, 2)}@{dice.choice(('example.com', 'mail.example.org', 'corp.example.cn'))}"


def _employee(dice: random.Random) -> str:
    forms = ("YB{}", "EMP-{}", "{}", "A{}", "GC_{}", "hz-{}")
    return dice.choice(forms).format(_digits(dice, 5))


def _card(dice: random.Random) -> str:
    body = "6228" + _digits(dice, 11)
    total = sum(
        d if i % 2 else d * 2 - 9 * (d > 4)  # ISO 7812, counted from the place before the check digit
        for i, d in enumerate(map(int, reversed(body)))
    )
    number = f"{body}{-total % 10}"
    return dice.choice((number, " ".join(number[i : i + 4] for i in range(0, 16, 4))))


def _passport(dice: random.Random) -> str:
    return dice.choice(("E{}", "G{}", "EJ{}", "{}"))[:].format(_digits(dice, 8))


def _plate(dice: random.Random) -> str:
    tail = dice.choice(("{}", "D{}", "F{}")).format(_digits(dice, 5))
    return f"{dice.choice(_PROVINCES)}{dice.choice('ABCEF')}{dice.choice(('', '·', ' '))}{tail}"


def _code(dice: random.Random) -> str:
    body = "91" + _digits(dice, 6) + "".join(dice.choice(_CODE_LETTERS) for _ in range(9))
    total = sum(_CODE_LETTERS.index(c) * w for c, w in zip(body, _CODE_WEIGHTS, strict=True))
    return body + _CODE_LETTERS[(31 - total % 31) % 31]


def _account(dice: random.Random) -> str:
    number = _digits(dice, 4)
    return dice.choice(
        (f"wx_lin{number}", f"wei_zhang{number}", f"5{_digits(dice, 8)}", f"coach-{number}", f"j.doe{number}")
    )


def _address(dice: random.Random) -> str:
    city, district, street = dice.choice(_CITIES)
    number, room = dice.randint(1, 980), dice.randint(101, 2802)
    forms = (
        f"{city}{district}{street}{number}号{number % 20 + 1}栋{room}室",
        f"{district}{street}{number}号",
        f"{number} Harbour Street, Apt {room}",
        f"{number} Old Mill Road, Springfield, IL 62704",
        f"Flat {number % 30}, {number} Kingsway Avenue, Leeds LS1 4AP",
    )
    return dice.choice(forms)


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "phone": _phone,
    "id_number": _identity,
    "email": _email,
    "employee_id": _employee,
    "bank_card": _card,
    "passport": _passport,
    "plate": _plate,
    "org_code": _code,
    "account": _account,
    "address": _address,
}
"""Type -> how one is made."""
