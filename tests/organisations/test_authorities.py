"""The authorities of a site's own file: all or none, with every fault; a public site invents
none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from config import doctor, production
from organisations.models import Authority, Role
from organisations.seed import seed_organisations
from workflows.models import Procedure

pytestmark = pytest.mark.django_db

HEAD = "slug;kind;name;parent;symbol;code;place;levels;phone"
OFFICES = """\
sgddt-daklak;Sở, ban, ngành;Sở Giáo dục và Đào tạo;ubnd-daklak;SGDĐT;H15.07;Đắk Lắk;;02623950000
ubnd-daklak;PROVINCE;Ủy ban nhân dân tỉnh;;UBND;H15;Đắk Lắk;;
ttpvhcc-daklak;ONE_STOP;Trung tâm Phục vụ hành chính công;ubnd-daklak;TTPVHCC;H15.02;Đắk Lắk;;
truong-krong-buk;SCHOOL;Trường Krông Búk;sgddt-daklak;TKB;H15.07.9;Krông Búk;THCS, thpt;
"""


def file_of(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / "co-quan.csv"
    path.write_text(f"{head}\n{rows}", encoding="utf-8-sig")
    return path


def take_in(path: Path) -> None:
    call_command("import_authorities", str(path))


def test_a_file_brings_them_all_whatever_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(file_of(tmp_path, OFFICES))
    department, school = (
        Authority.objects.get(slug=slug) for slug in ("sgddt-daklak", "truong-krong-buk")
    )
    assert (department.kind, department.parent.slug, department.phone) == (
        "DEPARTMENT",
        "ubnd-daklak",
        "02623950000",
    )
    assert (school.parent, school.levels, school.confirmed) == (department, ["THCS", "THPT"], True)
    assert capsys.readouterr().out.startswith("4 new, 0 confirmed, 0 stay")
    Authority.objects.filter(slug="sgddt-daklak").update(phone="02623951111")
    take_in(file_of(tmp_path, OFFICES))
    assert Authority.objects.get(slug="sgddt-daklak").phone == "02623951111", (
        "what an administrator changed stays"
    )


def test_a_workbook_with_the_words_of_the_form_is_read_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(
        ["Tên rút gọn", "Loại", "Tên đầy đủ", "Chữ viết tắt", "Mã định danh", "Địa danh"]
    )
    book.active.append(["so", "Sở, ban, ngành", "Sở Nội vụ", "SNV", "H15.08", "Đắk Lắk"])
    book.save(tmp_path / "co-quan.xlsx")
    take_in(tmp_path / "co-quan.xlsx")
    assert Authority.objects.get().code == "H15.08"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a;SO;Sở A;;A;H1;X;;\n", "Dòng 2: .*“SO” không phải một trong"),
        ("a;PROVINCE;;;A;H1;X;;\n", "Dòng 2: tên đầy đủ"),
        ("a b;PROVINCE;Tỉnh;;A;H1;X;;\n", "Dòng 2: tên rút gọn"),
        ("a;PROVINCE;Tỉnh;nowhere;A;H1;X;;\n", "Dòng 2: không có cơ quan chủ quản “nowhere”"),
        (
            "a;PROVINCE;Tỉnh;a;A;H1;X;;\n",
            "Dòng 2: Cơ quan chủ quản không được là chính cơ quan này",
        ),
        (
            "a;PROVINCE;Tỉnh;b;A;H1;X;;\nb;PROVINCE;Tỉnh;a;B;H2;X;;\n",
            "Dòng 3: Cơ quan chủ quản không được là",
        ),
        ("a;PROVINCE;Tỉnh;;A;H1;X;;\na;PROVINCE;Tỉnh;;A;H2;X;;\n", "Dòng 3: “a” đã có ở dòng 2"),
        ("a;PROVINCE;Tỉnh;;A;H1;X;;\nb;PROVINCE;Tỉnh;;A;H1;X;;\n", "Dòng 3: “H1” đã có ở dòng 2"),
        ("a;SCHOOL;Trường;;A;H1;X;Đại học;\n", "“Đại học” không phải một trong"),
        (
            "a;PROVINCE;Tỉnh;;A;H1;X;;\nb;SO;Sở;;B;H2;X;;\nc;SO;Sở;;C;H3;X;;\n",
            r"Dòng 3: [\s\S]*Dòng 4: ",
        ),
    ],
)
def test_a_faulty_file_is_refused_whole_and_every_fault_is_named(
    tmp_path: Path, rows: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        take_in(file_of(tmp_path, rows))
    assert not Authority.objects.exists()


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("slug;kind;name;parent;symbol;code;place;levels;fax", "không có cột “fax”"),
        ("slug;kind;name;parent;symbol;levels;place;phone", "thiếu cột “mã định danh”"),
    ],
)
def test_columns_it_does_not_know_or_lacks_are_named(tmp_path: Path, head: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        take_in(file_of(tmp_path, OFFICES, head))


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for name in ("away.csv", "co-quan.pdf", "empty.csv"):
        (tmp_path / "empty.csv").touch()
        with pytest.raises(CommandError):
            take_in(tmp_path / name)


def test_a_public_site_invents_no_authority_and_its_procedures_wait(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = False
    seed_organisations()
    assert Role.objects.exists() and not Authority.objects.exists()
    call_command("publish_procedures")
    assert (
        "diploma-copy waits for the authorities sgddt-daklak, ttpvhcc-daklak"
        in capsys.readouterr().out
    )
    assert not Procedure.objects.filter(slug="diploma-copy").exists()
    assert any(word.about == "authorities" for word in doctor.examined())
    take_in(file_of(tmp_path, OFFICES))
    call_command("publish_procedures")
    assert Procedure.objects.filter(slug="diploma-copy").exists()
    assert not any(word.about == "authorities" for word in doctor.examined())


def test_names_that_were_asked_for_are_to_be_confirmed(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = False
    call_command("seed_organisations", "--authorities")
    asked = Authority.objects.all()
    assert {one.kind for one in asked} == {
        "PROVINCE",
        "DEPARTMENT",
        "ONE_STOP",
    }, "no school, no commune"
    assert not any(one.confirmed or one.phone or one.email or one.address for one in asked)
    assert len(production.authority_faults()) == 3
    assert [word.says for word in doctor.examined() if "chưa xác nhận" in word.says]
    take_in(file_of(tmp_path, OFFICES))
    assert not production.authority_faults()
    assert Authority.objects.get(slug="sgddt-daklak").code == "H15.07"
