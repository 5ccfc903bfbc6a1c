"""Which requests come from a page of another site.

Asking changes nothing and needs no cookie, so there is nothing for a forged request to gain, and no token is needed
against one. Forms of other sites are refused all the same: their visitors would ask without knowing, and be slowed
for it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest

FROM_HERE = frozenset({"same-origin", "same-site", "none"})
"""Values of ``Sec-Fetch-Site`` for our own pages, other pages of the same organisation, and a person's own doing."""


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site's page sent this; programs say nothing and are let through.

    ``Sec-Fetch-Site`` decides where it is sent. Older browsers send ``Origin``, which is ``null`` for our own forms,
    since our pages send no referrer.
    """
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site not in FROM_HERE
    origin = request.META.get("HTTP_ORIGIN", "null")
    host = str(request.META.get("HTTP_HOST", ""))
    return origin != "null" and str(urlsplit(origin).netloc).lower() != host.lower()
