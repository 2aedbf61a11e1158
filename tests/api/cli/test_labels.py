from api.cli.draft_text import labels


def test_both_languages_have_the_same_labels() -> None:
    assert labels()["zh"].keys() == labels()["en"].keys()


def test_no_label_is_empty() -> None:
    assert all(text.strip() for table in labels().values() for text in table.values())
