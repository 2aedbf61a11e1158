"""Which mentions of a document are one person: 张伟, 老张, 张经理 and Zhang Wei; Maria Lopez and M. Lopez."""

import re
from collections.abc import Callable, Sequence

from knowledge_base.redaction.gazetteer import folded
from knowledge_base.redaction.lexicon import chinese_names
from knowledge_base.redaction.romanised import romanised, split_name

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def same_person_keys(names: Sequence[str]) -> list[str]:
    """A key for each mention; equal keys are one person.

    A short form goes with a full name only where exactly one full name of the document fits: with two called 张,
    老张 is somebody of his own. The mentions should be in `plain` characters; case, spaces and script do not matter.
    """
    plain = [folded(name.casefold()) for name in names]
    han = sorted({_letters(n) for n in plain if _HAN.search(n) and _is_full(_letters(n))})
    latin = sorted({_words(n) for n in plain if not _HAN.search(n) and len(_words(n)) > 1})
    keys = {n: _han_key(_letters(n), han) if _HAN.search(n) else _latin_key(_words(n), latin, han) for n in set(plain)}
    return [keys[n] for n in plain]


def _letters(name: str) -> str:
    return "".join(c for c in name if c.isalnum())


def _words(name: str) -> tuple[str, ...]:
    return tuple(
        re.sub("['’-]", "", w) for w in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.sub("['’]s$", "", name))
    )


def _is_full(name: str) -> bool:
    surname, given = split_name(name)
    return bool(surname) and bool(given) and name[0] not in "小老阿"


def _han_key(name: str, full: Sequence[str]) -> str:
    if name in full:
        return name
    if name[0] in "小老阿大" and len(name) == 2:
        return _only(full, lambda f: f[0] == name[1]) or _only(full, lambda f: name[1] in f[1:]) or name
    if len(name) == 1 or name in chinese_names().compound_surnames:
        return _only(full, lambda f: split_name(f)[0] == name) or _only(full, lambda f: f.endswith(name)) or name
    return _only(full, lambda f: f.endswith(name)) or name


def _latin_key(words: tuple[str, ...], full: Sequence[tuple[str, ...]], han: Sequence[str]) -> str:
    whole = "".join(words)
    chinese = _only(han, lambda f: any(whole in (s + g, g + s, g) for s, g in romanised(f)))
    if chinese:
        return chinese
    longer = [f for f in full if len(f) > len(words) or (len(f) == len(words) and f != words and _has_initial(words))]
    fitting = {"".join(sorted(f)) for f in longer if not _has_initial(f) and _fits(words, f)}
    if len(fitting) == 1 and any(len(w) > 1 for w in words):
        return fitting.pop()
    return "".join(sorted(words))


def _fits(words: Sequence[str], full: Sequence[str]) -> bool:
    """Whether every word is a part of the full name, or the first letter of one."""
    return all(any(w == part or (len(w) == 1 and part[0] == w) for part in full) for w in words)


def _has_initial(words: tuple[str, ...]) -> bool:
    return any(len(word) == 1 for word in words)


def _only(full: Sequence[str], fits: Callable[[str], bool]) -> str:
    """The one full name that fits, or nothing."""
    fitting = [name for name in full if fits(name)]
    return fitting[0] if len(fitting) == 1 else ""
