import datetime as dt

import pytest

from api.web.language import COOKIE
from api.web.words import words
from coach.domain.base import Language
from tests.api.web.visitor import World


def test_the_link_switches_and_is_remembered(world: World) -> None:
    answer = world.visitor("hr", "zh").get("/reviews?lang=en")
    assert '<html lang="en">' in answer.text
    assert f"{COOKIE}=en" in answer.headers["set-cookie"]


def test_the_other_language_is_one_link_away_and_keeps_the_query(world: World) -> None:
    assert 'href="/plans?status=active&amp;lang=en"' in world.visitor("hr", "zh").get("/plans?status=active").text


def test_a_language_we_do_not_have_changes_nothing(world: World) -> None:
    answer = world.visitor("hr", "en").get("/reviews?lang=fr")
    assert '<html lang="en">' in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    ("accepted", "lang"), [("en-US,en;q=0.9", "en"), ("zh-TW", "zh-CN"), ("fr", "zh-CN"), ("", "zh-CN")]
)
def test_a_browser_is_met_in_its_own_language(world: World, accepted: str, lang: str) -> None:
    answer = world.client.get("/login", headers={"accept-language": accepted})
    assert f'<html lang="{lang}">' in answer.text


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [(5, "%", "5%", "5%"), (3, "‰", "3‰", "3‰"), (72, "h", "72小时", "72 hrs"), (1, "days", "1天", "1 day"),
     (120_000, "CNY", "¥120,000", "CN¥120,000"), (12_000, "count/week", "12,000/周", "12,000/week"),
     (2.5, "none", "2.5", "2.5"), (3, "per_10000", "万分之3", "3 per 10,000"), (None, "%", "—", "—")],
)  # fmt: skip
def test_figures_carry_their_unit(value: float | None, unit: str, zh: str, en: str) -> None:
    assert (words(Language.ZH).figure(value, unit), words(Language.EN).figure(value, unit)) == (zh, en)


def test_days_are_written_as_people_write_them() -> None:
    day = dt.date(2026, 3, 2)
    assert (words(Language.ZH).date(day), words(Language.EN).date(day)) == ("2026年3月2日", "2 Mar 2026")
