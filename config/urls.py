"""Two trees: the portal's own pages, and Django's admin for the administrator."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("", include("portal.urls")),
]
handler500 = "portal.http.outage.broken"
