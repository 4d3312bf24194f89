"""The settings under test: a home of its own, so that nothing is written here, and no job left for later."""

import os
import tempfile
from datetime import date
from pathlib import Path

HOME_UNDER_TEST = tempfile.TemporaryDirectory(prefix="concordat-test-")
os.environ["CONCORDAT_HOME"] = HOME_UNDER_TEST.name
Path(HOME_UNDER_TEST.name, "static").mkdir()  # else whitenoise says that it is not there
os.environ.setdefault("CONCORDAT_JOBS", "inline")
os.environ.setdefault("SECRET_KEY", "only for the tests")

from concordat.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hashing well is slow on purpose
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},  # nothing is collected first
}

# The day that the made-up records are kept on, so that no test turns with the calendar.
AS_OF = date(2026, 11, 22)
