"""English metric names: the noun phrase that leads to the number, follows it, or opens a clause."""

import re

from coach.drafting.intake import lexicon
from coach.drafting.intake.source import Stretch

_TOKEN = re.compile(r"[a-z0-9][a-z0-9'&/-]*")
_BREAK = re.compile(r"[,.;:!?()\[\]\x1f\n\"•–—]")


_PREDICATE = re.compile(
    r"reached|arrived|came|went|left|took|against|versus|vs|while|but|when|over|since|during|last|for|and"
)
_PURPOSE = re.compile(r"\s*(?:on average\s+)?to\s+[a-z]+\s+")
_LIMIT_BEFORE = re.compile(r"within|inside|in|after|under|over|top|first")
_COLON = re.compile(r":\s*(?:[a-z']+\s+){0,4}$")
_LIST_MARK = re.compile(r"\s*(?:[-*•·]|\(?\d{1,2}[.)]|\([a-z]\))?\s*")


def _words(name: str) -> frozenset[str]:
    return lexicon.words("phrases", name)


def noun_phrase_before(masked: str, start: int, end: int) -> Stretch | None:
    """The noun phrase that ends the stretch, link words ("is at about") left out."""
    breaks = [m.end() for m in re.compile(r"[,;!?()\[\]\x1f\n\"•]|\.\s").finditer(masked, start, end)]
    bounds = [start, *breaks]
    for left in reversed(bounds):
        right = min((b for b in [*breaks, end] if b > left), default=end)
        phrase = _trailing_phrase(masked, left, right)
        if phrase:
            return phrase
    return None


def label_before(masked: str, start: int, end: int) -> Stretch | None:
    """The label of a list item or line: all that stands before the colon that leads to the number."""
    colon = _COLON.search(masked, start, end)
    if colon is None:
        return None
    stop = masked.rfind(". ", start, colon.start())
    begin = max(start, masked.rfind("\n", start, end) + 1, stop + 2 if stop >= 0 else start)
    mark = _LIST_MARK.match(masked, begin, colon.start())
    tokens = list(_TOKEN.finditer(masked, mark.end() if mark else begin, colon.start()))
    while tokens and (tokens[0][0] in ("the", "her", "his", "their", "a", "an", "our") or tokens[0][0].isdigit()):
        tokens.pop(0)
    while tokens and tokens[-1][0] in (_words("links") | _words("inside")):
        tokens.pop()
    said = _words("clause_verb") | {"same", "per", "says", "trouble", "problem"}
    if not 2 <= len(tokens) <= 10 or tokens[0][0] in _words("people") or any(t[0] in said for t in tokens):
        return None
    return Stretch(tokens[0].start(), tokens[-1].end())


_TAKES = frozenset(
    [
        "take",
        "takes",
        "took",
        "lasts",
        "last",
        "lasted",
        "come",
        "comes",
        "came",
        "land",
        "lands",
        "landed",
        "doubled",
        "tripled",
        "rose",
        "fell",
        "dropped",
        "slipped",
        "slid",
    ]
)
"""Verbs between a metric and its figure: "chart requests take a day"."""


def _trailing_phrase(masked: str, start: int, end: int) -> Stretch | None:
    tokens = list(_TOKEN.finditer(masked, start, end))
    told = False
    while tokens and (tokens[-1][0] in _words("links") or (len(tokens) > 1 and tokens[-1][0] in _TAKES)):
        told = tokens.pop()[0] in _words("says") or told
    if told and tokens and tokens[-1][0] in _words("sources"):
        return None  # "the incident log shows 19": the source, not the metric
    kept: list[re.Match[str]] = []
    while tokens:
        token = tokens.pop()
        if not kept and (token[0] in _words("links") or token[0] in _words("done")):
            continue
        if token[0] in _words("determiners") and tokens and tokens[-1][0] in _words("inside") and len(tokens) > 1:
            # "scrap fraction on the cell sheet" is the scrap fraction; "share of the tickets" stays whole
            kept = kept if tokens[-1][0] == "of" else []
            tokens = tokens if tokens[-1][0] == "of" else tokens[:-1]
            continue
        counted = token[0].isdigit() and not (tokens and _LIMIT_BEFORE.fullmatch(tokens[-1][0]))
        ordinal = token[0] in ("first", "second", "third") and kept and tokens and tokens[-1][0] in _words("inside")
        if (token[0] in _words("stops") and not ordinal) or counted:
            break
        kept.append(token)
    kept.reverse()
    while kept and (
        kept[0][0] in _words("leading")
        or kept[0][0] in _words("inside")
        or kept[0][0] in _words("links")
        or kept[0][0].isdigit()
    ):
        kept.pop(0)
    if len(kept) > 9:
        kept = kept[-9:]
    return Stretch(kept[0].start(), kept[-1].end()) if kept else None


def noun_phrase_after(masked: str, start: int, end: int) -> Stretch | None:
    """The phrase after a share or a count: "18% of the bugs she closes get reopened", "12 of her reports were late"."""
    found = re.compile(r"\s*(?:of|in|on(?! average)|for)\s+(?:(?:all|the|her|his|their|our|those|these)\s+)*").match(
        masked, start, end
    )
    if found is None:
        purpose = _PURPOSE.match(masked, start, end)
        return object_phrase(masked, purpose.end(), end) if purpose else None
    stop = _BREAK.search(masked, found.end(), end)
    tokens = list(_TOKEN.finditer(masked, found.end(), stop.start() if stop else end))[:8]
    for index, token in enumerate(tokens):
        if _PREDICATE.fullmatch(token[0]) and index:
            tokens = tokens[:index]
            break
    while tokens and tokens[-1][0] in (_words("links") | _words("stops")):
        tokens.pop()
    return Stretch(tokens[0].start(), tokens[-1].end()) if tokens else None


def opening_phrase(masked: str, start: int, end: int) -> Stretch | None:
    """The subject a clause opens with: "Code review turnaround first", "Early-alert follow-up is the big one"."""
    tokens = list(_TOKEN.finditer(masked, start, end))
    while tokens and (tokens[0][0] in _words("leading") or tokens[0][0].isdigit()):
        tokens.pop(0)
    kept: list[re.Match[str]] = []
    for token in tokens[:9]:
        stop = _BREAK.search(masked, kept[-1].end(), token.start()) if kept else None
        if (
            token[0] in _words("clause_verb")
            or token[0] in ("first", "second", "next", "and", "which", "that", "when")
            or stop
        ):
            break
        kept.append(token)
    while kept and (kept[-1][0] in (_words("inside") | _words("leading")) or kept[-1][0].isdigit()):
        kept.pop()
    if not kept or len(kept) > 6 or kept[0][0] in (_words("people") | _words("links")):
        return None
    return Stretch(kept[0].start(), kept[-1].end())


_ENDS_OBJECT = frozenset(
    [
        "by",
        "until",
        "till",
        "before",
        "and",
        "but",
        "so",
        "because",
        "when",
        "in",
        "on",
        "at",
        "from",
        "to",
        "for",
        "with",
        "this",
        "please",
        "over",
        "within",
        "which",
        "that",
        "as",
        "if",
        "than",
        "or",
        "of",
    ]
)


def object_phrase(masked: str, start: int, end: int) -> Stretch | None:
    """The noun phrase right after a verb: "(take more) ownership", "(work on) written communication"."""
    stop = _BREAK.search(masked, start, end)
    kept: list[re.Match[str]] = []
    for token in list(_TOKEN.finditer(masked, start, stop.start() if stop else end))[:6]:
        if token[0] in _ENDS_OBJECT or token[0] in _words("clause_verb") or token[0] in _words("people"):
            break
        kept.append(token)
    while kept and kept[0][0] in _words("leading"):
        kept.pop(0)
    return Stretch(kept[0].start(), kept[-1].end()) if kept else None
