"""Which kind of gap a metric belongs to."""

from coach.domain.gap import GapCategory
from coach.drafting.intake import lexicon


def category_of(name: str, unit: str) -> GapCategory:
    """The category whose words stand in the metric's name; the first list of `data/categories.json` wins."""
    folded = name.lower()
    for category in lexicon.load("categories"):
        if lexicon.pattern("categories", category).search(folded):
            return GapCategory(category)
    if unit.partition("/")[0] in ("s", "min", "h", "days"):
        return GapCategory.CYCLE_TIME
    if unit.partition("/")[0] in ("CNY", "USD"):
        return GapCategory.SALES_RESULTS
    return GapCategory.OTHER
