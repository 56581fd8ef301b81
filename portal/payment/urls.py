"""Addresses of the payment gateway. They carry its reference of a try and its codes, nothing about
a person.
"""

from payments.gateways import GATEWAYS
from payments.models import Gateway
from portal.http.access import ANYONE, DEMO_ONLY, FORM, READ, route
from portal.payment.gateway import notice_view, payment_return
from portal.payment.simulator import bank_simulator

CALL = ("GET",)  # as gateways call; not HEAD, which must change nothing


def _name(gateway: str) -> str:
    """VNPay's address had its name before there were others."""
    return "payment_notice" if gateway == Gateway.VNPAY else f"payment_notice_{gateway.lower()}"


routes = [
    *(
        route(
            f"thanh-toan/{name.lower()}/ipn/",
            notice_view(gateway),
            _name(name),
            ANYONE,
            CALL,
            as_sent=True,
        )
        for name, gateway in GATEWAYS.items()
    ),
    route("thanh-toan/ket-qua/", payment_return, "payment_return", ANYONE, READ, as_sent=True),
    route("dung-thu/ngan-hang/", bank_simulator, "bank_simulator", DEMO_ONLY, FORM, as_sent=True),
]
