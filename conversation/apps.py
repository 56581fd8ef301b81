from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationConfig(AppConfig):
    name = "conversation"
    verbose_name = _("Trao đổi với người dân")

    def ready(self) -> None:
        # the acts are declared before anybody asks which there are
        from conversation import notes, questions, remarks  # noqa: F401
