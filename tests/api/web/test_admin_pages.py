import re

from tests.api.web.visitor import World


def test_an_account_is_made_with_a_link_shown_once(world: World) -> None:
    admin = world.visitor("admin", "en")
    answer = admin.post("/admin/users", {"email": "ann@firm.example", "name": "Ann", "roles": "hr", "locale": "en"})
    assert answer.status_code == 200
    link = re.search(r"/reset/([\w-]+)<", answer.text)
    assert link is not None
    assert link.group(1) not in admin.get("/admin/users").text
    fields = {"password": "a quiet garden", "again": "a quiet garden"}
    assert world.stranger().post(f"/reset/{link.group(1)}", fields).status_code == 303
    assert world.application.users.check_password("ann@firm.example", "a quiet garden").name == "Ann"


def test_every_role_can_be_given(world: World) -> None:
    html = world.visitor("admin").get("/admin/users").text
    assert set(re.findall(r'name="roles" value="(\w+)"', html)) == {"manager", "hr", "lnd", "employee", "admin"}


def test_an_account_without_roles_is_refused_and_the_rest_kept(world: World) -> None:
    answer = world.visitor("admin").post("/admin/users", {"email": "ann@firm.example", "name": "Ann"})
    assert answer.status_code == 422
    assert "至少要有一个角色" in answer.text
    assert 'value="Ann"' in answer.text


def test_an_account_is_switched_off_and_on(world: World) -> None:
    admin, user_id = world.visitor("admin"), world.cast.lnd.user_id
    gone = world.visitor("lnd")
    assert admin.post(f"/admin/users/{user_id}", {"disabled": "yes"}).status_code == 303
    assert gone.get("/").status_code == 303
    assert world.application.users.get(user_id).disabled
    admin.post(f"/admin/users/{user_id}", {"disabled": "no"})
    assert not world.application.users.get(user_id).disabled
    own = admin.post(f"/admin/users/{world.cast.admin.user_id}", {"disabled": "yes"})
    assert own.status_code == 403


def test_nobody_else_touches_accounts(world: World) -> None:
    for who in ("manager", "hr", "lnd", "employee"):
        visitor = world.visitor(who)
        assert visitor.post("/admin/users", {"email": "a@b.example", "roles": "admin"}).status_code == 403
        assert visitor.post(f"/admin/users/{world.cast.lnd.user_id}/link").status_code == 403
        assert visitor.post(f"/admin/users/{world.cast.lnd.user_id}", {"disabled": "yes"}).status_code == 403


def test_a_staff_list_is_imported_with_a_report(world: World) -> None:
    rows = "工号,姓名,岗位,上级工号\nE50,张三,操作工,E2\nE51,,操作工,E2\n".encode("gb18030")
    answer = world.visitor("hr").post("/admin/people", files={"file": ("p.csv", rows, "text/csv")})
    assert answer.status_code == 200
    assert "新增 1 人" in answer.text
    assert "第 3 行" in answer.text
    assert "姓名为空" in answer.text
    assert "张三" in answer.text


def test_a_missing_or_broken_file_is_said_kindly(world: World) -> None:
    admin = world.visitor("admin", "en")
    assert "No file was chosen" in admin.post("/admin/people", {}).text
    broken = admin.post("/admin/people", files={"file": ("p.csv", b"a,b\n1,2\n", "text/csv")})
    assert broken.status_code == 422
    assert "no column employee_id" in broken.text


def test_only_hr_and_admin_import(world: World) -> None:
    rows = b"employee_id,name\nE60,X\n"
    for who in ("manager", "lnd", "employee"):
        answer = world.visitor(who).post("/admin/people", files={"file": ("p.csv", rows, "text/csv")})
        assert answer.status_code == 403
