"""Addresses of the payment gateway. They carry its reference of a try and its codes, nothing about a person."""

from portal.access import ANYONE, DEMO_ONLY, FORM, READ, route
from portal.payment.gateway import payment_notice, payment_return
from portal.payment.simulator import bank_simulator

CALL = ("GET",)  # as VNPay calls; not HEAD, which must change nothing

routes = [
    route("thanh-toan/vnpay/ipn/", payment_notice, "payment_notice", ANYONE, CALL, as_sent=True),
    route("thanh-toan/ket-qua/", payment_return, "payment_return", ANYONE, READ, as_sent=True),
    route("dung-thu/ngan-hang/", bank_simulator, "bank_simulator", DEMO_ONLY, FORM, as_sent=True),
]
