"""One settings file for every site: what differs comes from the environment (see
docs/administrator.md).

Without any variable this is the embedded default: SQLite, a broker in a folder, mail into files,
demo people.
"""

import gc
import os
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from config import identity_providers, satisfaction_goals
from config.storage import kept_in
from config.syslog import security_handlers
from foundation import environment

# A start makes a million objects that stay; searching them in between took a fifth of its time.
gc.disable()  # until config/apps.py

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(environment.text("MOTCUA_VAR", str(BASE_DIR / "var")))  # everything a site writes
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = environment.flag("DEBUG", False)
# one-click demo people, demo seal
DEMO = environment.flag("DEMO", not environment.flag("PRODUCTION", False))
SECRET_KEY = environment.text("SECRET_KEY") or environment.kept_secret(VAR / "secret_key")
ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else "")
CSRF_FAILURE_VIEW = "portal.http.expired_form.expired"
CSRF_TRUSTED_ORIGINS = environment.listed("CSRF_TRUSTED_ORIGINS")
# behind a proxy: HTTP_X_REAL_IP
CLIENT_ADDRESS_VARIABLE = environment.text("CLIENT_ADDRESS_VARIABLE", "REMOTE_ADDR")
# printed in QR codes
SITE_URL = environment.text(
    "SITE_URL", f"http://127.0.0.1:{environment.text('PORT', '8000')}"
).rstrip("/")

INSTALLED_APPS = [
    "config.administration.Administration",  # django.contrib.admin with our own sign-in
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_celery_beat",
    "allauth",
    "allauth.account",  # allauth.mfa needs it; its pages are not served
    "allauth.mfa",
    "viewflow.workflow",
    "protection",
    "organisations",
    "forms",
    "registers",
    "documents",
    "assessment",
    "payments",
    "waiting_line",
    "workflows",
    "conversation",
    "satisfaction",
    "appointments",
    "notifications",
    "figures",
    "admissions",
    "privacy",
    "operation",
    "portal",
    "config",  # its command `doctor`
]

MIDDLEWARE = [
    "portal.monitoring.metrics.measured",
    "portal.monitoring.probed.by_any_name",
    "portal.http.form_encoding.always_utf8",
    "portal.http.isolation.isolated",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.account.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "portal.http.cross_site.own_pages_only",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.http.cleaned_input.CleansTypedText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.http.security_notes.outcomes",
    "portal.http.held_form.given_back",
    "portal.http.session.kept_nowhere",
    "portal.http.session.ends_when_idle",
    "portal.http.waiting.guard.one_after_another",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "privacy.middleware.ReadLog",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],  # before the administration's own
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.templatetags.lines", "portal.templatetags.tokens"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.http.context.site",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    """SQLite tuned so that two writers wait instead of failing (docs/decisions/0002), or what
    DATABASE_URL names.
    """
    url = environment.text("DATABASE_URL", f"sqlite:///{VAR / 'motcua.sqlite3'}")
    database: dict[str, Any] = dict(dj_database_url.parse(url))
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        }
        return database
    # Opening a connection costs more than most pages' questions; one that a restarted server left
    # is opened anew. A question asked three times is prepared: PostgreSQL plans it once (a tenth
    # more answers a second).
    options = {"server_side_binding": True, "prepare_threshold": 3}
    return database | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "organisations.User"
LOGIN_URL = "portal:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = ["organisations.accounts.password_hashing.QueuedArgon2"]
# in a process: each takes 100 MB for 0.2 s
HASHES_AT_ONCE = int(environment.text("HASHES_AT_ONCE", "1"))
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "organisations.accounts.password_rules.NotLikeTheOwner",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "organisations.accounts.easy_passwords.NotGuessedFirst"},
]

PASSWORD_RESET_TIMEOUT = (
    int(environment.text("PASSWORD_LINK_HOURS", "24")) * 3600
)  # of organisations.accounts.password_links
#: No link to set a password goes to an address that somebody else wrote less than so many days ago.
NEW_ADDRESS_DAYS = int(environment.text("NEW_ADDRESS_DAYS", "7"))

CODE_MINUTES = int(environment.text("CODE_MINUTES", "10"))  # a code by e-mail or SMS
#: A number that its owner used less than so many days ago cannot have come to somebody else
#: (unconfirmed: each operator has its own time).
PHONE_PASSES_ON_DAYS = int(environment.text("PHONE_PASSES_ON_DAYS", "90"))

# Officers and administrators show a code of their telephone too, and again before they sign.
# the people of a demo have no password either
SECOND_FACTOR = environment.flag("SECOND_FACTOR", not DEMO)
# officers go on reading what they did or were asked
READ_DONE_DAYS = int(environment.text("READ_DONE_DAYS", "90"))
# after they were taken away
ADMINISTRATOR_COUNTS_DAYS = int(environment.text("ADMINISTRATOR_COUNTS_DAYS", "30"))
STEP_UP_MINUTES = int(environment.text("STEP_UP_MINUTES", "10"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half minutes before and after: telephones are late, and so are fingers
MFA_TOTP_ISSUER = "Một cửa Đắk Lắk"
MFA_ADAPTER = "portal.http.second_factor_secrets.Adapter"

# sign-in through VNeID and other providers (OpenID Connect); none unless the environment names them
IDENTITY_PROVIDERS = identity_providers.described()

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
# its code: the first one in every list of provinces
HOME_PROVINCE = environment.text("HOME_PROVINCE", "66")
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "static/"
# A release that lies beside others (deploy/upgrade) keeps its own: what runs is not changed under
# its feet.
STATIC_ROOT = (
    BASE_DIR / "static_collected" if (BASE_DIR / "static_collected").is_dir() else VAR / "static"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "uploads": kept_in("uploads", "UPLOAD_ROOT", sealed=True),
    "documents": kept_in("documents", "DOCUMENT_ROOT", sealed=True),
    "anchors": kept_in("anchors", "ANCHOR_ROOT", sealed=False),
}

# whose rights the owner of the tables gives anew (deploy)
SITE_DATABASE_ROLE = environment.text("SITE_DATABASE_ROLE")

# Personal data in the database is encrypted (`protection`). The keys lie outside it: whoever has
# the keys and a backup reads everything, whoever lost the keys reads nothing. Newest first;
# `manage.py rotate_field_keys` moves rows to it.
FIELD_KEYS = environment.listed("FIELD_KEY") or [
    environment.kept_secret(VAR / "keys" / "field_key")
]
# Proves what the journal says; the database never holds it. Newest first: earlier ones stay as long
# as their entries.
JOURNAL_KEYS = environment.listed("JOURNAL_KEY") or [
    environment.kept_secret(VAR / "keys" / "journal_key")
]
# mailto: or https: of /.well-known/security.txt
SECURITY_CONTACT = environment.listed("SECURITY_CONTACT")
# of a second office: gets the journal's anchor each day
ANCHOR_ADDRESSES = environment.listed("ANCHOR_ADDRESS")
# where `doctor` looks for the last one
BACKUPS = Path(environment.text("MOTCUA_BACKUPS", "/var/backups/motcua"))
BACKUP_KEY = environment.text("BACKUP_KEY")  # `backup` and `restore` alone need it
INDEX_KEY = environment.text("INDEX_KEY") or environment.kept_secret(VAR / "keys" / "index_key")

# Outside the web root: uploads under the hash of their content, documents under their own hash.
# With S3_BUCKET set (config/storage.py) they go there, and UPLOAD_ROOT holds a file only while it
# is checked.
UPLOAD_ROOT = VAR / "uploads"
UPLOAD_MAX_BYTES = int(environment.text("UPLOAD_MAX_BYTES", str(10 * 1024 * 1024)))
# files one person may send in 24 hours
UPLOADS_A_DAY = int(environment.text("UPLOADS_A_DAY", "200"))
UPLOAD_BYTES_A_DAY = int(environment.text("UPLOAD_BYTES_A_DAY", str(500 * 1024 * 1024)))
# host:port or a socket's path; empty: no scanner
CLAMAV_ADDRESS = environment.text("CLAMAV_ADDRESS")
# files nobody scanned may be opened
UPLOADS_WITHOUT_SCANNER = environment.flag("UPLOADS_WITHOUT_SCANNER", DEMO)
DOCUMENT_ROOT = VAR / "documents"
ANCHOR_ROOT = VAR / "anchors"  # copies of what the journal was anchored by
DOCUMENT_CONVERTER = environment.text("DOCUMENT_CONVERTER", "rdocx")  # rdocx | libreoffice
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# The seal: a PKCS#12 file by default (a demo authority made on first run), or a token by PKCS#11.
SEAL_PKCS12 = environment.text("SEAL_PKCS12", str(VAR / "keys" / "demo-seal.p12"))
SEAL_PASSPHRASE = environment.text("SEAL_PASSPHRASE") or environment.kept_secret(
    VAR / "keys" / "seal_passphrase"
)
# its certificate is applied for: what is to be sealed waits
SEAL_AWAITED = environment.flag("SEAL_AWAITED", False)
SEAL_PKCS11_MODULE = environment.text("SEAL_PKCS11_MODULE")
SEAL_PKCS11_TOKEN = environment.text("SEAL_PKCS11_TOKEN")
SEAL_PKCS11_PIN = environment.text("SEAL_PKCS11_PIN")
SEAL_PKCS11_CERTIFICATE = environment.text("SEAL_PKCS11_CERTIFICATE")

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if environment.text("EMAIL_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
# a production site without a mail server, knowingly
LETTERS_INTO_FILES = environment.flag("LETTERS_INTO_FILES", DEMO)
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = int(environment.text("EMAIL_PORT", "25"))
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
# Letters come back to name+NUMBER-MARK@host of this address, which says which one it was (VERP).
BOUNCE_ADDRESS = environment.text("BOUNCE_ADDRESS")
# Nobody's telephone rings for a message then; equal hours: there are none. Codes do not wait.
QUIET_HOURS = environment.text("QUIET_HOURS", "21:00-07:00")
DEFAULT_FROM_EMAIL = environment.text(
    "DEFAULT_FROM_EMAIL", "Một cửa Đắk Lắk <khong-tra-loi@motcua.example>"
)

# The broker is a doorbell: the Effect row says what is owed, and a sweep every 30 s finds what a
# lost ring left.
CELERY_BROKER_URL = environment.text("BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem:"):
    _folder = VAR / "broker"
    _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "data_folder_in": str(_folder),
        "data_folder_out": str(_folder),
        "control_folder": str(_folder / "control"),
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # A broker that hangs must not hold up the page of the act that rings; a job longer than this is
    # delivered again, which the lease in its row makes harmless.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "retry_on_timeout": False,
        "visibility_timeout": int(environment.text("BROKER_VISIBILITY_SECONDS", "3600")),
    }
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ALWAYS_EAGER = environment.flag("CELERY_TASK_ALWAYS_EAGER", False)
# of a web process (gunicorn's --threads): how busy it is sets the pace of waiting lines
WEB_THREADS = int(environment.text("WEB_THREADS", "4"))
# unfinished at a time; officers ten times as many
DRAFTS_A_PERSON = int(environment.text("DRAFTS_A_PERSON", "20"))
# how long an application that is written without an account is kept since it was last touched
STRANGER_DRAFT_DAYS = int(environment.text("STRANGER_DRAFT_DAYS", "7"))
#: Since when the province wants how many of a hundred satisfied: "day=percent", by commas
#: (implementing Quyết định 131/QĐ-TTg in Đắk Lắk, March 2022).
SATISFACTION_GOALS = satisfaction_goals.read(
    environment.text("SATISFACTION_GOALS", "2022-03-01=80")
)
SWEEP_SECONDS = float(environment.text("SWEEP_SECONDS", "30"))
#: After these the work is taken from its worker (`foundation.work_limits`): one document, letter or
#: other thing that is owed, and one task as a whole without them.
WORK_SECONDS = float(environment.text("WORK_SECONDS", "180"))
TASK_SECONDS = float(environment.text("TASK_SECONDS", "900"))
CELERY_BEAT_SCHEDULE = {
    "beat-heart": {
        "task": "workflows.tasks.beat_heart",
        "schedule": 20.0,
        "options": {"expires": 20.0},
    },
    "sweep-effects": {"task": "workflows.tasks.sweep_effects", "schedule": SWEEP_SECONDS},
    "sweep-timers": {"task": "workflows.tasks.sweep_timers", "schedule": SWEEP_SECONDS},
    "sweep-left-tasks": {"task": "workflows.tasks.sweep_left_tasks", "schedule": SWEEP_SECONDS},
    "sweep-mandates": {"task": "workflows.tasks.sweep_mandates", "schedule": 900.0},
    "sweep-grants": {"task": "workflows.tasks.sweep_grants", "schedule": 600.0},
    "drop-anchors": {"task": "workflows.tasks.drop_anchors", "schedule": 600.0},
    "sweep-reforms": {"task": "workflows.tasks.sweep_reforms", "schedule": 300.0},
    "sweep-deliveries": {"task": "notifications.tasks.sweep_deliveries", "schedule": SWEEP_SECONDS},
    "sweep-contact-codes": {
        "task": "notifications.tasks.sweep_contact_codes",
        "schedule": SWEEP_SECONDS,
    },
    "sweep-digests": {"task": "notifications.tasks.sweep_digests", "schedule": 120.0},
    "take-bounces": {"task": "notifications.tasks.take_bounces", "schedule": 300.0},
    "sweep-account-letters": {
        "task": "notifications.tasks.sweep_account_letters",
        "schedule": SWEEP_SECONDS,
    },
    "scan-waiting-files": {"task": "forms.tasks.scan_waiting", "schedule": SWEEP_SECONDS},
    "apply-retention": {
        "task": "privacy.tasks.apply_retention",
        "schedule": crontab(hour=1, minute=30),
    },
    "remind-of-appointments": {"task": "appointments.tasks.remind", "schedule": 600.0},
    "sweep-questions": {"task": "satisfaction.tasks.sweep_questions", "schedule": 900.0},
    "sweep-rounds": {"task": "admissions.tasks.sweep_rounds", "schedule": SWEEP_SECONDS},
    "sweep-figures": {"task": "figures.tasks.sweep_figures", "schedule": 300.0},
    "forget-ended-limits": {"task": "portal.tasks.forget_ended_limits", "schedule": 60.0},
    "clear-leftovers": {"task": "forms.tasks.clear_leftovers", "schedule": 3600.0},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # but the papers, which the officer's page shows beside the application
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(environment.text("SESSION_HOURS", "12")) * 3600
KNOWN_BROWSER_COOKIE_NAME = "known"
WRITING_COOKIE_NAME = "writing"  # a random name of this browser, where it writes without an account
OFFICER_IDLE_MINUTES = int(environment.text("OFFICER_IDLE_MINUTES", "30"))
if not DEMO:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # A browser takes a cookie of this name from this host over TLS only, never from a sibling host
    # (RFC 6265bis).
    SESSION_COOKIE_NAME = "__Host-sessionid"
    KNOWN_BROWSER_COOKIE_NAME = "__Host-known"
    WRITING_COOKIE_NAME = "__Host-writing"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_SSL_REDIRECT = environment.flag("SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by the machine itself
    SECURE_HSTS_SECONDS = 31_536_000
    # every name below must speak TLS
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_SUBDOMAINS", False)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# One line of JSON for each event on a public site; lines to read on a trial. What may be in a line:
# config/logs.py.
LOG_FORMAT = environment.text("LOG_FORMAT", "plain" if DEMO else "json")
SECURITY_LOG = environment.flag("SECURITY_LOG", not DEMO)  # docs/security-log.md
SECURITY_SYSLOG = environment.text("SECURITY_SYSLOG")  # /dev/log or host:port
_security = security_handlers(SECURITY_SYSLOG)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "config.logs.Lines"},
        "bare": {"format": "%(message)s"},
        "syslog": {"format": "motcua: %(message)s"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        **_security,
    },
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "config.celery": {"level": "INFO"},
        "security": {
            "level": "INFO" if SECURITY_LOG else "CRITICAL",
            "handlers": [*_security],
            "propagate": False,
        },
        "portal.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}

# Prometheus: every process keeps its counters in files here, and /metrics adds them up.
MONITOR_TOKEN = environment.text("MONITOR_TOKEN")
# A process that another site started inherits that site's folder, so it is never taken over.
METRICS = VAR / "metrics"
METRICS.mkdir(parents=True, exist_ok=True)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS)
