"""Where an English text speaks of somebody by name: `Wei never answers` is read like `she never answers`."""

import re

SIGN = "ꙮ"
"""Stands for every letter of a name in folded text; a letter, so that word borders stay."""
_VERB = (
    r"(?:is|was|has|had|isn't|wasn't|hasn't|does|doesn't|did|didn't|can|can't|cannot|could|couldn't|will|won't|would|"
    r"wouldn't|should|never|always|just|simply|clearly|obviously|constantly|really|deliberately|thinks?|lacks?|needs?|"
    r"seems?|keeps?|makes?|gets?|cares?|wants?|comes?|acts?|behaves?|refuses?|complains?|ignores?|ignored|hates?|loves?|"
    r"enjoys?|resents?|ruined|let|lets|missed|failed|forgot|forgets?|blames?|dropped|only|also|still|and|tends?|shows?|"
    r"lost|learned|learnt|finished|managed|closed|manages?|sells?|closes)"
)
_CANDIDATE = re.compile(rf"(?<![\w'@./-])([A-Z][a-zà-ÿ'’]*[a-zà-ÿ])(?:(?=['’]s\b)|(?=\s+{_VERB}\b))")
_AFTER = re.compile(
    r"\b(?:with|like|that|think|believe|unlike|than|and|of|for|to|from|about|by) ([A-Z][a-zà-ÿ]{1,20})\b(?! [A-Z])"
)
_NO_NAME = re.compile(
    r"(?:The|This|That|These|Those|There|Here|It|Its|Our|Your|My|His|Her|Their|He|She|They|We|You|Who|What|Which|When|"
    r"Where|While|Why|How|And|But|So|Or|Yet|If|As|At|In|On|For|From|With|By|To|Of|Each|Every|Everyone|Everybody|Nobody|"
    r"Nothing|Everything|Something|Someone|Somebody|Anyone|Anybody|One|Two|Three|All|Both|Some|Many|Most|Another|Other|"
    r"Others|People|Please|Let|Now|Then|Today|Maybe|Perhaps|Not|No|Never|Always|Also|Still|Even|Just|Only|January|February|"
    r"March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday|God|Team|Work|Time|Women|Men|Girls|Boys|Kids|Ladies|Guys|Mothers|Fathers|Mums|Moms|Parents|Juniors|Seniors|Customer|Client|Management|Marketing|Sales|Finance|Support|Legal|Feedback|"
    r"Day|Simply|Clearly|Obviously|Honestly|Frankly|Exceptions|Options|\w+(?:ing|tion|tions|ment|ness|ity|ance|ence|ware|ship|ics|ogy|ers|ors|ents|ants))"
)


def mask_names(text: str, folded: str) -> str:
    """Return `folded` with the letters of names replaced by `SIGN`, of the same length."""
    spans = [m.span(1) for pattern in (_CANDIDATE, _AFTER) for m in pattern.finditer(text)]
    letters = list(folded)
    for start, end in spans:
        if not _NO_NAME.fullmatch(text, start, end):
            letters[start:end] = SIGN * (end - start)
    return "".join(letters)
