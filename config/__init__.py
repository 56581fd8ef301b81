from config import production  # its system check must be known to manage.py
from config.celery import app as celery_app

__all__ = ["celery_app", "production"]
