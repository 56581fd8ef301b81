"""Addresses of the account pages."""

from django.urls import URLPattern

routes: list[URLPattern] = []
