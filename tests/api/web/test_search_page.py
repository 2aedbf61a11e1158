from api.web.search import SHOWN
from knowledge_base.records import Kind, Record
from tests.api.web.visitor import World


def stocked(world: World) -> World:
    """With a plan, a course and a policy in the knowledge base."""
    texts = {Kind.PLAN: "label errors of somebody", Kind.TRAINING: "label drill <b>now</b>", Kind.POLICY: "label rule"}
    world.application.knowledge.add([
        Record(id=f"r-{kind}", kind=kind, title=f"About {kind}", text=text, language="en", source="s.jsonl")
        for kind, text in texts.items()
    ])  # fmt: skip
    return world


def test_each_role_finds_what_it_may_read(world: World) -> None:
    stocked(world)
    assert SHOWN >= 3
    for who, plans in (("hr", True), ("manager", False), ("lnd", False), ("employee", False)):
        html = world.visitor(who, "en").get("/search?q=label").text
        assert ("r-plan" in html) is plans, who
        assert "r-training" in html


def test_results_carry_source_and_are_escaped(world: World) -> None:
    stocked(world)
    html = world.visitor("lnd", "en").get("/search?q=label&kind=training&language=en").text
    assert "Source: s.jsonl" in html
    assert "label drill &lt;b&gt;now&lt;/b&gt;" in html
    assert "r-policy" not in html


def test_a_kind_that_is_not_theirs_opens_nothing(world: World) -> None:
    stocked(world)
    html = world.visitor("lnd", "en").get("/search?q=label&kind=plan").text
    assert "r-plan" not in html
    assert '<option value="plan"' not in html


def test_administrators_read_nothing(world: World) -> None:
    assert "Your role reads nothing" in world.visitor("admin", "en").get("/search?q=label").text
