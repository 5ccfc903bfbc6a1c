"""The ASGI application: everything that one web process answers with."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiemtin.desk.settings")

# The outermost door stands around Django here: what counts or refuses before a body is read belongs in this line. This
# module is imported before the web processes are forked, so anonymous memory made here (mmap -1) is shared by all.
application = get_asgi_application()
