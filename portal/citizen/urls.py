"""Addresses of the citizen pages."""

from django.urls import URLPattern

routes: list[URLPattern] = []
