import numpy as np

from knowledge_base.fusion import FusionSettings, first_places


def test_a_longer_list_begins_with_the_same_page() -> None:
    level = np.linspace(8, 3, 60)
    foreign = np.arange(60) % 7 == 6
    order = list(range(60))
    short, long = (first_places(order, level, foreign, k=k, settings=FusionSettings()) for k in (10, 50))
    assert long[:10] == short
    assert len(long) == len(set(long)) == 50
