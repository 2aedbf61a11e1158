"""Chinese metric names: what stands before the number, without the words that only lead up to it."""

import re
from collections.abc import Iterator

from coach.drafting.intake import lexicon
from coach.drafting.intake.source import Stretch

_HAN = re.compile(r"[\u3400-\u9fff]")
_SPLIT = re.compile(r"[\x1f，,。；;：:、()（）\[\]【】\"“”!！?？\n•·]+|(?<=\s)-(?=\s)")
_TRAIL = re.compile(
    r"(?:[也很太偏较][多高大少低慢长差]|平均数?|均值|中位数|只有|只|仅为|仅|才|就|已经?|还|达到|高达|多达|大约|(?<![签续合预])约|大概|差不多|左右|共计|共|一共|加起来|合计|累计|下来|要求|标准|规定|目标|指标|红线|上限|下限"
    r"|底线|及格线|为|是|在|有|(?<!签)到|的|了|也|却|都|不到|不足|超过|不超过|不得超过|不低于|不高于|不少于|至少|最多|最长|每个|每|做到|做了|完成了?(?=$)|出了|发生了?|出现了?|基本|一直|维持|徘徊"
    r"|实际|目前|现在|当前|控制|应当|应该|(?<![响供反对适])应|须|需要|需|得|必须|不得|不能|不应|定|写|统计|显示|拉出来|看|由|从|[升降跌涨增减提]至|降|提|提升|提高|降低|压|缩短|减少|减|升|涨|掉|跌|拖|稳定|保持|希望|≤|≥|<|>|=|~|¥|\$|\s|第|占|平均每[\u3400-\u9fff]|居然|竟然?|将近|接近|近|稳|考过?|打|拿|得了?|评为|录得|里|中|上|会|要|错了|漏了|说|写着|显示|记录|统计)$"
)
_LEAD = re.compile(
    r"(?:\s|问题就?是|毛病就?是|关键就?是|问题在于|的|了|可(?!用|靠)|再[说看]|先[说看]|合起来|加起来|算下来|他|她|其|本人|该|这个|那个|这|那|但是|但|不过|而且|而|另外|还有|首先|其次|最后|或者|或|以及|第[一二三四五](?:件|个|是|条|点)?|一是|二是|三是|是|就是|以及|且|同时|主要|近来|最近|我们|咱们|部门|公司"
    r"|科里|科室|组里|组内|团队(?!管理|建设|协作|合作|氛围)|店里|仓里|院里|自己|个人|今年|整体|(?:系统|平台|后台|看板)里?(?:上)?(?:显示)?|(?:另)?一[份张个](?:报表|表|系统)?|(?:这|那)份|报表(?:显示|里)?|数据(?:显示)?|统计(?:显示)?|后台(?:显示)?|记录显示|按|对于|关于|对|把|将|在|从|由|目前|现在|当前|实际|平均|月均(?!件)|人均|日均|周均|每个?[月周天日班]|应该?|应当|须|完成(?!率|度|量|情)"
    r"|因为|所以|结果|可是|可|然后|再说|再有|再就是|说一下|比如|例如|我|你们?|请|帮|希望|想让|要求|规定|标准|目标|并且|并|也|又|还|都|却|只有|仅|才|上|里|中|内|期间|左右|份|以来|之后|以后|起|[一二三四五]是|和|与|跟|负责|做|\d+[.、)]|[-*•·]|[①-⑩])"
)
_RULE = re.compile(
    r"[\u3400-\u9fff]{0,8}?(?:写的是|写明|写着|规定|约定|定的是|明确|只?容许|只?允许|标准是|承诺|(?<!按)要求(?=.{4}))"
)
"""What leads up to the standard's wording: "评审公约里写的是"."""
_TOPIC = re.compile(r"(?:他|她|本人|自己)?(?:[这那]一?块|[这那]方面|这件事)")
_POSSESSIVE = re.compile(
    r"[^率数时量分额]*?(?:他|她|其|本人|自己|该员工|此人)(?:们)?(?:这个|那个|们?组|带的)?(?:班|组|店|团队|小组)?(?:的|个人)?"
)
_WITHIN = re.compile(r"\s*(?:之内|以内|内)(?:要|必须|应当?|须|需|完成)*([\u3400-\u9fff]{2,8})")
_PASSIVE = re.compile(r"\s*(?:左右|上下)?(?:的|都|是)?(被[\u3400-\u9fff]{2,8})")
_AT_LAST = re.compile(r"\s*(?:左右|上下)?(?:之后|后)?才(?:能|会)?([\u3400-\u9fff]{2,6})")
_FOLLOWS = re.compile(r"([\u3400-\u9fff]{3,9})(?=[，。；,(]|$)")
_GOES_ON = re.compile(r"(?:[\u3400-\u9fff]{1,2}(?![\u3400-\u9fff]))?")
"""The noun may go on for a character or two behind the word that measures: 漏项, 满意度."""
_LONGEST = 20


def phrase_before(masked: str, start: int, end: int) -> Stretch | None:
    """The Chinese name that ends before `end`, or None where there is none in the stretch."""
    for piece in reversed(list(_pieces(masked, start, end))):
        if name := _strip(masked, piece):
            return name
    return None


def phrase_after(masked: str, start: int, end: int) -> Stretch | None:
    """What is done or happens to it, after the figure: "24小时内回复", "22%被退回修改", "22秒才接起"."""
    for rule in (_WITHIN, _PASSIVE, _AT_LAST, _FOLLOWS):
        if found := rule.match(masked, start, end):
            whole = Stretch(found.start(1), found.end(1))
            return whole if rule is _PASSIVE else _strip(masked, whole)
    return None


def phrases_of(masked: str, start: int, end: int) -> Iterator[Stretch]:
    """All Chinese names in a clause, cut after the last word that measures, last first."""
    for piece in reversed(list(_pieces(masked, start, end))):
        if not _HAN.search(masked, piece.start, piece.end):
            continue
        measuring = lexicon.pattern("metrics", "down", "up", "neutral")
        last = lexicon.last_match(measuring, masked, piece.start, piece.end)
        rest = _GOES_ON.match(masked, last.end(), piece.end) if last else None
        name = _strip(masked, Stretch(piece.start, rest.end()) if rest else piece)
        if name and (last or name.end - name.start <= 10):
            yield name


def _pieces(masked: str, start: int, end: int) -> Iterator[Stretch]:
    position = start
    for split in _SPLIT.finditer(masked, start, end):
        if split.start() > position:
            yield Stretch(position, split.start())
        position = split.end()
    if position < end:
        yield Stretch(position, end)


def _strip(masked: str, piece: Stretch) -> Stretch | None:
    start, end = piece.start, piece.end
    if not _HAN.search(masked, start, end):
        return None
    for rule in _RULE.finditer(masked, start, end):
        start = rule.end()
    if topic := _TOPIC.search(masked, start + 2, end):
        end = topic.start()  # "盘点这一块要抓一抓"
    if owner := _POSSESSIVE.match(masked, start, end):
        start = owner.end()
    while trailing := _TRAIL.search(masked, start, end):
        end = trailing.start()
    while start < end and (leading := _LEAD.match(masked, start, end)) and leading.end() <= end:
        start = leading.end()
    while trailing := _TRAIL.search(masked, start, end):
        end = trailing.start()
    if end - start > _LONGEST:
        cut = masked.rfind("的", start, end - 3)
        start = cut + 1 if cut >= 0 else end - _LONGEST
    text = masked[start:end]
    if end - start < 2 or not re.search(r"[\u3400-\u9fffa-z]{2}", text) or text.isdigit():
        return None
    return Stretch(start, end)
