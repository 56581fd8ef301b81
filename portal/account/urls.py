"""Signing in and out, the account's own pages, the language."""

from portal.account.language import set_language
from portal.account.own_page import account, end_session
from portal.account.password_pages import (
    change_password,
    choose_password,
    password_forgotten,
    password_link,
)
from portal.account.second_factor_pages import factor_code, factor_setup
from portal.account.sign_in import sign_in, sign_in_link, sign_out, sign_out_everywhere
from portal.http.access import ANYONE, FIRST_FACTOR, FORM, PRESS, READ, SIGNED_IN, route

routes = [
    route("dang-nhap/", sign_in, "sign_in", ANYONE, FORM),
    route("dang-nhap/mo/<str:link>/", sign_in_link, "sign_in_link", ANYONE, FORM),
    route("dang-nhap/ma/", factor_code, "factor_code", FIRST_FACTOR, FORM),
    route("dang-nhap/dang-ky-dien-thoai/", factor_setup, "factor_setup", FIRST_FACTOR, FORM),
    route("mat-khau/quen/", password_forgotten, "password_forgotten", ANYONE, FORM),
    route("tai-khoan/", account, "account", SIGNED_IN, READ),
    route("tai-khoan/mat-khau/", change_password, "change_password", SIGNED_IN, FORM),
    route("tai-khoan/phien/cham-dut/", end_session, "end_session", SIGNED_IN, PRESS),
    route("mat-khau/dat/", choose_password, "choose_password", ANYONE, FORM),
    route("mat-khau/dat/<slug:link>/", password_link, "password_link", ANYONE, READ),
    route("dang-xuat/moi-thiet-bi/", sign_out_everywhere, "sign_out_everywhere", SIGNED_IN, PRESS),
    route("dang-xuat/", sign_out, "sign_out", ANYONE, PRESS),
    route("ngon-ngu/", set_language, "set_language", ANYONE, PRESS),
]
