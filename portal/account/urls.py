"""Signing in and out, the account's own pages, the language."""

from portal.account.acts_for import acts_for, add_represented, represented
from portal.account.close_account import close_account
from portal.account.code_page import contact_code
from portal.account.code_sign_in import second_fact, sign_in_by_code
from portal.account.confirm_page import confirm
from portal.account.language import set_language
from portal.account.own_contacts import new_contact, own_name
from portal.account.own_data_page import own_data
from portal.account.own_page import account, end_session
from portal.account.own_papers import own_papers
from portal.account.passkey_pages import own_passkeys, sign_in_by_passkey
from portal.account.password_pages import (
    change_password,
    choose_password,
    new_password,
    password_forgotten,
    password_link,
)
from portal.account.provider.own import own_providers, provider_link, provider_new_account
from portal.account.provider.sign_in import provider_answered, provider_sign_in
from portal.account.reached import reached, use_again
from portal.account.second_factor_pages import factor_code, factor_setup
from portal.account.sign_in import sign_in, sign_in_link, sign_out, sign_out_everywhere
from portal.account.sign_up import sign_up, sign_up_details
from portal.http.access import ANYONE, FIRST_FACTOR, FORM, OWN_PERSON, PRESS, READ, SIGNED_IN, route

routes = [
    route("dang-nhap/", sign_in, "sign_in", ANYONE, FORM),
    route("dang-nhap/mo/<str:link>/", sign_in_link, "sign_in_link", ANYONE, FORM),
    route("dang-nhap/ma/", factor_code, "factor_code", FIRST_FACTOR, FORM),
    route("dang-nhap/dang-ky-dien-thoai/", factor_setup, "factor_setup", FIRST_FACTOR, FORM),
    route("dang-nhap/bang-khoa/", sign_in_by_passkey, "sign_in_by_passkey", ANYONE, FORM),
    route("tai-khoan/khoa/", own_passkeys, "own_passkeys", SIGNED_IN, FORM),
    route("dang-nhap/bang-ma/", sign_in_by_code, "sign_in_by_code", ANYONE, FORM),
    route("dang-nhap/bang-ma/them/", second_fact, "second_fact", ANYONE, FORM),
    route("dang-nhap/qua/<slug:provider>/", provider_sign_in, "provider_sign_in", ANYONE, FORM),
    route(
        "dang-nhap/qua/<slug:provider>/tra-loi/",
        provider_answered,
        "provider_answered",
        ANYONE,
        READ,
    ),
    route("dang-ky/bang-dinh-danh/", provider_new_account, "provider_new_account", ANYONE, FORM),
    route("tai-khoan/dinh-danh/", own_providers, "own_providers", SIGNED_IN, FORM),
    route("tai-khoan/dinh-danh/noi/", provider_link, "provider_link", SIGNED_IN, FORM),
    route("dang-ky/", sign_up, "sign_up", ANYONE, FORM),
    route("dang-ky/tai-khoan/", sign_up_details, "sign_up_details", ANYONE, FORM),
    route("ma-xac-nhan/", contact_code, "contact_code", ANYONE, FORM),
    route("mat-khau/quen/", password_forgotten, "password_forgotten", ANYONE, FORM),
    route("tai-khoan/", account, "account", SIGNED_IN, READ),
    route("tai-khoan/giay-to/", own_papers, "own_papers", SIGNED_IN, FORM),
    route("tai-khoan/nop-thay/", acts_for, "acts_for", SIGNED_IN, READ),
    route("tai-khoan/nop-thay/them/", add_represented, "add_represented", SIGNED_IN, FORM),
    route("tai-khoan/nop-thay/<int:pk>/", represented, "represented", SIGNED_IN, FORM, OWN_PERSON),
    route("tai-khoan/cach-nhan-tin/", reached, "reached", SIGNED_IN, FORM),
    route("tai-khoan/cach-nhan-tin/dung-lai/", use_again, "use_again", SIGNED_IN, PRESS),
    route("tai-khoan/mat-khau/", change_password, "change_password", SIGNED_IN, FORM),
    route("tai-khoan/mat-khau/moi/", new_password, "new_password", SIGNED_IN, FORM),
    route("tai-khoan/xac-nhan/", confirm, "confirm", SIGNED_IN, FORM),
    route("tai-khoan/lien-he/", new_contact, "new_contact", SIGNED_IN, FORM),
    route("tai-khoan/ten/", own_name, "own_name", SIGNED_IN, FORM),
    route("tai-khoan/du-lieu/", own_data, "own_data", SIGNED_IN, FORM),
    route("tai-khoan/dong/", close_account, "close_account", SIGNED_IN, FORM),
    route("tai-khoan/phien/cham-dut/", end_session, "end_session", SIGNED_IN, PRESS),
    route("mat-khau/dat/", choose_password, "choose_password", ANYONE, FORM),
    route("mat-khau/dat/<slug:link>/", password_link, "password_link", ANYONE, READ),
    route("dang-xuat/moi-thiet-bi/", sign_out_everywhere, "sign_out_everywhere", SIGNED_IN, PRESS),
    route("dang-xuat/", sign_out, "sign_out", ANYONE, PRESS),
    route("ngon-ngu/", set_language, "set_language", ANYONE, PRESS),
]
