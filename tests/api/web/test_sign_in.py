import pytest
from pydantic import SecretStr

from api.auth import COOKIE
from api.web.addresses import safe_next
from coach.domain.people import NewUser, Role
from tests.api.web.visitor import World

PASSWORD = "a quiet garden"


@pytest.fixture
def address(world: World) -> str:
    new = NewUser(email="new@firm.example", name="New", roles=frozenset({Role.HR}), password=SecretStr(PASSWORD))
    return world.application.users.add(new).email


def test_signing_in_goes_on_to_the_page_asked_for(world: World, address: str) -> None:
    asked = world.stranger().get(f"/reviews/{world.review.id}")
    assert (asked.status_code, asked.headers["location"]) == (303, f"/login?next=/reviews/{world.review.id}")
    fields = {"email": address, "password": PASSWORD, "next": f"/reviews/{world.review.id}"}
    answer = world.stranger().post("/login", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/reviews/{world.review.id}")
    cookie = answer.headers["set-cookie"]
    assert COOKIE in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "邮箱或密码不对"), ("en", "The address or the password is wrong")]
)
def test_a_wrong_password_keeps_the_address(world: World, address: str, language: str, said: str) -> None:
    answer = world.stranger(language).post("/login", {"email": address, "password": "wrong wrong wrong"})
    assert answer.status_code == 401
    assert said in answer.text
    assert f'value="{address}"' in answer.text
    assert "wrong wrong wrong" not in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/%0d%0aevil\r\nx", "http:evil.example", "/\t/evil.example", "evil.example", "", "/login", "/v1/me"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(world: World, address: str, elsewhere: str) -> None:
    assert safe_next(elsewhere) == "/"
    answer = world.stranger().post("/login", {"email": address, "password": PASSWORD, "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_a_query_survives_signing_in(world: World) -> None:
    asked = world.stranger().get("/search?q=a b&language=zh")
    assert asked.headers["location"].startswith("/login?next=/search%3Fq%3D")
    assert safe_next("/search?q=a%20b") == "/search?q=a%20b"


def test_another_site_cannot_sign_somebody_in(world: World, address: str) -> None:
    fields = {"email": address, "password": PASSWORD}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        answer = world.client.post("/login", data=fields, headers=headers, follow_redirects=False)
        assert answer.status_code == 403
        assert COOKIE not in answer.headers.get("set-cookie", "")


def test_signing_out_ends_the_session(world: World) -> None:
    visitor = world.visitor("hr")
    assert visitor.post("/logout").headers["location"] == "/login?notice=signed_out"
    assert visitor.get("/").status_code == 303


def test_a_reset_link_works_once(world: World, address: str) -> None:
    token = world.application.users.start_reset(address)
    stranger = world.stranger("en")
    differing = stranger.post(f"/reset/{token}", {"password": PASSWORD, "again": "something else"})
    assert differing.status_code == 422
    assert "The two passwords differ" in differing.text
    short = stranger.post(f"/reset/{token}", {"password": "short", "again": "short"})
    assert "A password needs 10 to 256 characters" in short.text
    fields = {"password": "a new quiet garden", "again": "a new quiet garden"}
    assert stranger.post(f"/reset/{token}", fields).headers["location"] == "/login?notice=password_set"
    assert stranger.post(f"/reset/{token}", fields).status_code == 422
    assert world.application.users.check_password(address, "a new quiet garden")


def test_a_lost_session_does_not_lose_the_text(world: World) -> None:
    text = "九月以来贴错标签的情况变多了，三号线抽检九千五百件里有五十七件贴错，希望年底前改进。"
    answer = world.stranger().post("/drafts/new", {"text": text, "do": "draft"})
    assert answer.status_code == 401
    assert text in answer.text
    assert "重新登录" in answer.text
