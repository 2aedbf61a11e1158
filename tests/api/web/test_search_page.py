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
    assert '<mark class="match">label</mark> drill &lt;b&gt;now&lt;/b&gt;' in html
    assert "r-policy" not in html


def test_a_kind_that_is_not_theirs_opens_nothing(world: World) -> None:
    stocked(world)
    html = world.visitor("lnd", "en").get("/search?q=label&kind=plan").text
    assert "r-plan" not in html
    assert '<option value="plan"' not in html


def test_administrators_read_nothing(world: World) -> None:
    assert "Your role reads nothing" in world.visitor("admin", "en").get("/search?q=label").text


def test_a_result_says_what_it_takes_and_what_is_over_stays_away(world: World) -> None:
    facts = {"skills": ["label check"], "hours": 3, "cost": 0, "level": "basic", "prerequisites": ["Shift work"]}
    world.application.knowledge.add([
        Record(id="now", kind=Kind.TRAINING, title="Label drill", text="x", language="en", source="s", metadata=facts),
        Record(id="old", kind=Kind.TRAINING, title="Label drill of old", text="x", language="en", source="s",
               metadata={"valid_until": "2020-01-01"}),
    ])  # fmt: skip
    html = world.visitor("lnd", "en").get("/search?q=label").text
    assert "free of charge" in html
    assert "basic level" in html
    assert "Shift work" in html
    assert "<code>now</code>" in html
    assert "<code>old</code>" not in html
    assert "no longer valid is left out" in html


def test_a_long_text_is_read_and_the_page_says_how(world: World) -> None:
    stocked(world)
    html = world.visitor("lnd", "zh").get("/search?q=" + "Nothing+here.+" * 300 + "label+drill").text
    assert "只比较其中最有信息的句子" in html
    assert "r-training" in html
