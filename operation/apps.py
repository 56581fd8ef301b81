"""The app that knows all others' data and none of their acts."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "operation"
