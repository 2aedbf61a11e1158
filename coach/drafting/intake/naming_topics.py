"""Names told away from the figure: the heading above it, and what the text says the trouble is with."""

import re
from collections.abc import Iterator

from coach.drafting.intake import lexicon
from coach.drafting.intake.naming_en import object_phrase, opening_phrase
from coach.drafting.intake.naming_zh import phrase_before
from coach.drafting.intake.source import Source, Stretch

_REACH = 3
_HAN = re.compile(r"[\u3400-\u9fff]")
_LIST_MARK = re.compile(
    r"\s*(?:[-*•·]|\(?\d{1,2}[.)、]|\(?[一二三四五][.)、]|[①-⑩])?\s*(?:再[说看]|先[说看]|然后|另外)?\s*"
)
_VERB_ZH = re.compile(r"[了是有在我他她你请把被让给也都还就很太不没]")
_TROUBLE_EN = re.compile(
    r"(?<![a-z])(?:worr(?:y|ies)|concerns?|problems?|issues?|trouble|bothers?|struggl\w+|gap|weak (?:point|spot)"
    r"|complain\w*|frustrates?|falls? (?:short|down))(?: [a-z']+){0,4}?"
    r" (?:is|are|was|with|about|on|at)(?: (?:still|mostly|mainly))? "
)
_ITEM_EN = re.compile(r"\s*(?:then |next |and |also )?(?:there is|there's|comes|comes to)(?: also)?(?: the)? ")
_FALLS_SHORT_EN = re.compile(
    r"\s(?:is|are) (?:where|what|my |the (?:\w+ )?(?:problem|issue|worry|concern|one|trouble|gap|weak|sore|sticking)"
    r"|(?:far |much |still |way )?too (?:high|low|slow|long|many|few|late|often)|not (?:good|on|up|where|fast))"
)
_TROUBLE_ZH = re.compile(
    r"(?:问题|毛病|短板|差距|上火的|头疼的|担心的|突出的|明显的|麻烦的|弱的|要紧的)(?:主要|还是|就)?(?:出)?(?:在于|在|是)"
    r"|(?:还有|再说|先说|再就是|另外(?:一[个件])?(?:是|就是)?)(?:一[个件])?(?:问题|事)?(?:是|就是)?"
)
_OBJECT_ZH = re.compile(r"([\u3400-\u9fffa-z ]{2,10}?)(?:上(?!架)|这一?块|方面|里头?)?(?=[，。；:,.\n!]|$)")
_FALLS_SHORT_ZH = re.compile(
    r"(?:老是?|总是?|一直|经常|常常)(?:拖|慢|晚|漏|忘|超时|延误|不及时)|的问题(?:越来越|比较|很|最|也|一直|更)"
    r"|(?:这一?块|这方面|方面)(?=[，:,])|也?有(?:大|老|些|点)?(?:毛病|问题)(?=[，。])"
)


def told_names(source: Source, masked: str, position: int) -> Iterator[tuple[Stretch, int]]:
    """Names told in the sentences up to `position`, nearest first, each with its distance in sentences."""
    here = source.sentence_index(position)
    floor = source.text.rfind("\n\n", 0, position) + 1
    for index in range(here, max(-1, here - _REACH - 1), -1):
        sentence = source.sentences[index]
        if sentence.end <= floor:
            break
        end = min(sentence.end, position)
        for name in _names_in(masked, Stretch(sentence.start, end), whole=index < here):
            yield name, here - index


def _names_in(masked: str, sentence: Stretch, *, whole: bool) -> Iterator[Stretch]:
    label = heading(masked, sentence) if whole else None
    if label is not None:
        yield label
    found = [*_TROUBLE_EN.finditer(masked, sentence.start, sentence.end)]
    found += filter(None, [_ITEM_EN.match(masked, sentence.start, sentence.end)])
    for match in found:
        if name := object_phrase(masked, match.end(), sentence.end):
            yield name
    yield from _short_of(masked, sentence)


def _short_of(masked: str, sentence: Stretch) -> Iterator[Stretch]:
    for match in _FALLS_SHORT_EN.finditer(masked, sentence.start, sentence.end):
        if name := opening_phrase(masked, sentence.start, match.start()):
            yield name
    for match in _TROUBLE_ZH.finditer(masked, sentence.start, sentence.end):
        if found := _OBJECT_ZH.match(masked, match.end(), sentence.end):
            yield Stretch(found.start(1), found.end(1))
    for match in _FALLS_SHORT_ZH.finditer(masked, sentence.start, sentence.end):
        if name := phrase_before(masked, sentence.start, match.start()):
            yield name


def heading(masked: str, sentence: Stretch) -> Stretch | None:
    """A sentence that is nothing but a noun phrase: "Shelf gaps.", "二、上架时长。"."""
    mark = _LIST_MARK.match(masked, sentence.start, sentence.end)
    start = mark.end() if mark else sentence.start
    end = start + len(masked[start : sentence.end].rstrip(" .。:;；，,\n!"))
    text = masked[start:end]
    if not text or re.search(r"[\d,，。:;()\x1f\n]", text) or lexicon.pattern("phrases", "fragment").fullmatch(text):
        return None
    if _HAN.search(text):
        return Stretch(start, end) if len(text) <= 10 and not _VERB_ZH.search(text) else None
    tokens = text.split()
    verbs = lexicon.words("phrases", "clause_verb") | lexicon.words("phrases", "people")
    return Stretch(start, end) if len(tokens) <= 6 and not any(t in verbs for t in tokens) else None
