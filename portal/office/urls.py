"""The officers' addresses."""

from django.urls import URLPattern

routes: list[URLPattern] = []
