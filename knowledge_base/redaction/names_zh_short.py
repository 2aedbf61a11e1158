"""Short Chinese forms that need no word borders: 王、李两位主管; 和平师傅; 伟哥; 找丽丽."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge_base.redaction.lexicon import chinese_names
from knowledge_base.redaction.spans import Found

_HAN = "\u4e00-\u9fff"


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
