"""Chinese names: by surname, word borders, the characters given names are made of, and the words beside them."""

import re
from collections.abc import Iterator, Sequence

from knowledge_base.redaction.lexicon import chinese_names
from knowledge_base.redaction.names_zh_short import find_in_rows, find_short_names
from knowledge_base.redaction.recogniser import find_recognised
from knowledge_base.redaction.spans import Found
from knowledge_base.redaction.vocabulary import is_unknown
from knowledge_base.redaction.words_zh import NAME_TAGS, ChineseWord, hints, is_han, segmented, sets, surname_of
from knowledge_base.segmentation import fold_character

_UNKNOWN_TAGS = NAME_TAGS | {"x", "nz"}
_GIVEN_TAGS = _UNKNOWN_TAGS | {"n", "ns", "a", "an", "i", "l"}
"""What the segmenter takes a given name of two characters for."""
_FOREIGN = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,6}(?:[·•‧・][\u4e00-\u9fff]{1,6}){1,3}"
    r"|[\u4e00-\u9fff]{2,4}(?:[·•‧・][\u4e00-\u9fff]{2,4}){1,3}"
)
_NO_PERSON = re.compile(r"率|.率|.(?:院区|校区|厂区|园区|片区|站点|街道|社区)")
"""From the last character of what looks like a name: a rate (齐套率) or a place (安贞院区)."""
_STANDS_LIKE_A_PERSON = 2
_OPEN = frozenset("，。；！？、:：,;!?\n\t ()（）“”\"'‘’《》[]【】·—-/|")


def find_chinese_names(text: str) -> Iterator[Found]:
    """Find Chinese names; once one is sure, all its mentions in the text are. The text is `plain`."""
    if not any("\u4e00" <= c <= "\u9fff" for c in text):
        return
    text = "".join(c if c.isascii() else fold_character(c) for c in text)
    words = segmented(text)
    found = [_untitled(text, f) for f in find_recognised(text, hints(words)) if _is_plausible(text, f)]
    openers = sets().openers
    for at in range(len(words)):
        if _is_tagged_name(text, words, at):
            found.append(Found(words[at].start, words[at].end, "name"))
        if words[at].text[0] not in openers:
            continue
        for end in _ends(words, at):
            if _accepted(text, words, at, end):
                found.append(Found(words[at].start, words[end - 1].end, "name"))
                break
        else:
            found.extend(_short_form(words, at))
    found.extend(Found(*m.span(), "name") for m in _FOREIGN.finditer(text) if _is_transliterated(m[0]))
    found.extend(find_short_names(text))
    found.extend(find_in_rows(text, found))
    yield from found
    yield from _mentions(text, words, found)


def _is_plausible(text: str, found: Found) -> bool:
    """Whether what the model took for a person can be one: no method, brand or word of the lists, no title alone."""
    name, lexicon = text[found.start : found.end], chinese_names()
    if text[found.end : found.end + 1].isascii() and text[found.end : found.end + 1].isalnum():
        return False
    if not is_han(name.replace("·", "")):
        words = re.findall(r"[A-Za-z]+", name)
        return bool(words) and all(is_unknown(w) and w[0].isupper() for w in words)
    if (
        len(name) < 2
        or name[-1] in "的了们"
        or name in lexicon.not_names
        or name in lexicon.titles
        or name in lexicon.before
    ):
        return False
    return not text.startswith(lexicon.not_people, found.start) and not _NO_PERSON.match(text, found.end - 1)


def _untitled(text: str, found: Found) -> Found:
    """张经理 as 张: the title says what somebody does, and stays."""
    name = text[found.start : found.end]
    surname = surname_of(name)
    titled = bool(surname) and name[len(surname) :] in chinese_names().titles
    return Found(found.start, found.start + len(surname), "name") if titled else found


def _is_transliterated(name: str) -> bool:
    """Whether three of five characters are those that foreign names are written with."""
    characters = [c for c in name if "\u4e00" <= c <= "\u9fff"]
    return sum(c in chinese_names().transliteration for c in characters) * 5 >= len(characters) * 3


def _is_tagged_name(text: str, words: Sequence[ChineseWord], at: int) -> bool:
    """A word that the dictionary of the segmenter lists as a name, where a person would stand."""
    word, lexicon = words[at].text, chinese_names()
    if words[at].tag not in NAME_TAGS or not 2 <= len(word) <= 4 or not is_han(word):
        return False
    if (
        word in lexicon.not_names
        or {word[-2:], word[1:]} & lexicon.titles
        or text.startswith(lexicon.not_people, words[at].start)
    ):
        return False
    return _strength(text, words, at, at + 1) >= _STANDS_LIKE_A_PERSON


def _ends(words: Sequence[ChineseWord], at: int) -> list[int]:
    """Where a full name that begins at this word may end, longest first: the index behind its last word."""
    first = words[at].text
    surname = surname_of(first)
    if not surname or not is_han(first):
        return []
    ends: list[int] = []
    length = len(first)
    end = at + 1
    if len(surname) < length <= len(surname) + 2:
        ends.append(end)
    while end < len(words) and is_han(words[end].text) and end - at < 3:
        length += len(words[end].text)
        if length > len(surname) + 2:
            break
        end += 1
        if len(surname) < length:
            ends.append(end)
    return ends[::-1]


def _accepted(text: str, words: Sequence[ChineseWord], at: int, end: int) -> bool:
    name = text[words[at].start : words[end - 1].end]
    lexicon = chinese_names()
    surname = surname_of(name)
    given = name[len(surname) :]
    if words[at].start and text[words[at].start - 1].isdigit():  # a quantity: 1.8万平
        return False
    if (
        name in lexicon.not_names
        or name in lexicon.before
        or text.startswith(lexicon.not_people, words[at].start)
        or given in lexicon.titles
        or _NO_PERSON.match(text, words[end - 1].end - 1)
        or any(name.startswith(w) for w in _two(name, lexicon.not_names))
    ):
        return False
    if any(w.text in lexicon.after or w.text in lexicon.before for w in words[at + 1 : end]) and end - at > 1:
        return False
    plausible = sum(c in sets().given for c in given) / len(given)
    strength = _strength(text, words, at, end)
    return strength >= _needed(words[at:end], plausible=plausible, ambiguous=name[0] in sets().ambiguous)


def _two(name: str, listed: frozenset[str]) -> list[str]:
    return [name[:2]] if len(name) > 2 and name[:2] in listed else []


def _needed(parts: Sequence[ChineseWord], *, plausible: float, ambiguous: bool) -> int:
    """How strong the words beside a candidate must be: the less it looks like a name, the stronger."""
    unlike = 0 if plausible == 1 else 1 if plausible > 0 else 2
    if len(parts) == 1:
        base = 0 if parts[0].tag in NAME_TAGS else 1 if parts[0].tag in ("ns", "nz", "x") else 2
    else:
        tags = _UNKNOWN_TAGS if ambiguous else _GIVEN_TAGS
        short = len(parts[0].text) <= 2 and all(len(p.text) == 1 or p.tag in tags for p in parts[1:])
        base = 1 if short else 2
    return base + unlike + (1 if ambiguous else 0)


def _strength(text: str, words: Sequence[ChineseWord], at: int, end: int) -> int:
    """0 to 4: what stands before and behind."""
    return _strength_before(text, words, at) + _strength_after(text, words, end)


def _strength_before(text: str, words: Sequence[ChineseWord], at: int) -> int:
    lexicon = chinese_names()
    before, start = _beside(words, at, -1), words[at].start
    if before.text in lexicon.before_weak:
        return 1
    endings = (text[max(0, start - length) : start] for length in (2, 3, 4))
    if before.text in lexicon.before or any(e in lexicon.before for e in endings) or _label_before(words, at):
        return 2
    return int(before.text in _OPEN or not before.text)


def _strength_after(text: str, words: Sequence[ChineseWord], end: int) -> int:
    lexicon = chinese_names()
    after, stop = _beside(words, end - 1, +1), words[end - 1].end
    if any(text[stop : stop + length] in lexicon.after_strong for length in (1, 2, 3)):
        return 2
    return int(after.text in lexicon.after or after.text in _OPEN or not after.text or after.text[0].isdigit())


def _beside(words: Sequence[ChineseWord], at: int, step: int) -> ChineseWord:
    index = at + step
    return words[index] if 0 <= index < len(words) else ChineseWord("", "", 0)


def _label_before(words: Sequence[ChineseWord], at: int) -> bool:
    """姓名：王芳 and its like: a cue with a colon or 是, 为 between."""
    between = _beside(words, at, -1).text in (":", "是", "为", "叫", " ")
    return between and _beside(words, at, -2).text in chinese_names().before


def _short_form(words: Sequence[ChineseWord], at: int) -> list[Found]:
    """小郑, 老李, 王工, 赵经理: a surname with a word that makes it a person; the title stays."""
    lexicon = chinese_names()
    word = words[at]
    after = _beside(words, at, 1)
    prefix, rest = word.text[:1], word.text[1:]
    if prefix in "小老阿" and rest and len(rest) == 1:
        return _nickname(word.text, word.start)
    if word.text in ("小", "老", "阿") and len(after.text) == 1:
        return _nickname(word.text + after.text, word.start)
    if word.text in lexicon.compound_surnames or word.text in sets().sure | sets().ambiguous:
        strong = after.text in lexicon.titles and (word.text not in sets().ambiguous or len(after.text) > 1)
        strong = strong and word.text not in lexicon.never_alone
        return [Found(word.start, word.end, "name")] if strong else []
    short = rest in ("工", "总", "姐", "哥", "叔")
    titled = rest in lexicon.titles and (not short or word.tag in _UNKNOWN_TAGS)
    if titled and prefix in sets().sure and word.text not in lexicon.not_names:
        return [Found(word.start, word.start + 1, "name")]
    return []


def _nickname(text: str, start: int) -> list[Found]:
    known = text[1] in sets().sure or text[1] in sets().ambiguous
    if not known or text in chinese_names().not_nicknames:
        return []
    return [Found(start, start + 2, "name")]


def _mentions(text: str, words: Sequence[ChineseWord], found: Sequence[Found]) -> Iterator[Found]:
    """Every other place of the names found; names of two characters only where words begin and end with them."""
    starts = {w.start for w in words}
    ends = {w.end for w in words}
    for name in {text[f.start : f.end] for f in found if f.end - f.start >= 2}:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if len(name) > 2 or (at in starts and end in ends):
                yield Found(at, end, "name")
            at = text.find(name, end)
