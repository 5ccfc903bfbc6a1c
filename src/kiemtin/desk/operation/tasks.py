"""Jobs that keep the desk tidy. A job takes no argument: no row about jobs can hold what anybody asked."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from kiemtin.desk.accounts import setup_links
from kiemtin.desk.answers import drafts
from kiemtin.desk.api import keys
from kiemtin.desk.log import log
from kiemtin.desk.overview import told
from kiemtin.desk.people import audit, invitations
from kiemtin.desk.people.sessions import SessionStore
from kiemtin.desk.questions import known, purging
from kiemtin.desk.sharing import links
from kiemtin.desk.telling import delivering, replying
from kiemtin.desk.witnesses import asking

KEEP_JOBS = datetime.timedelta(days=1)
"""How long the rows of finished jobs are kept, for whoever looks after the machine."""


@task
def purge() -> None:
    """Forget what has had its time, of whatever is kept for a while."""
    setup_links.purge()
    links.purge()
    keys.purge()
    drafts.purge()
    purging.purge()
    delivering.purge()
    replying.purge()
    invitations.purge()
    SessionStore.clear_expired()
    audit.purge()
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - KEEP_JOBS).delete()


@task
def ask_witnesses() -> None:
    """Get the cosignatures that were not to be had when something was published."""
    asking.gather()
    if asking.is_ahead():
        log("witness-has-seen-more")


@task
def tell_askings() -> None:
    """Bring up to date what is told in public of how often something was asked, and which wordings are known."""
    told.tell()
    known.learn()


EVERY = {purge: datetime.timedelta(minutes=10), tell_askings: datetime.timedelta(days=1)}
"""How often each job runs."""

if settings.CONFIGURATION.witnesses:
    EVERY[ask_witnesses] = datetime.timedelta(minutes=5)
