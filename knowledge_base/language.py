"""Which language a text is written in: Chinese, English or another."""

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge_base.records import DocumentLanguage

_SAMPLE = 20_000
_HAN_SHARE = 0.1
"""Han characters per Latin letter from which a mixed text is a Chinese frame with foreign terms."""
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w-])")
_NOT_PROSE = re.compile(r"```.{0,20000}?```|<[a-zA-Z/!][^<>]{0,500}>|https?://[^\s，。）)]{1,500}", re.DOTALL)
_SCRIPTS = (
    ("kana", re.compile("[\u3041-\u30fa\uff66-\uff9d]")),
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
    (
        "latin",
        re.compile(
            "[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a]"
        ),
    ),
    ("letter", re.compile(r"[^\W\d_]")),
)


class StopWords(BaseModel):
    """The data file `language_words.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    """Where the lists come from."""
    words: dict[str, frozenset[str]] = Field(min_length=2)
    """Language code -> frequent short words, lower case; `en` is one of the codes."""


def detect_language(text: str) -> DocumentLanguage:
    """Tell Chinese, English and everything else apart.

    A text with some Han among Latin letters is Chinese (a Chinese frame with foreign terms); Japanese is not, for its
    kana. Latin script is English unless more different stop words of another language are found. Code blocks, tags and
    addresses of pages do not count. No letters at all: "other".
    """
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + text[len(text) // 2 :][: _SAMPLE // 2]
    sample = _NOT_PROSE.sub(" ", sample)
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    han, latin, kana = counts["han"], counts["latin"], counts["kana"]
    foreign = counts["letter"] - han - latin
    if kana * 10 > han + kana and kana > 1:
        return "other"
    if han and han >= _HAN_SHARE * latin and han * 2 >= foreign:
        return "zh"
    if latin == 0 or foreign > latin:
        return "other"
    return "en" if _is_english(sample) else "other"


def _is_english(text: str) -> bool:
    words = Counter(w.lower().replace("’", "'") for w in _WORD.findall(text))
    hits = {code: len(words.keys() & listed) for code, listed in stop_words().words.items()}
    english = hits.pop("en")
    best = max(hits.values())
    if english or best:
        return english >= best
    letters = sum(len(w) * n for w, n in words.items())
    marked = sum(n * sum(1 for c in w if ord(c) > 127) for w, n in words.items())
    return marked * 20 <= letters


@lru_cache(maxsize=1)
def stop_words() -> StopWords:
    """The stop words of the languages told apart."""
    return StopWords.model_validate(json.loads(Path(__file__).with_name("language_words.json").read_text("utf-8")))
