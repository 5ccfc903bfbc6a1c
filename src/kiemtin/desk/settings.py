"""Django's settings of the desk; importing them changes nothing on disk."""

from __future__ import annotations

from typing import Any

from kiemtin.desk.configuration import read_configuration
from kiemtin.desk.log import logging_settings

CONFIGURATION = read_configuration()

DEBUG = False
SECRET_KEY = CONFIGURATION.secret
DATABASES = CONFIGURATION.databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Which hosts the desk answers to is decided in one place, ``hosts.py``, which knows more than names.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False

ROOT_URLCONF = "kiemtin.desk.urls"
ASGI_APPLICATION = "kiemtin.desk.asgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_tasks_db",
    "allauth.mfa",
    "kiemtin.desk.people.apps.BorrowedConfig",
    "kiemtin.desk.accounts",
    "kiemtin.desk.answers",
    "kiemtin.desk.api",
    "kiemtin.desk.operation",
    "kiemtin.desk.overview",
    "kiemtin.desk.pages",
    "kiemtin.desk.questions",
    "kiemtin.desk.people.apps.PeopleConfig",
    "kiemtin.desk.sharing",
    "kiemtin.desk.witnesses",
    "kiemtin.desk.telling",
]

# No session, no message, no CSRF cookie: what anyone may ask for meets nothing that could remember them. Django's own
# classes would also take each request through a thread once per class; these are asynchronous all the way. Pages of
# those who work here bring their own, one by one (``people/staff.py``).
MIDDLEWARE = ["kiemtin.desk.front.front"]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "kiemtin.desk.rendering.environment"},
    }
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name",)},
    },
]

# Cookies exist below ``/desk/`` alone. Over TLS their names begin so that no other host of the domain can set them;
# browsers then want the path ``/``, so a staff member's browser sends them everywhere, and no public page reads them.
SESSION_ENGINE = "kiemtin.desk.people.sessions"
SESSION_COOKIE_NAME = "__Host-kiemtin-staff" if CONFIGURATION.secure else "kiemtin-staff"
SESSION_COOKIE_SECURE = CONFIGURATION.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-kiemtin-form" if CONFIGURATION.secure else "kiemtin-form"
CSRF_COOKIE_SECURE = CONFIGURATION.secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # gone with the browser's window
# Where TLS ends in front of this server, a browser names the public address as the origin of our own forms.
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.address.geturl()] if CONFIGURATION.address else []
CSRF_FAILURE_VIEW = "kiemtin.desk.people.staff.form_too_old"

# Passkeys, codes of an app, and recovery codes are django-allauth's; its pages, e-mails and throttling are not used.
MIGRATION_MODULES: dict[str, str | None] = {"account": None}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "kiemtin.desk.people.second_steps.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kiểm Tin"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are half a minute off

# The door holds each body to its own cap, in memory, before Django sees any of it.
DATA_UPLOAD_MAX_MEMORY_SIZE = None
# A draft has fifty sources of five fields each, and some room; a group has 200 messages to choose from. Reading so many
# takes a millisecond.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # how many of them may be pictures is said in ``given.py``, in better words
# Nothing that was handed over ever lies on a disk: Django keeps a body below this size in memory, and a larger one
# never comes this far.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024

# Django's own cache keeps nothing: what may be remembered for a minute is remembered where it is asked for.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

# On Django 5.2 tasks come with django-tasks, whose rows we keep free of anything that was asked.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING_CONFIG = None
LOGGING = logging_settings()
