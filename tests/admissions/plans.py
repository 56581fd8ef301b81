"""A plan of a small round, as an authority would write it, and changes of it."""

from __future__ import annotations

from typing import Any

from admissions.plan.language import Plan

TEXT = """slug: lop-10-2027
title: Tuyển sinh lớp 10 năm học 2027-2028
procedure: grade-10-admission
school_year: 2027-2028
authority: sgddt-daklak
who: Học sinh tốt nghiệp THCS trong tỉnh
programmes:
  bmt: {name: THPT Buôn Ma Thuột, school: thpt-buon-ma-thuot}
  cvan: {name: THPT Chu Văn An, school: thpt-chu-van-an}
rules:
  programmes:
    bmt: {quota: 2}
    cvan: {quota: 2}
  criteria: [{by: score}, {by: wish}]
  most_wishes: 3
  tie: all
  floors: [{fact: toan, points: 0, must_exceed: true}]
windows:
  apply: {start: 2027-04-01T07:00:00+07:00, end: 2027-05-01T17:00:00+07:00}
  change: {start: 2027-05-02T07:00:00+07:00, end: 2027-05-05T17:00:00+07:00}
  confirm: {start: 2027-06-20T07:00:00+07:00, end: 2027-06-30T17:00:00+07:00}
  supplementary: {start: 2027-07-02T07:00:00+07:00, end: 2027-07-10T17:00:00+07:00}
  passed_on: [2027-06-25T08:00:00+07:00]
pupil_code: pupil_code
score:
  papers:
    toan: {name: Toán, most: 10}
    van: {name: Ngữ văn, most: 10}
    anh: {name: Tiếng Anh, most: 10}
  bonuses: [{by: priority_group, points: {one: 2, two: 1.5, three: 1}}]
  formula: toan + van + anh + bonus
"""


def plan(*changes: tuple[str, str]) -> Plan:
    """The plan, with the first occurrence of each old text replaced."""
    from admissions.plans.reading import read

    return read(text(*changes))


def text(*changes: tuple[str, str]) -> str:
    """Its text, changed."""
    said = TEXT
    for old, new in changes:
        assert old in said, old
        said = said.replace(old, new, 1)
    return said


def rules_of(findings: list[Any]) -> set[str]:
    """What was found, by the names of the rules."""
    return {one.rule for one in findings if one.is_fault}
