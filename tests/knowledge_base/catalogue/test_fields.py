import pytest

from knowledge_base.catalogue.fields import Field, bracketed, headings, plain, words


def test_every_field_has_headings_in_both_languages() -> None:
    for field, names in headings().fields.items():
        assert any(name.isascii() for name in names), field
        if field is not Field.PAIR:
            assert any(not name.isascii() for name in names), field
    assert set(headings().fields) == set(Field)


def test_no_heading_names_two_fields() -> None:
    names = [name for some in headings().fields.values() for name in some]
    assert sorted(names) == sorted(set(names))


def test_headings_are_written_the_way_they_are_looked_up() -> None:
    assert [name for some in headings().fields.values() for name in some if plain(name) != name] == []


def test_every_trouble_is_said_in_both_languages() -> None:
    for code, said in words().troubles.items():
        assert said.zh, code
        assert said.en.isascii() or "“" in said.en, code


@pytest.mark.parametrize(
    ("heading", "name", "inside"),
    [
        ("Duration (hrs)", "duration", "hrs"),
        ("费用（元）", "费用", "元"),
        ("  Course_Title* ", "course title", ""),
        ("課程名稱", "课程名称", ""),
        ("Valid-Until:", "valid until", ""),
    ],
)
def test_a_heading_is_folded(heading: str, name: str, inside: str) -> None:
    assert (plain(heading), bracketed(heading)) == (name, inside)
