"""Signing in and out, the language, the people of the demo."""

from portal.access import ANYONE, DEMO_ONLY, FIRST_FACTOR, FORM, PRESS, SIGNED_IN, route
from portal.account.factor_pages import factor_code, factor_setup
from portal.account.language import set_language
from portal.account.personas import personas
from portal.account.sign_in import sign_in, sign_out, sign_out_everywhere

routes = [
    route("dang-nhap/", sign_in, "sign_in", ANYONE, FORM),
    route("dang-nhap/ma/", factor_code, "factor_code", FIRST_FACTOR, FORM),
    route("dang-nhap/dang-ky-dien-thoai/", factor_setup, "factor_setup", FIRST_FACTOR, FORM),
    route("dang-xuat/moi-thiet-bi/", sign_out_everywhere, "sign_out_everywhere", SIGNED_IN, PRESS),
    route("dang-xuat/", sign_out, "sign_out", ANYONE, PRESS),
    route("ngon-ngu/", set_language, "set_language", ANYONE, PRESS),
    route("dung-thu/", personas, "personas", DEMO_ONLY, FORM),
]
