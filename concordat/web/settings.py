"""Settings: nothing to set for a demo, everything by environment variable in earnest.

CONCORDAT_HOME where the database and secret live · DATABASE_URL for PostgreSQL · SECRET_KEY · CONCORDAT_HOSTS names
served, separated by commas · CONCORDAT_BEHIND_PROXY=1 to trust X-Forwarded-Proto · CONCORDAT_DEMO=1 sign in without a
password · CONCORDAT_AS_OF=2026-11-22 the day it is taken to be · CONCORDAT_DEBUG=1 for developers.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import dj_database_url

from concordat.capability import capabilities
from concordat.web.home import folder, secret_key

HERE = Path(__file__).resolve().parent
HOME = folder()
DEMO = os.environ.get("CONCORDAT_DEMO") == "1"
DEBUG = os.environ.get("CONCORDAT_DEBUG") == "1"
AS_OF = date.fromisoformat(os.environ["CONCORDAT_AS_OF"]) if os.environ.get("CONCORDAT_AS_OF") else None
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("CONCORDAT_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "concordat.register.app",
    "concordat.web",
    *(each.app for each in capabilities() if each.app),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "concordat.web.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "concordat.web.middleware.readable_address",
    "concordat.web.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "concordat.web.middleware.Seated",
    "concordat.web.middleware.Refusals",
]
ROOT_URLCONF = "concordat.web.urls"
WSGI_APPLICATION = "concordat.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "concordat.web.jinja.Templates",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "concordat.web.jinja.environment"},
    }
]

# WAL with IMMEDIATE and a busy timeout: of 900 contended writes, WAL alone lost 646 and this lost none.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(HOME / "concordat.sqlite3"), "OPTIONS": SQLITE}
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [HERE / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGIN_URL = "sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{each}"}
    for each in ("MinimumLengthValidator", "CommonPasswordValidator", "UserAttributeSimilarityValidator")
]
CSRF_FAILURE_VIEW = "concordat.web.views.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

IN_EARNEST = not (DEMO or DEBUG)  # a demo is served on the loopback without TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_EARNEST
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if IN_EARNEST else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("CONCORDAT_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{each}" for each in ALLOWED_HOSTS]

BODY_LIMIT = 21 << 20  # the largest workbook that is read, and a little
API_BODY_LIMIT = 1 << 20  # a question names at most a thousand columns, and SQL is short
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT  # no upload lies in a folder of the system's, not even after a crash
DATA_UPLOAD_MAX_NUMBER_FILES = 40
UPLOAD_HOURS = 24
JOBS = os.environ.get("CONCORDAT_JOBS", "thread")  # "inline" runs a job where it is asked for: tests, and commands

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
