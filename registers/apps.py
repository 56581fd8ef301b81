from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = "Sổ gốc"

    def ready(self) -> None:
        from registers import keeping

        keeping.watch()
