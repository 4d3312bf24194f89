"""What gunicorn serves: `gunicorn --workers 1 --threads 8 concordat.web.wsgi`; it also does the jobs, in one thread."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concordat.web.settings")
application = get_wsgi_application()

from concordat.web import jobs  # noqa: E402 - its models exist only once the application does

jobs.start_worker()
