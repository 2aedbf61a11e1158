"""English metric names: the noun phrase that leads to the number, follows it, or opens a clause."""

import re

from coach.drafting.intake.source import Stretch

_TOKEN = re.compile(r"[a-z0-9][a-z0-9'&/-]*")
_LINKS = frozenset(
    """is was are were be been being at to of an a the about around roughly approximately approx only just nearly almost over under up down average
    averaged averages averaging median mean running run runs ran sits sat stands stood hovering hovers currently now has had have came comes in for by with still
    that this she he they her his it between from somewhere sit should need needs must reached hit got showing shows shown shall will stay stays stuck more less than no not most least
    below above against versus vs per each every on as within inside out ended standing average's lands landed good bad far target standard goal
    limit ceiling floor sla policy expected required agreed says said puts put fell dropped slipped rose climbed went gone goes took takes taking
    due acceptable or lower higher reads read count counted equals so barely another some maybe perhaps typically usually generally sometimes often
    totals totalled totaled equal counts making made makes managed doing does did recorded logged measured around him them
    threshold benchmark quota cap requirement norm minimum maximum max min her's hers his's currently actual actually baseline today mark bar level means make do handle complete close send agreement rule hours""".split()
)
_STOPS = frozenset(
    """i we you he she they it her his their our your my its the a an this that these those who which what when where because since if so and but or
    puts says shows told tells gets makes made has have had is was are were be been does did do can could would will should must may might
    need needs want wants than then there here as while until against versus vs me us them him if hers
    expects expected requires required asks allows found find finds see sees saw gives gave give keep let about
    also still only just even now currently second first third finally meanwhile missed reached hit averaged scored managed took takes went""".split()
)
_INSIDE = frozenset("of for on to with within inside in from per after before at by without under during during across".split())
_DETERMINERS = frozenset("the her his their our my its a an this that".split())
_DONE = frozenset("done made completed finished handled processed sent filed performed carried signed entered".split())
_SOURCES = frozenset("log dashboard export extract system report sheet tracker spreadsheet audit survey scorecard".split())
_SAYS = frozenset("shows showed says said puts reports reported has reads".split())
_LEADING = frozenset(
    """first second third fourth firstly secondly thirdly then next also and so but one two three main biggest other another separately again finally lastly
    now ok okay the her his their our my a an this that these those of in on for to with by at from both all any each every no some such""".split()
)
_BREAK = re.compile(r"[,.;:!?()\[\]\x1f\n\"•–—]")
_CLAUSE_VERB = frozenset(
    """is was are were be been has have had does do did should must can could would will may might needs need sits sit runs run stands averages averaged
    came come comes took takes went goes fell dropped rises rose gets get got keeps kept matter remains""".split()
)
_PEOPLE = frozenset("i we you he she they it there who someone everyone everybody nobody manager employee".split())


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


def _trailing_phrase(masked: str, start: int, end: int) -> Stretch | None:
    tokens = list(_TOKEN.finditer(masked, start, end))
    told = False
    while tokens and tokens[-1][0] in _LINKS:
        told = tokens.pop()[0] in _SAYS or told
    if told and tokens and tokens[-1][0] in _SOURCES:
        return None  # "the incident log shows 19": the source, not the metric
    kept: list[re.Match[str]] = []
    while tokens:
        token = tokens.pop()
        if not kept and (token[0] in _LINKS or token[0] in _DONE):
            continue
        if token[0] in _DETERMINERS and tokens and tokens[-1][0] in _INSIDE and len(tokens) > 1:
            # "scrap fraction on the cell sheet" is the scrap fraction; "share of the tickets" stays whole
            kept = kept if tokens[-1][0] == "of" else []
            tokens = tokens if tokens[-1][0] == "of" else tokens[:-1]
            continue
        if token[0] in _STOPS or (token[0].isdigit() and not kept):
            break
        kept.append(token)
    kept.reverse()
    while kept and (kept[0][0] in _LEADING or kept[0][0] in _INSIDE or kept[0][0] in _LINKS or kept[0][0].isdigit()):
        kept.pop(0)
    if len(kept) > 9:
        kept = kept[-9:]
    return Stretch(kept[0].start(), kept[-1].end()) if kept else None


def noun_phrase_after(masked: str, start: int, end: int) -> Stretch | None:
    """The phrase after a share or a count: "18% of the bugs she closes get reopened", "12 of her reports were late"."""
    found = re.compile(r"\s*(?:of|in)\s+(?:(?:all|the|her|his|their|our|those|these)\s+)*").match(masked, start, end)
    if found is None:
        return None
    stop = _BREAK.search(masked, found.end(), end)
    tokens = list(_TOKEN.finditer(masked, found.end(), stop.start() if stop else end))[:8]
    for index, token in enumerate(tokens):
        if (
            token[0]
            in ("against", "versus", "vs", "while", "but", "when", "over", "since", "during", "last", "for", "and")
            and index
        ):
            tokens = tokens[:index]
            break
    while tokens and tokens[-1][0] in (_LINKS | _STOPS):
        tokens.pop()
    return Stretch(tokens[0].start(), tokens[-1].end()) if tokens else None


def opening_phrase(masked: str, start: int, end: int) -> Stretch | None:
    """The subject a clause opens with: "Code review turnaround first", "Early-alert follow-up is the big one"."""
    tokens = list(_TOKEN.finditer(masked, start, end))
    while tokens and (tokens[0][0] in _LEADING or tokens[0][0].isdigit()):
        tokens.pop(0)
    kept: list[re.Match[str]] = []
    for token in tokens[:9]:
        stop = _BREAK.search(masked, kept[-1].end(), token.start()) if kept else None
        if token[0] in _CLAUSE_VERB or token[0] in ("first", "second", "next", "and", "which", "that", "when") or stop:
            break
        kept.append(token)
    while kept and kept[-1][0] in (_INSIDE | _LEADING):
        kept.pop()
    if not kept or len(kept) > 6 or kept[0][0] in (_PEOPLE | _LINKS):
        return None
    return Stretch(kept[0].start(), kept[-1].end())
