from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Thủ tục và hồ sơ"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from forms import looked_up
        from registers.models import Annotation
        from workflows import diploma_notes, granting, handlers

        handlers.register_all()
        post_save.connect(diploma_notes.announce, sender=Annotation, dispatch_uid="news for documents")
        looked_up.register("grant", granting.LOOK_UP)
