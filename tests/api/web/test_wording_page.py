import pytest

from tests.api.web.visitor import World

TEXT = "你总是迟交周报，11月3日晚了一天。你太懒了。"


def test_the_page_offers_and_applies_nothing_by_itself(world: World) -> None:
    answer = world.visitor("manager").post("/wording", {"text": TEXT, "do": "check"})
    assert answer.status_code == 200
    assert "<del>总是</del>" in answer.text
    assert f"readonly>{TEXT}</textarea>" in answer.text


def test_what_was_ticked_is_applied_and_the_rest_stays(world: World) -> None:
    manager = world.visitor("manager")
    first = manager.post("/wording", {"text": TEXT, "do": "check"}).text
    mark = first.split('name="mark" value="')[1].split('"')[0]
    chosen = {"text": TEXT, "do": "apply", "mark": mark, "accept": "1"}
    result = manager.post("/wording", chosen).text.split("readonly>")[1].split("</textarea>")[0]
    assert "总是" not in result
    assert "太懒" in result
    stale = manager.post("/wording", chosen | {"text": f"他很笨。{TEXT}"}).text
    assert f"readonly>他很笨。{TEXT}</textarea>" in stale


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_refused(world: World, text: str) -> None:
    assert world.visitor("hr").post("/wording", {"text": text}).status_code == 422


def test_the_register_changes_the_offered_words_only(world: World) -> None:
    client = world.visitor("manager")
    said = {
        register: client.post("/wording", {"text": TEXT, "do": "all", "register": register}).text
        for register in ("formal", "spoken")
    }
    assert said["formal"] != said["spoken"]
    assert all("11月3日晚了一天" in page for page in said.values())
