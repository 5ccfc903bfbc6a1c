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
    "kiemtin.desk.accounts",
    "kiemtin.desk.api",
    "kiemtin.desk.operation",
    "kiemtin.desk.pages",
    "kiemtin.desk.sharing",
]

# No session, no message, no CSRF cookie: what anyone may ask for meets nothing that could remember them. Django's own
# classes would also take each request through a thread once per class; these are asynchronous all the way.
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

# The door holds each body to its own cap, in memory, before Django sees any of it.
DATA_UPLOAD_MAX_MEMORY_SIZE = None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
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
