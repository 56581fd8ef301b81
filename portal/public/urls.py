"""Addresses of the public pages."""

from django.urls import URLPattern

routes: list[URLPattern] = []
