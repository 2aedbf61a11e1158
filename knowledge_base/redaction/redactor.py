"""The door of this room: texts without the identities in them."""

import re
from collections.abc import Iterable, Sequence

from knowledge_base.language import detect_language
from knowledge_base.redaction.addresses import find_addresses
from knowledge_base.redaction.gazetteer import Gazetteer
from knowledge_base.redaction.labelled import find_labelled
from knowledge_base.redaction.lexicon import placeholders
from knowledge_base.redaction.names_en import find_english_names
from knowledge_base.redaction.names_zh import find_chinese_names
from knowledge_base.redaction.numbers import find_numbers
from knowledge_base.redaction.persons import same_person_keys
from knowledge_base.redaction.phones import find_phones
from knowledge_base.redaction.spans import Found, IdentifierType, Redacted, RedactedSpan, merge

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2011: 0x2D,
    0x2013: 0x2D,
}
_PLACEHOLDER = re.compile(r"\[([\w]{1,20}?)(\d{1,6})\]")


class Redactor:
    """Replaces names and identifiers by placeholders.

    Args:
        names: names that are always masked, e.g. the staff list: full names, or any form people are called by.
    """

    def __init__(self, *, names: Sequence[str] = ()) -> None:
        self._gazetteer = Gazetteer(names)

    def redact(self, text: str, *, guess_names: bool = True) -> Redacted:
        """Mask every name and identifier of one document.

        With `guess_names` off only the names handed in at the start are masked: for published texts such as a
        catalogue, where a name is an author or a method ("Monte Carlo", "Kaplan"), not somebody's record.

        The same value gets the same placeholder within the text, a person also where only a part of the name stands.
        Placeholders that stand in the text already stay as they are, and numbering goes on behind them. Text that is
        no valid Unicode (lone surrogates) is taken as it is. Never raises for any text.
        """
        clear = plain(text)
        kept = [Found(*m.span(), "name") for m in _PLACEHOLDER.finditer(clear)]
        identifiers = _outside(_identifiers(clear), kept)
        guessed = [*find_chinese_names(clear), *find_english_names(clear)] if guess_names else []
        names = [*self._gazetteer.find(clear), *guessed]
        spans = _numbered(text, merge([*identifiers, *_outside(names, [*kept, *identifiers])]))
        return Redacted(_replaced(text, spans), tuple(spans))


def find_identifiers(text: str) -> list[RedactedSpan]:
    """Find everything but names: telephone, mail, identity and employee numbers, cards, accounts, addresses."""
    clear = plain(text)
    kept = [Found(*m.span(), "name") for m in _PLACEHOLDER.finditer(clear)]
    return _numbered(text, _outside(_identifiers(clear), kept))


def plain(text: str) -> str:
    """Full-width forms, ideographic and no-break spaces as ASCII, one character for one, so that offsets stay."""
    return text.translate(_FULL_WIDTH)


def _identifiers(clear: str) -> list[Found]:
    """Found by form and by label; where both see the same stretch the label knows better what it is."""
    labelled = list(find_labelled(clear))
    formed = [*find_numbers(clear), *find_phones(clear), *find_addresses(clear)]
    names = {(f.start, f.end): f.type for f in labelled if f.type != "bank_card"}
    return [Found(f.start, f.end, names.get((f.start, f.end), f.type)) for f in merge([*labelled, *formed])]


def _outside(found: Iterable[Found], taken: Sequence[Found]) -> list[Found]:
    """Those that do not touch what is taken already."""
    borders = sorted((t.start, t.end) for t in taken)
    result: list[Found] = []
    at = 0
    for span in sorted(found, key=lambda f: f.start):
        while at < len(borders) and borders[at][1] <= span.start:
            at += 1
        if at == len(borders) or borders[at][0] >= span.end:
            result.append(span)
    return result


def _numbered(text: str, found: Sequence[Found]) -> list[RedactedSpan]:
    if not found:
        return []
    words = placeholders()["zh" if detect_language(text) == "zh" else "en"]
    last: dict[str, int] = {}
    for match in _PLACEHOLDER.finditer(text):
        last[match[1]] = max(last.get(match[1], 0), int(match[2]))
    known: dict[tuple[IdentifierType, str], str] = {}
    keys = _keys(text, found)
    spans: list[RedactedSpan] = []
    for span, key in zip(found, keys, strict=True):
        word = words[span.type]
        if (span.type, key) not in known:
            last[word] = last.get(word, 0) + 1
            known[span.type, key] = f"[{word}{last[word]}]"
        spans.append(RedactedSpan(span.start, span.end, span.type, known[span.type, key]))
    return spans


def _keys(text: str, found: Sequence[Found]) -> list[str]:
    """What makes two mentions the same: letters and digits only; for names, that they are one person."""
    pieces = [plain(text[f.start : f.end]) for f in found]
    persons = iter(same_person_keys([p for p, f in zip(pieces, found, strict=True) if f.type == "name"]))
    plain_keys = ("".join(c for c in p.casefold() if c.isalnum()) for p in pieces)
    return [next(persons) if f.type == "name" else k for f, k in zip(found, plain_keys, strict=True)]


def _replaced(text: str, spans: Sequence[RedactedSpan]) -> str:
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += (text[at : span.start], span.placeholder)
        at = span.end
    return "".join((*parts, text[at:]))
