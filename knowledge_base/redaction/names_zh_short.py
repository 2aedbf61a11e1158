"""Chinese names that stand in a fixed form: 姓名：冉冉; @林小满; 王、李两位主管; 和平师傅; 找丽丽; 张伟、王芳和李娜."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge_base.redaction.lexicon import chinese_names
from knowledge_base.redaction.spans import Found

_HAN = "\u4e00-\u9fff"
_PIECE = re.compile(
    rf"(?<![{_HAN}])[{_HAN}]{{2,3}}(?=[、和与,。;！？\s)]|$)|(?<=[、和与])[{_HAN}]{{2,3}}(?=[^{_HAN}]|$|[和与都等])"
)
_MENTIONED = re.compile(rf"@\s?(?P<name>[{_HAN}]{{2,4}})(?=[^{_HAN}]|$)")


def find_short_names(text: str) -> Iterator[Found]:
    """Find surnames counted as people, given names with a form of address, and doubled names behind a cue."""
    for match in _counted().finditer(text):
        for surname in re.finditer(f"[{_HAN}]", match["row"]):
            start = match.start("row") + surname.start()
            yield Found(start, start + 1, "name")
    for pattern in (_addressed(), _doubled()):
        for match in pattern.finditer(text):
            if match["name"] not in chinese_names().not_names:
                yield Found(*match.span("name"), "name")
    for pattern in (_labelled(), _MENTIONED):
        for match in pattern.finditer(text):
            if match["name"] not in _no_values() and match["name"][-2:] not in _no_values():
                yield Found(*match.span("name"), "name")


def find_in_rows(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Find what stands in a row with a name and is made like one: 张伟、王芳和李娜."""
    starts, ends = {f.start for f in found}, {f.end for f in found}
    names = chinese_names()
    for match in _PIECE.finditer(text):
        if match.start() in starts or not (
            _beside(text, match.start() - 1, ends) or _beside(text, match.end(), starts)
        ):
            continue
        name = match[0]
        surname = name[0] in names.surnames or name[0] in names.ambiguous_surnames
        given = all(c in names.given for c in (name[1:] if surname else name))
        if given and (surname or len(name) == 2) and name not in names.not_names and name not in names.titles:
            yield Found(match.start(), match.end(), "name")
            starts.add(match.start())
            ends.add(match.end())


def _beside(text: str, mark: int, borders: set[int]) -> bool:
    """Whether a mark of a row stands here, with a name on its other side."""
    return text[mark : mark + 1] in ("、", "和", "与") and (mark in borders or mark + 1 in borders)


@lru_cache(maxsize=1)
def _labelled() -> re.Pattern[str]:
    roles = "|".join(sorted((w for w in _roles()), key=len, reverse=True))
    return re.compile(
        rf"(?:{roles})\s{{0,2}}(?:[:]|\()\s{{0,2}}(?P<name>[{_HAN}](?:\s?[{_HAN}]){{1,3}})(?=[^{_HAN}]|$)"
    )


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    names = chinese_names()
    verbs = {
        "叫",
        "叫做",
        "由",
        "跟",
        "给",
        "找",
        "请",
        "让",
        "对",
        "和",
        "与",
        "把",
        "被",
        "替",
        "向",
        "问",
        "通知",
        "建议",
    }
    verbs |= {"安排", "要求", "帮", "帮助", "陪", "约", "换成", "同时", "提到", "表扬", "批评", "提醒"}
    return (
        frozenset(
            w
            for w in names.before | {"教练", "签名", "签字", "员工签字", "主管签字", "审批人", "记录人"}
            if w.isalpha()
        )
        - verbs
    )


@lru_cache(maxsize=1)
def _no_values() -> frozenset[str]:
    """What stands behind a role and is no name: 状态, 无, another role."""
    names = chinese_names()
    return (
        names.not_names
        | names.titles
        | names.before
        | frozenset({"所有人", "全体", "大家", "各位", "暂无", "待定", "同上", "本周", "如下"})
    )


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    names = chinese_names()
    surname = f"[{names.surnames}{names.ambiguous_surnames}]"
    return re.compile(rf"(?<![{_HAN}])(?P<row>{surname}(?:[、,和与]{surname}){{1,4}})(?=[两二三四五][位人名])")


@lru_cache(maxsize=1)
def _addressed() -> re.Pattern[str]:
    given = f"[{chinese_names().given}]"
    return re.compile(
        rf"(?<![{_HAN}])(?P<name>{given}{{1,2}})(?=(?:哥|姐|仔|sir|Sir|阿姨|师傅)(?:[^{_HAN}]|[的说在教让给这那]|$))"
    )


@lru_cache(maxsize=1)
def _doubled() -> re.Pattern[str]:
    names = chinese_names()
    given = f"[{names.given}{names.surnames}]"
    before = "|".join(sorted((w for w in names.before if w.isalpha()), key=len, reverse=True))
    return re.compile(
        rf"(?:(?:{before})|点名要|效果比|[^{_HAN}])(?P<name>(?P<one>{given})(?P=one))(?=[和、]{given}|带|负责|服务|说|反映|那边)"
    )
