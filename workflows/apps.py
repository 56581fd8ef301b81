from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = _("Thủ tục và hồ sơ")

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from forms.lists import look_ups
        from organisations import leaving, roles
        from registers.models import Annotation
        from workflows import tasks as _rung_by_name  # noqa: F401 - `doorbell`
        from workflows.background import effect_handlers, left_tasks
        from workflows.papers import diploma_writer, grant_writer
        from workflows.procedure import publishing
        from workflows.process import in_hands

        effect_handlers.register_all()
        post_save.connect(
            diploma_writer.announce, sender=Annotation, dispatch_uid="news for documents"
        )
        roles.further_signing.append(publishing.roles_that_sign)
        leaving.in_hands.append(in_hands.of)
        leaving.give_back.append(left_tasks.give_back_of)
        look_ups.register("grant", grant_writer.LOOK_UP)
