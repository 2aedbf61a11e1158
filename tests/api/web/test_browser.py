"""The whole path in a real browser, with and without JavaScript: describe, see the draft, review, plan."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from api.bootstrap import Application
from coach.domain.base import Language
from coach.domain.people import NewUser, Role
from coach.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
PASSWORD = "a quiet garden"
TEXTS = {
    "zh": "9月和10月三号线一共抽检9500件，贴错57件，错贴率6‰，标准是2‰以内。"
    "希望三个月内降到2‰以内，按抽检台账算。他总是粗心。",
    "en": "In September and October the check desk found 84 errors in 12,000 picked items, 7 per thousand; "
    "the standard is 2 per thousand. I want this at 2 per thousand within 90 days. He is lazy.",
}
BUTTONS = {"zh": ("提交审核", "保存决定"), "en": ("Send to review", "Save decisions")}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's Chromium (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with one manager, one employee and one HR person, drafting by the built-in rules."""
    home = tmp_path_factory.mktemp("served")
    application = Application(Settings(home=home, demo=False))
    rows = "employee_id,name,manager_id,role_title\nE1,Ann Lead,,Team lead\nE2,王小明,E1,操作工\nE3,Hana,,HR\n"
    (home / "people.csv").write_text(rows, encoding="utf-8")
    application.people.import_csv(home / "people.csv")
    for name, role, number in (("lead", Role.MANAGER, "E1"), ("worker", Role.EMPLOYEE, "E2"), ("hr", Role.HR, "E3")):
        secret = SecretStr(PASSWORD)
        new = NewUser(email=f"{name}@firm.example", roles=frozenset({role}), employee_id=number, password=secret)
        application.users.add(new)
    with _serving(application) as url:
        yield url
    application.close()


@contextmanager
def _serving(application: Application) -> Iterator[str]:
    import uvicorn

    from api.app import create_app

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(application), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright from the dev extra")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def signed_in(browser: "Browser", address: str, who: str, *, language: str, scripts: bool) -> Iterator["Page"]:
    """A page of somebody's own; it may neither reach another host nor say anything on the console."""
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else said.append(request.url))
    page.goto(f"{address}/login?lang={language}")
    page.fill("#email", f"{who}@firm.example")
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"{address}/")
    yield page
    assert said == []
    context.close()


@pytest.mark.parametrize(("scripts", "language"), [(True, "zh"), (False, "en")])
def test_from_a_gap_to_a_plan(browser: "Browser", address: str, scripts: bool, language: str) -> None:
    with signed_in(browser, address, "lead", language=language, scripts=scripts) as lead:
        _describe(lead, address, language, scripts=scripts)
        review = _submit(lead, language)
    with signed_in(browser, address, "hr", language=language, scripts=scripts) as hr:
        plan = _decide(hr, address + review, language)
    with signed_in(browser, address, "worker", language=language, scripts=scripts) as worker:
        _answer(worker, address + plan)


def _describe(page: "Page", address: str, language: str, *, scripts: bool) -> None:
    page.click('main a[href="/drafts/new"]')
    page.fill("#text", TEXTS[language])
    if scripts:
        page.locator("#text").press_sequentially(" ")
    else:
        page.click("button[value=check]")
    page.wait_for_selector("#tone li")
    page.select_option("#person", "E2")
    page.click("button.main[value=draft]")
    page.wait_for_url(lambda url: "/drafts/" in url and "/jobs/" not in url and "/new" not in url, timeout=60_000)
    assert page.locator("article.goal").count() >= 1
    assert page.locator("mark.wording").count() >= 1
    assert page.get_attribute("html", "lang") == ("zh-CN" if language == "zh" else "en")
    width = page.evaluate("document.documentElement.scrollWidth") if scripts else 0
    assert width <= 1280, address


def _submit(page: "Page", language: str) -> str:
    page.get_by_role("button", name=BUTTONS[language][0]).click()
    page.wait_for_url("**/reviews/*")
    assert page.locator("input[name^='verdict.']").count() == 0
    return "/reviews/" + page.url.split("/reviews/")[1].partition("?")[0]


def _decide(page: "Page", url: str, language: str) -> str:
    page.goto(url)
    parts = page.locator("fieldset.suggestion")
    total = parts.count()
    assert total >= 5
    for number in range(total):
        part = parts.nth(number)
        part.locator(f"input[value={'edit' if number == 0 else 'accept'}]").check()
        if number == 0:
            part.locator("textarea").fill(part.locator("textarea").input_value() + " ✓")
        part.locator("select").select_option("clearer" if number == 0 else "fair")
    page.locator(".sticky").get_by_role("button", name=BUTTONS[language][1]).click()
    page.wait_for_url("**notice=decided**")
    page.check("input[name=outcome][value=approve]")
    page.fill("#outcome_reason", "OK")
    page.click("#outcome button")
    page.wait_for_url("**/plans/*")
    assert "✓" in page.inner_text("article.goal h2 >> nth=0")
    return "/plans/" + page.url.split("/plans/")[1].partition("?")[0]


def _answer(page: "Page", url: str) -> None:
    page.goto(url)
    page.click("#answers summary")
    page.check("#answers input[value=received]")
    page.fill("#comment", "<b>OK</b>")
    page.click("#answers form button")
    page.wait_for_url("**notice=answered")
    assert "<b>OK</b>" in page.inner_text("#answers")


def test_the_keyboard_reaches_the_content_first(browser: "Browser", address: str) -> None:
    with signed_in(browser, address, "lead", language=Language.EN.value, scripts=True) as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("href") == "#main"


def test_nothing_is_wider_than_a_phone(browser: "Browser", address: str) -> None:
    with signed_in(browser, address, "lead", language=Language.EN.value, scripts=True) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        for path in ("/", "/drafts/new", "/drafts", "/plans", "/search", "/about-ai"):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
