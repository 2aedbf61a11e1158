"""Which skills a need speaks of: those it names, and those it means."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.asking import Asking
from knowledge_base.embeddings import BundledEmbedder
from knowledge_base.fusion import FusionSettings
from knowledge_base.ranking import ranking_for


@pytest.fixture(scope="module")
def embedder() -> BundledEmbedder:
    return BundledEmbedder()


@pytest.fixture(scope="module")
def asking(embedder: BundledEmbedder) -> Asking:
    return Asking(embedder, ranking_for(embedder.name))


def skills(asking: Asking, embedder: BundledEmbedder, text: str) -> list[str]:
    return [skill.id for skill in asking.skills(text, embedder.embed_query(text))]


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("买的材料太多，堆在库房里用不掉", "inventory-management"),
        ("员工对工作提不起劲", "employee-engagement"),
        ("Nobody on his team would follow him anywhere", "leadership"),
        ("Offends partners in other countries without noticing", "cross-cultural-communication"),
    ],
)
def test_a_need_that_names_no_skill_means_one(asking: Asking, embedder: BundledEmbedder, text: str, skill: str) -> None:
    assert skill in skills(asking, embedder, text)


def test_a_skill_that_is_named_in_passing_does_not_count(asking: Asking, embedder: BundledEmbedder) -> None:
    far = Asking(embedder, replace(ranking_for(embedder.name), skill_named=9.0, skill_meant=9.0))
    assert skills(asking, embedder, "合同法")[0] == "contract-law"
    assert skills(far, embedder, "合同法") == []


def test_talk_of_nothing_means_no_skill(asking: Asking, embedder: BundledEmbedder) -> None:
    text = "The lake froze early this winter"
    assert skills(asking, embedder, text) == []
    assert np.array_equal(asking.vector(text), embedder.embed_query(text))


def test_a_model_nobody_measured_goes_by_names_alone(embedder: BundledEmbedder) -> None:
    unmeasured = Asking(embedder, FusionSettings())
    assert skills(unmeasured, embedder, "Nobody on his team would follow him anywhere") == []
    assert skills(unmeasured, embedder, "negotiation")[0] == "negotiation"
