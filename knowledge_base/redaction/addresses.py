"""Postal addresses: a street with a number, or what follows a word that announces an address."""

import re
from collections.abc import Iterator

from knowledge_base.redaction.spans import Found

_HAN = "\u4e00-\u9fff"
_TAIL = r"(?:[东西南北中]?[A-Za-z\d]{1,5}(?:号楼|号院|号|弄|栋|幢|座|楼|层|单元|室|户|房))"
_NOT_PLACE = r"(?![线机门库仓位台炉窗车闸岗柜文令通])"
_ZH_STREET = re.compile(
    rf"[{_HAN}]{{1,20}}?(?:(?<![线思道套通回公铁网])路|(?<!上)街|大道|巷|弄|胡同|村|里)(?:[东西南北中]段)?"
    rf"\d{{1,5}}(?:之\d{{1,3}})?(?:号|弄){_NOT_PLACE}(?:[{_HAN}]{{2,10}}(?=\d))?{_TAIL}{{0,5}}(?:-?\d{{2,4}}(?![\d%.]))?"
)
_ZH_ESTATE = re.compile(
    rf"[{_HAN}]{{2,8}}(?:小区|花园|公寓|家园|新村|宿舍|大厦|佳苑|嘉园){_TAIL}{{1,5}}(?:-?\d{{2,4}}(?![\d%.]))?|\d{{1,4}}(?:号楼|栋|幢)\d{{1,2}}单元\d{{2,4}}室?"
)
_ZH_REGION = re.compile(rf"(?:[{_HAN}]{{2,7}}?(?:省|自治区|市|自治州|区|县|镇|乡|街道))+$")
_ZH_LEAD = re.compile(
    r".*(?:住在|位于|地址是|地址为|地址|寄到|寄往|送到|送至|搬到|搬至|迁至|家在|就在|来自|前往|住|在|到|去|至|是|为|从|于)"
)
_ZH_LABEL = re.compile(
    rf"(?:家庭住址|通讯地址|收件地址|收货地址|户籍地址|户籍地|现住址|现住|住址|地址|住所|家住|住在)[:是为在]{{0,2}}\s{{0,2}}(?P<value>[{_HAN}A-Za-z\d\-#()]{{4,60}})"
)
_REGION_MARK = re.compile(r"[省市区县镇乡路街巷弄村栋室号]")

_WORD = r"[A-Z\u00c0-\u00de][\w.'’-]{0,30}"
_KINDS = (
    "Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Crescent|Cres|Close|Square|Sq|Parkway|Pkwy|"
    "Highway|Hwy|Circle|Cir|Trail|Way|Alley|Row|Mews|Grove|Gardens|Place|Pl|Quay|Turnpike|Plaza|Hill|Loop|Path"
)
_UNIT = r"(?:Apartment|Apt|Suite|Ste|Unit|Flat|Floor|Room|\#)\.?\s{0,2}[\w-]{1,6}"
_PLACE = rf"(?:\s{{0,3}},?\s{{1,8}},?\s{{0,3}}(?:{_WORD}(?:[ -]{_WORD}){{0,3}}|[A-Z]{{2}}))"
_POST = r"(?:\s{0,3},?\s{1,4}(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{2}[ -]\d{4,5}|\d{4,5}(?:-\d{3,4})?))"
_EN_STREET = re.compile(
    rf"(?:{_UNIT},? )?(?<![A-Za-z0-9_.,$£€%-])\d{{1,5}}[A-Za-z]?(?:\s\d{{1,5}})?\s(?:{_WORD}\s){{1,4}}(?:{_KINDS})\b\.?"
    rf"(?:[,\s]{{1,4}}{_UNIT})?(?:{_PLACE}{{0,3}}{_POST})?"
)
_EN_UNIT = re.compile(
    rf"(?<![\w.,$-])\d{{1,6}}[A-Za-z]?\s(?:[\w.'’/()-]{{1,30}}\s){{1,7}}\s{{0,3}}(?:Apt|Suite|Ste)\.?\s\w{{1,6}}\b(?:{_PLACE}{{0,4}}{_POST})?"
)
_EN_BOX = re.compile(
    r"\bP\.?\s?O\.?\s?Box\s\d{1,6}\b"
    r"|\b(?:(?:Unit|PSC)\s\d{1,5},?\sBox\s\d{1,5}|(?:USS|USCGC|USNS|USNV)\s[\w'’-]{2,24})\s{1,3}[ADF]PO\sA[AEP]\s\d{5}\b",
    re.IGNORECASE,
)
_UNIT_LINE = re.compile(rf"(?m)^[ \t>*-]{{0,6}}(?P<value>(?!\#){_UNIT})[ \t,]*$")
_EN_LABEL = re.compile(
    r"\b(?:address(?:\sis|\sto)?|lives?\sat|living\sat|located\sat|resid(?:es|ing)\sat|ship\sto|mail\sto|deliver(?:ed)?\sto|off\sat|taxi\sto)\s?:?\s{0,2}(?:is\s|it\sis\s)?"
    r"(?P<value>(?=[^\n]{0,60}\d)[A-Z0-9\u00c0-\u00de][^\n?!;。]{5,90})"
)
_EN_COMPOUND = re.compile(
    r"(?<!\w)(?:\d{1,6}\s)?[A-Z\u00c0-\u00de]\w{2,30}(?:stra(?:ss|ß)e|gasse|weg|platz|vej|gade|gatan|vägen|gata|veien|vegen|gate|katu|kuja|tie|laan|straat)\s\d{1,5}[a-z]?(?!\w)"
    r"|(?<!\w)(?:\d{1,6}\s)?(?:[Rr]ue|[Vv]ia|[Vv]iale|[Cc]alle|[Aa]venida|[Rr]ua|ul\.|[Uu]lica|[Pp]iazza)\s(?:[\w'’.-]{1,30}\s){1,4}\d{1,5}[a-z]?(?!\w)"
)
_NETWORK = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){3}")
_POSTCODE = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\w-])")


def find_addresses(text: str) -> Iterator[Found]:
    """Find postal addresses; towns and regions alone are none. The text is `plain`."""
    yield from _chinese(text)
    for pattern in (_EN_STREET, _EN_UNIT, _EN_BOX, _EN_COMPOUND, _POSTCODE):
        for match in pattern.finditer(text):
            yield Found(*match.span(), "address")
    for match in _UNIT_LINE.finditer(text):
        yield Found(*match.span("value"), "address")
    for match in _EN_LABEL.finditer(text):
        value = re.split(r"\.\s|,\s(?:and|but|please)\b", match["value"])[0].rstrip(" .,")
        if any(c.isdigit() for c in value) and not _NETWORK.match(value):
            yield Found(match.start("value"), match.start("value") + len(value), "address")


def _chinese(text: str) -> Iterator[Found]:
    for pattern in (_ZH_STREET, _ZH_ESTATE):
        for match in pattern.finditer(text):
            start = match.start()
            if lead := _ZH_LEAD.match(match[0][: len(match[0]) - 2]):
                start += lead.end() if lead.end() < len(match[0]) - 4 else 0
            elif region := _ZH_REGION.search(text[max(0, start - 20) : start]):
                start -= len(region[0])
            yield Found(start, match.end(), "address")
    for match in _ZH_LABEL.finditer(text):
        if len(_REGION_MARK.findall(match["value"])) >= 2:
            yield Found(*match.span("value"), "address")
