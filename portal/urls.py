"""The portal's addresses: three faces, one list. Each address says who may open it
(`portal.http.access`).
"""

from portal.account.urls import routes as account
from portal.admissions.urls import routes as admissions
from portal.assessment.urls import routes as assessment
from portal.citizen.urls import routes as citizen
from portal.demo.urls import routes as demo
from portal.monitoring.urls import routes as monitoring
from portal.office.urls import routes as office
from portal.payment.urls import routes as payment
from portal.public.urls import routes as public

app_name = "portal"
urlpatterns = [
    *(*public, *citizen, *office, *admissions, *assessment),
    *(*account, *demo, *monitoring, *payment),
]
