from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Thủ tục và hồ sơ"

    def ready(self) -> None:
        from workflows import handlers

        handlers.register_all()
