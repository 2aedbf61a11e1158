"""The sentences of the SMART check, zh and en side by side."""

from coach.domain.base import Language

_REASONS: dict[str, tuple[str, str]] = {
    "specific": (
        "说清了要改变的是哪一件可以观察到的事。",
        "It names one observable thing to change.",
    ),
    "specific_vague": (
        "说的是态度或愿望。请换成看得见的行为或结果，例如哪项工作、做到什么程度。",
        "It names an attitude or a wish. Name what one would see: which work, done to what standard.",
    ),
    "specific_nothing_named": (
        "没有说清要改变哪一件事。请写出具体的工作内容或指标。",
        "It does not say what is to change. Name the piece of work or the figure.",
    ),
    "measurable": (
        "有指标、目标值和数据来源，结果可以核对。",
        "It has a metric, a target and a source, so the result can be checked.",
    ),
    "measurable_name_source": (
        "有指标和目标值；还请写明数据从哪里取，双方看同一份数据。",
        "It has a metric and a target; add where the figure is read, so that both sides look at the same record.",
    ),
    "measurable_no_metric": (
        "没有可以数清楚的指标。请补充一个数量、比率或时长。",
        "There is nothing to count yet. Add a number, a rate or a time.",
    ),
    "measurable_no_target": (
        "有指标，但没有已确认的目标值。请补充标准，或与员工商定后填入。",
        "There is a metric but no agreed target. Add the standard, or agree one with the employee.",
    ),
    "achievable": (
        "目标值与起点方向一致，在期限内可以分步达到。",
        "The target lies the right way from the baseline and can be reached in steps within the time.",
    ),
    "achievable_disputed": (
        "原定目标值已被标出疑问（见提示），商定之前不作为考核目标。",
        "The stated target is in doubt (see the flag) and is not adopted until people have settled it.",
    ),
    "achievable_no_target": (
        "目标值还没有确定，暂时无法判断能否达到。",
        "Without an agreed target nobody can say yet whether it can be reached.",
    ),
    "achievable_no_baseline": (
        "起点数值还没有核实，暂时无法判断差距有多大。",
        "Without a verified baseline nobody can say yet how far there is to go.",
    ),
    "achievable_already_met": (
        "起点已经达到或好于目标值。请核对数字，或确认是否还需要这个目标。",
        "The baseline already meets the target. Check the figures, or whether this goal is needed.",
    ),
    "achievable_out_of_scale": (
        "目标值超出了这个指标可能的范围，请核对。",
        "The target lies outside what this metric can be. Check the figure.",
    ),
    "achievable_no_deadline": (
        "没有期限，无法判断时间够不够。",
        "Without a deadline nobody can say whether the time is enough.",
    ),
    "achievable_too_fast": (
        "相对这段时间，变化幅度太大。请延长期限，或先定一个中间目标。",
        "The change is too large for the time. Allow longer, or set a first step on the way.",
    ),
    "relevant": (
        "对应主管描述的差距。",
        "It answers a gap the manager described.",
    ),
    "relevant_no_gap": (
        "看不出对应哪一项差距。请写明它解决什么问题。",
        "It is not clear which gap it answers. Say what it will solve.",
    ),
    "time_bound": (
        "有明确的截止日期。",
        "It has a deadline.",
    ),
    "time_bound_assumed": (
        "有截止日期，但属于默认值，请主管确认。",
        "It has a deadline, which is a default for the manager to confirm.",
    ),
    "time_bound_missing": (
        "没有截止日期。请写明到哪一天为止。",
        "It has no deadline. Say by which day.",
    ),
    "time_bound_past": (
        "截止日期已经过去或就是今天。请重新设定。",
        "The deadline has passed or is today. Set a new one.",
    ),
}


def reason(key: str, language: Language) -> str:
    """Return the sentence for `key` in `language`; KeyError for a key that is not in the table."""
    zh, en = _REASONS[key]
    return zh if language is Language.ZH else en


def keys() -> frozenset[str]:
    """Return every key of the table."""
    return frozenset(_REASONS)
