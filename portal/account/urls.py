"""Signing in and out, the language, the people of the demo."""

from portal.access import ANYONE, DEMO_ONLY, FIRST_FACTOR, FORM, PRESS, route
from portal.account.factor_pages import factor_code, factor_setup
from portal.account.language import set_language
from portal.account.personas import personas
from portal.account.sign_in import sign_in, sign_out

routes = [
    route("dang-nhap/", sign_in, "sign_in", ANYONE, FORM),
    route("dang-nhap/ma/", factor_code, "factor_code", FIRST_FACTOR, FORM),
    route("dang-nhap/dang-ky-dien-thoai/", factor_setup, "factor_setup", FIRST_FACTOR, FORM),
    route("dang-xuat/", sign_out, "sign_out", ANYONE, PRESS),
    route("ngon-ngu/", set_language, "set_language", ANYONE, PRESS),
    route("dung-thu/", personas, "personas", DEMO_ONLY, FORM),
]
